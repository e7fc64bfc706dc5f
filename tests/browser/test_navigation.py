"""Deep links, menu, language, reload, Back, address: what only a browser can show."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.browser.conftest import PHONE
from tests.browser.serving import serve
from ui.catalogue import SCREENS

pytestmark = pytest.mark.browser

COMPLAINTS = ", ".join(
    f'[data-testid="{name}"]'
    for name in ("stException", "stAlertContentError", "stAlertContentWarning")
)


def title(page) -> str:
    return page.locator('[data-testid="stMainBlockContainer"] h1').first.inner_text()


def query(page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def menu(page, key: str):
    return page.locator(f'[data-testid="stSidebar"] a[href*="{key}"]')


def open_screen(page, rest, address: str) -> None:
    page.goto(address)
    page.locator('[data-testid="stMainBlockContainer"] h1').first.wait_for()
    rest(page)


@pytest.mark.parametrize("key", SCREENS)
def test_a_deep_link_to_a_cold_server_opens_its_screen(visit, rest, key):
    # A cold server for each: the first visit decides how Streamlit finds the page.
    with serve() as address:
        page = visit()
        open_screen(page, rest, f"{address}/{key}")
        assert title(page) == SCREENS[key].title
        assert page.get_by_text("Page not found").count() == 0
        assert page.locator(COMPLAINTS).count() == 0


def test_the_menu_reaches_every_screen_in_korean(visit, rest, server):
    page = visit(locale="ko-KR")
    open_screen(page, rest, server)
    seen = {title(page)}
    for key in SCREENS:
        menu(page, key).click()
        page.wait_for_url(f"**/{key}*")
        rest(page)
        seen.add(title(page))
        assert page.get_by_role("button", name="초기화").count() == 1
        assert "lang" not in query(page)
    assert len(seen) == 1 + len(SCREENS)


def test_the_chosen_language_survives_menu_reload_back_and_link(visit, rest, server):
    page = visit()
    open_screen(page, rest, f"{server}/function_gallery")
    assert title(page) == "Function gallery"
    page.get_by_text("한국어").click()
    page.wait_for_url("**lang=ko*")
    rest(page)
    assert title(page) == "함수 갤러리"

    menu(page, "why_nonlinear").click()
    page.wait_for_url("**/why_nonlinear?lang=ko")
    rest(page)
    assert title(page) == "왜 비선형인가?"

    page.reload()
    rest(page)
    assert title(page) == "왜 비선형인가?"
    menu(page, "function_gallery").click()
    page.wait_for_url("**/function_gallery?lang=ko")
    rest(page)
    assert title(page) == "함수 갤러리"

    page.go_back()
    page.wait_for_url("**/why_nonlinear*")
    rest(page)
    assert title(page) == "왜 비선형인가?"

    friend = visit(locale="en-US")
    open_screen(friend, rest, page.url)
    assert title(friend) == "왜 비선형인가?"


def test_back_leads_through_the_settings_and_then_away(visit, rest, server):
    page = visit()
    open_screen(page, rest, server)
    menu(page, "function_gallery").click()
    page.wait_for_url("**/function_gallery")
    rest(page)
    switch = page.locator(".st-key-function_gallery-guides label").first
    switch.click()
    page.wait_for_url("**guides=false*")
    rest(page)
    assert query(page)["functions"] == "sigmoid,tanh,relu,gelu"

    page.go_back()
    rest(page)
    assert query(page) == {}
    assert page.locator(".st-key-function_gallery-guides input").is_checked()
    page.go_back()
    rest(page)
    assert urlsplit(page.url).path == "/"


def test_a_shared_link_opens_the_same_study_in_the_other_language(visit, rest, server):
    mine = visit(locale="ko-KR")
    open_screen(mine, rest, f"{server}/function_gallery")
    mine.locator(".st-key-function_gallery-guides label").first.click()
    mine.wait_for_url("**guides=false*")
    rest(mine)
    mine.get_by_text("링크 복사").click()
    copied = mine.evaluate("navigator.clipboard.readText()")
    assert copied == mine.url

    theirs = visit(locale="en-US")
    open_screen(theirs, rest, copied)
    assert title(theirs) == "Function gallery"
    assert not theirs.locator(".st-key-function_gallery-guides input").is_checked()
    assert query(theirs) == query(mine)


def test_a_wrong_value_in_the_address_is_named_and_the_rest_is_used(visit, rest, server):
    page = visit()
    open_screen(page, rest, f"{server}/function_gallery?spread=1e9&guides=false")
    alert = page.locator(COMPLAINTS).inner_text()
    assert "spread" in alert
    assert "20" in alert
    assert not page.locator(".st-key-function_gallery-guides input").is_checked()
    assert query(page)["spread"] == "8"


def test_settings_are_kept_while_the_visitor_wanders_and_reset_clears_them(visit, rest, server):
    page = visit()
    open_screen(page, rest, f"{server}/function_gallery?guides=false")
    menu(page, "why_nonlinear").click()
    page.wait_for_url("**/why_nonlinear*")
    rest(page)
    menu(page, "function_gallery").click()
    page.wait_for_url("**/function_gallery*")
    rest(page)
    assert query(page)["guides"] == "false"
    assert not page.locator(".st-key-function_gallery-guides input").is_checked()

    page.get_by_role("button", name="Reset").click()
    page.wait_for_url("**/function_gallery")
    rest(page)
    assert page.locator(".st-key-function_gallery-guides input").is_checked()


@pytest.mark.parametrize("key", ["", *SCREENS])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_screen_fits_a_phone_in_both_themes(visit, rest, server, key, dark):
    page = visit(locale="ko-KR", dark=dark, window=PHONE)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    # Nothing is asked of another server: no fonts, no icons, no statistics.
    page.on(
        "request",
        lambda request: (
            request.url.startswith((server, "data:", "blob:")) or problems.append(request.url)
        ),
    )
    open_screen(page, rest, f"{server}/{key}")
    page.wait_for_timeout(500)
    overflow = page.evaluate(
        """() => { const main = document.querySelector('[data-testid="stMain"]');
        return main.scrollWidth - main.clientWidth; }"""
    )
    assert overflow <= 1
    assert problems == []
    background = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
    )
    assert background == ("rgb(16, 21, 31)" if dark else "rgb(255, 255, 255)")


@pytest.mark.parametrize("key", ["", *SCREENS])
def test_every_chart_and_picture_is_described(visit, rest, server, key):
    page = visit()
    open_screen(page, rest, f"{server}/{key}")
    charts = page.locator('[data-testid="stVegaLiteChart"]')
    assert charts.count() > 0
    for chart in charts.all():
        # Vega names the chart itself; drawn as elements, its drawing too.
        described = chart.locator("xpath=descendant-or-self::*[@aria-label or @alt]")
        assert described.count() > 0
    for picture in page.locator('[data-testid="stImage"] img').all():
        assert picture.get_attribute("alt")


def test_what_an_address_says_is_shown_as_text(visit, rest, server):
    """Streamlit makes links of bare addresses too, after Markdown has been read."""
    asked = {
        "gain": "[Log in](https://evil.example) ![x](https://evil.example/x.png)",
        "data": "www.evil.example",
    }
    page = visit()
    open_screen(page, rest, f"{server}/function_gallery?{urlencode(asked)}")
    said = page.locator('[data-testid="stAlertContentWarning"]')
    assert "[Log in]" in said.first.inner_text()
    assert page.locator(':is(a[href*="evil"], img[src*="evil"])').count() == 0


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en-US", "more than 1,000 settings"), ("ko-KR", "설정이 1,000개가 넘으면")],
)
def test_an_address_that_is_dropped_as_too_long_is_told(visit, rest, server, locale, said):
    page = visit(locale=locale)
    asked = "&".join(f"a{place}=1" for place in range(1001))
    open_screen(page, rest, f"{server}/numerical_derivative?{asked}")
    warning = page.locator('[data-testid="stAlertContentWarning"]')
    warning.first.wait_for()
    assert said in warning.inner_text()
    menu(page, "function_gallery").click()
    page.wait_for_url("**/function_gallery*")
    rest(page)
    assert warning.count() == 0
