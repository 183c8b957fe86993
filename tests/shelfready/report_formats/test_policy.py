"""What the page may load and run, how its colours read, and how large it grows."""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from itertools import islice

import pytest

from shelfready.report_formats import REPORT_FORMATS
from shelfready.titles import MOST_FILES, AssetFacts, Role
from tests.shelfready.report_formats.examples import asset, audio, facts, finding, report, told
from tests.shelfready.report_formats.reading import page

CSS = files("shelfready.report_formats").joinpath("templates", "page.css").read_text()


def test_only_its_own_style_and_script_count() -> None:
    """Both by their hash; nothing is loaded but from beside the page, and the header says also who may frame it."""
    shown = page(told())
    [policy] = [one.attributes["content"] for one in shown.all("meta") if "http-equiv" in one.attributes]
    own = {
        kind: b64encode(sha256("".join(map(str, shown.all(kind)[0].children)).encode()).digest()).decode()
        for kind in ("style", "script")
    }
    header = REPORT_FORMATS["html"].content_security_policy

    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{own['style']}'",
        f"script-src 'sha256-{own['script']}'",
        "img-src 'self' data:",
        "media-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert header is not None
    assert header() == f"{policy}; frame-ancestors 'none'"


def test_nothing_stands_in_attributes_that_would_run_or_style() -> None:
    """The policy forbids both; a page that needed them would be broken."""
    attributes = {name for one in page(told()).walk() for name in one.attributes}

    assert not [name for name in attributes if name.startswith("on") or name == "style"]


def _colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", text))


def _contrast(one: str, other: str) -> float:
    """After WCAG 2.2: from 1, the same, to 21, black on white."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(scheme: str) -> None:
    """Text against what it stands on is at least 4.5 to 1 in both schemes (WCAG 2.2, criterion 1.4.3)."""
    light, dark = (part.partition("}")[0] for part in CSS.split("@media (prefers-color-scheme: dark)", 1))
    colours = _colours(light) if scheme == "light" else _colours(light) | _colours(dark)
    grounds = ("paper", "card")
    pairs = [(text, ground) for text in ("ink", "soft", "link", "E", "W", "good") for ground in grounds]
    pairs += [(tone, f"{tone}-bg") for tone in ("F", "E", "W", "I", "good")]
    pairs += [(text, f"{tone}-bg") for text in ("ink", "link") for tone in ("E", "W", "good", "I")]
    pairs += [("ink", "quiet"), ("soft", "quiet")]

    weak = {pair: ratio for pair in pairs if (ratio := _contrast(colours[pair[0]], colours[pair[1]])) < 4.5}

    assert weak == {}


def test_the_longest_title_has_a_page_of_bounded_size() -> None:
    """Five thousand tracks with a fault each: some kilobytes for each, sent piece by piece."""
    names = [f"{number:04}.mp3" for number in range(1, MOST_FILES + 1)]
    assets = tuple(
        AssetFacts(asset=asset(Role.TRACK, name, number), kind="mp3", audio=audio())
        for number, name in enumerate(names, start=1)
    )
    said = told(facts=facts(assets=assets), report=report(tuple(finding(asset=name) for name in names), ()))

    pieces = REPORT_FORMATS["html"].write(said)
    head = len(next(pieces))
    total = head + sum(map(len, pieces))

    assert head < 100_000
    assert total < MOST_FILES * 6_000


def test_a_page_is_sent_in_pieces() -> None:
    """No piece holds the page."""
    pieces = list(islice(REPORT_FORMATS["html"].write(told()), 1000))

    assert len(pieces) > 3
