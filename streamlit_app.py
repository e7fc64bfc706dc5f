"""Home: what there is to see, and where to begin."""

import streamlit as st

from ui import home, layout, page
from ui.catalogue import SCREENS
from ui.i18n import lessons
from ui.i18n.language import _

page.open_home()
st.title(_("See what activation functions do"), anchor=False)
lessons.introduce("home")
page.link_to(next(iter(SCREENS.values())), _("Begin here: {title}"), icon=":material/play_arrow:")


@layout.part
def screens() -> None:
    for row in layout.rows(SCREENS.values(), 3):
        for place, screen in row:
            with place.container(border=True, height="stretch"):
                page.link_to(screen, "**{title}**", icon=screen.icon)
                st.caption(_(screen.question))
                home.draw(screen)


screens()
