"""Home: what there is to see, and where to begin."""

import streamlit as st

from ui import frame, lessons, previews
from ui.language import _
from ui.screens import SCREENS

frame.open_home()
st.title(_("See what activation functions do"), anchor=False)
lessons.introduce("home")
frame.link_to(next(iter(SCREENS.values())), _("Begin here: {title}"), icon=":material/play_arrow:")


@frame.part
def screens() -> None:
    for row in frame.rows(SCREENS.values(), 3):
        for place, screen in row:
            with place.container(border=True, height="stretch"):
                frame.link_to(screen, "**{title}**", icon=screen.icon)
                st.caption(_(screen.question))
                previews.draw(screen.key)


screens()
