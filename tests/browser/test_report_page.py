"""The report page in a real browser, of a title that attacks it wherever it can."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from shelfready.report_formats import REPORT_FORMATS
from shelfready.reporting import ReportInput, chapters_of
from tests.browser.conftest import Open, Served, Watched
from tests.browser.hostile import NOW, TITLE, Hostile

pytestmark = pytest.mark.server

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
"""Where a run leaves what the browser showed."""

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2, "has_touch": True}

_OVERFLOWING = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 0.5 && !one.closest(".unseen, .skip, svg"))
    .map(one => one.outerHTML.slice(0, 120))"""


def _is_blameless(watched: Watched, origin: str) -> None:
    assert watched.console == []
    assert watched.violations == []
    assert [url for url in watched.requests if not url.startswith(f"{origin}/v1/reports/")] == []
    assert watched.page.evaluate("window.pwned") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "options"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_it_is_readable_everywhere(
    open_page: Open, served: Served, name: str, options: dict[str, Any], scheme: str
) -> None:
    """On a desk and on a phone, by day and by night: nothing runs over the edge, nothing is complained about."""
    watched = open_page(served.url, color_scheme=scheme, **options)
    page = watched.page
    page.wait_for_load_state("networkidle")

    width = options["viewport"]["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(_OVERFLOWING) == []
    assert page.evaluate("document.querySelector('img.cover').naturalWidth") == 1200
    _is_blameless(watched, served.origin)
    # The player sticks to the window's edge and would lie across a picture of the page: the window becomes as long.
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"report-{name}-{scheme}.png")


def test_what_others_wrote_is_text(open_page: Open, served: Served) -> None:
    """The title is seen as it is written; no element of theirs is there, none of their scripts ran."""
    watched = open_page(served.url)
    page = watched.page
    page.wait_for_load_state("networkidle")

    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator("img")).to_have_count(1)
    expect(page.locator("script")).to_have_count(1)
    expect(page.locator("[onmouseover], [onerror], [style]")).to_have_count(0)
    assert "\u202e" not in page.content()
    expect(page.get_by_text("[U+202E]").first).to_be_visible()
    _is_blameless(watched, served.origin)


def test_the_policy_holds_if_escaping_ever_fails(open_page: Open, served: Served) -> None:
    """Markup that gets in all the same neither runs nor loads anything."""
    watched = open_page(served.url)
    evil = "<img src=x onerror=window.pwned=9><img src=https://evil.example/p><p style=position:fixed>x</p>"

    failures: dict[str, str | None] = {}
    watched.page.on("requestfailed", lambda request: failures.update({request.url: request.failure}))
    watched.page.evaluate("evil => document.body.insertAdjacentHTML('beforeend', evil)", evil)
    watched.page.wait_for_load_state("networkidle")

    assert watched.page.evaluate("window.pwned") is None
    assert {one.split()[0] for one in watched.violations} == {"script-src-attr", "img-src", "style-src-attr"}
    assert failures == {"https://evil.example/p": "csp"}


def test_without_a_script_everything_but_the_player_works(open_page: Open, served: Served) -> None:
    """All is there to read; the links of chapters are those of the files, with a time in them; details open."""
    watched = open_page(served.url, java_script_enabled=False)
    page = watched.page
    link = page.locator("a[data-chapter]").nth(2)
    href = link.get_attribute("href") or ""
    sound = page.request.get(f"{served.origin}{href.partition('#')[0]}", headers={"Range": "bytes=0-99"})
    page.locator("#rules summary").first.click()

    assert href.endswith("#t=10.000")
    assert (sound.status, sound.headers["content-type"], len(sound.body())) == (206, "audio/mpeg", 100)
    expect(page.locator("audio[controls]")).to_be_visible()
    expect(page.locator(".ruletext").first).to_be_visible()
    expect(page.locator(".track svg").first).to_be_visible()
    assert [one for one in watched.console if "error" in one] == []


def test_the_player_goes_to_a_chapter(open_page: Open, served: Served) -> None:
    """The third begins ten seconds into the second file: that is what is played, and what the page says is."""
    watched = open_page(served.url)
    page = watched.page
    link = page.locator("a[data-chapter]").nth(2)
    link.click()

    expect(link).to_have_attribute("aria-current", "true")
    expect(page.locator("#now")).to_contain_text("One: <img src=x")
    state = page.evaluate("(({ src, currentTime }) => ({ src, currentTime }))(document.querySelector('audio'))")
    assert f"{served.origin}{(link.get_attribute('href') or '').partition('#')[0]}" == state["src"]
    assert 10 <= state["currentTime"] < 20
    assert page.url == served.url
    _is_blameless(watched, served.origin)


def test_a_click_into_a_waveform_plays_from_there(open_page: Open, served: Served) -> None:
    """In the middle of the picture is the middle of the track; the picture shows how far it is."""
    watched = open_page(served.url)
    page = watched.page
    wave = page.locator("#track-2 a.wave")
    box = wave.bounding_box()
    assert box is not None
    wave.click(position={"x": box["width"] * 0.5, "y": box["height"] / 2})

    expect(page.locator("#now")).to_contain_text("Two: the lighthouse")
    assert 19 <= page.evaluate("document.querySelector('audio').currentTime") < 25
    width, columns = page.evaluate(
        "[+document.querySelector('#track-2 .head').getAttribute('width'),"
        " document.querySelector('#track-2 svg').viewBox.baseVal.width]"
    )
    assert 0.45 < width / columns < 0.65
    _is_blameless(watched, served.origin)


def test_one_track_follows_the_other(open_page: Open, served: Served) -> None:
    """At the end of a file the next one begins, and the page names it."""
    page = open_page(served.url).page
    page.locator("#track-1 a[data-track]").click()
    expect(page.locator("a[data-chapter]").first).to_have_attribute("aria-current", "true")
    page.evaluate("document.querySelector('audio').currentTime = 5.8")

    expect(page.locator("a[data-chapter]").nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator("a[aria-current]")).to_have_count(1)


def test_the_keyboard_reaches_everything(open_page: Open, served: Served) -> None:
    """First the way past the head; a chapter plays by Enter, and whoever has the focus is seen to have it."""
    page = open_page(served.url).page
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    inside = page.evaluate("document.activeElement.id")
    link = page.locator("a[data-chapter]").nth(3)
    link.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")

    assert (first, inside, outline) == ("Skip to the findings", "main", "solid")
    expect(link).to_have_attribute("aria-current", "true")


def test_a_finding_leads_to_the_words_of_its_rule(open_page: Open, served: Served) -> None:
    """Following the code opens what is folded up."""
    page = open_page(served.url).page
    link = page.locator(".finding a.rule").first
    text = page.locator(link.get_attribute("href") or "")
    expect(text).to_be_hidden()
    link.click()

    expect(text).to_be_visible()
    expect(text).to_contain_text("What it checks")


def test_it_prints(open_page: Open, served: Served) -> None:
    """Without what paper cannot do."""
    page = open_page(served.url).page
    page.emulate_media(media="print")

    expect(page.locator("#player")).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".ruletext").first).to_be_visible()


def test_the_page_of_a_command_plays_files(open_page: Open, title: Hostile, tmp_path: Path) -> None:
    """Without a server, from where the files lie: `shelfready check --html`."""
    told = ReportInput(
        report=title.report,
        title=TITLE,
        made_at=NOW,
        facts=title.facts,
        chapters=chapters_of(title.facts),
        waveforms=title.peaks,
        media={digest: path.as_uri() for digest, path in title.files.items() if path.suffix != ".epub"},
    )
    into = tmp_path / "out.html"
    into.write_bytes(b"".join(REPORT_FORMATS["html"].write(told)))
    watched = open_page(into.as_uri())
    page = watched.page
    link = page.locator("a[data-chapter]").nth(2)
    link.click()

    expect(link).to_have_attribute("aria-current", "true")
    assert page.evaluate("document.querySelector('img.cover').naturalWidth") == 1200
    assert (watched.console, watched.violations) == ([], [])
    assert all(url.startswith("file:///") for url in watched.requests)
