"""The report as a page."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from shelfready.findings import Change
from shelfready.titles import AssetFacts, Metadata, Role
from tests.shelfready.report_formats.examples import TRACKS, asset, facts, finding, report, told, waiver
from tests.shelfready.report_formats.reading import Element, page


def test_the_verdict_comes_first() -> None:
    """Its word, how many findings of what gravity, and what happens next, before any finding."""
    shown = page(told())
    order = list(shown.walk())
    [verdict] = shown.all("section", named="verdict")

    assert order.index(verdict) < order.index(shown.one("findings"))
    assert verdict.text.startswith(
        "Refused 2 errors, 1 warning, 1 note; 1 of them waived; 1 thing mended for you It is not published until"
    )
    assert shown.all("title")[0].text == "Refused: The Harbour"


@pytest.mark.parametrize(
    ("severity", "word", "mark"),
    [
        ("E", "Refused", "refuse"),
        ("W", "Ready, with warnings", "pass-with-warnings"),
        ("I", "Ready for the shelf", "pass"),
    ],
)
def test_each_verdict_has_its_word_and_its_colour(severity: str, word: str, mark: str) -> None:
    """The word says it without the colour."""
    shown = page(told(report=report((finding(severity=severity),), ())))

    assert shown.all("p", named="word")[0].text == word
    assert shown.all("body")[0].attributes["class"] == mark


def test_whoever_knows_what_happens_next_says_it() -> None:
    """In place of what follows from the verdict alone."""
    assert page(told(next_step="It was published as release 3.")).all("p", named="next")[0].text == (
        "It was published as release 3."
    )


def test_findings_are_grouped_by_file_the_gravest_first() -> None:
    """The whole title first among equals; waived ones apart, however grave."""
    findings = (
        finding("AUD-008", "peak-too-high", "W", asset=TRACKS[0]),
        finding("META-003", "title-missing", "W", asset=None),
        finding("AUD-009", "clipped", "E", asset=TRACKS[1]),
        finding("AUD-009", "clipped", "W", asset="a file that nobody measured"),
        finding("AUD-010", "noise-floor-too-high", "E", asset=TRACKS[0], waived_by=waiver("AUD-010")),
    )
    groups = page(told(report=report(findings, ()))).all("section", named="group")

    assert [group.all("h3")[0].text for group in groups] == [
        TRACKS[1],
        "The whole title",
        TRACKS[0],
        "a file that nobody measured",
        "Waived: reported, and let pass",
    ]


def test_a_finding_has_all_that_one_needs() -> None:
    """Gravity in a word, the message, the remedy, its code with a link to the rule's own words, and whose it is."""
    shown = page(told())
    [ours, theirs] = [group.all("li", named="finding")[0] for group in shown.all("section", named="group")][:2]
    link = theirs.all("a", named="rule")[0]

    assert theirs.text.startswith("Error found 3, expected 0 How to mend it Master it again. AUD-009 clipped")
    assert ours.text.endswith("META-003 title-missing, to be mended by: us")
    assert "What it checks" in shown.one(link.attributes["href"].removeprefix("#")).text


def test_a_preview_says_that_it_never_refuses() -> None:
    """So that nobody is alarmed by a rule on trial."""
    [preview] = [one for one in page(told()).all("li", named="finding") if "preview, never refuses" in one.text]

    assert preview.text.startswith("Note")


def test_a_waiver_says_who_and_why() -> None:
    """And in which file, and until when if it ends."""
    [waived] = page(told()).all("p", named="waiver")

    assert waived.text == f"Waived by j.doe on 1 March 2026, 12:00 UTC: agreed with the studio In {TRACKS[0]}."


def test_what_was_mended_is_shown_before_and_after() -> None:
    """With words for whoever does not see what is struck out."""
    [changed] = page(told()).one("mended").all("li")

    assert changed.text == "language META-006 before: eng \u2192 after: en"


def test_chapters_play_where_they_begin() -> None:
    """By plain links with a time in them, that work without a script."""
    shown = page(told())
    links = shown.one("chapters").all("a", named="play")

    assert [link.attributes["href"] for link in links] == [f"/files/{one:064x}#t=0.000" for one in (1, 2)]
    assert [row.text for row in shown.one("chapters").all("tr")][1] == "1One0:001:4001 one.mp3its own file"


def test_tracks_show_waveform_and_levels() -> None:
    """The picture says in words what it shows; each level says whether it is within the profile's window."""
    track = page(told()).one("track-2")

    assert track.all("svg")[0].attributes["aria-label"] == (
        "Waveform of 02 two.mp3: 1:40 long, 1 silence of a second or more, clipped in 3 places"
    )
    assert [one.all("dt")[0].text for one in track.all("div", named="good")] == [
        "Loudness",
        "RMS",
        "Peak",
        "Noise floor",
    ]
    assert track.all("rect", named="digital") != []


def test_a_track_that_cannot_be_read_says_why() -> None:
    """It is listed in its place, without levels; and without it nobody knows where chapters begin."""
    broken = AssetFacts(asset=asset(Role.TRACK, "00.mp3", 9), kind="mp3", problem="ends in the middle of a frame")
    found = facts(assets=(broken, *facts().assets))
    shown = page(told(facts=found))

    assert "Could not be read: ends in the middle of a frame" in shown.one("track-1").text
    assert [one for one in shown.walk() if one.attributes.get("id") == "chapters"] == []
    assert shown.one("track-2").all("svg") != []


def test_metadata_says_from_whom() -> None:
    """What holds, whence, what the others say instead; what nobody states is named; and the record behind it."""
    metadata = page(told()).one("metadata")
    [title] = [row for row in metadata.all("tr") if row.text.startswith("Title")]

    assert title.text == "TitleThe Harbourthe ONIX recordthe audio tags: harbour_final"
    assert "Nobody states: subtitle, narrators," in metadata.text
    assert "Written inONIX, 3.0, short tags" in metadata.text.replace("Written in ", "Written in")


def test_a_book_says_what_epubcheck_and_its_own_metadata_say() -> None:
    """Occurrences are counted, not kinds; no accessibility is said out loud."""
    shown = page(told()).one("books")
    silent = facts().assets[3]
    assert silent.epub is not None
    without = silent.model_copy(update={"epub": silent.epub.model_copy(update={"accessibility_hazards": ()})})

    assert "EPUBCheck says: 3 errors." in shown.text
    assert "Hazards none" in " ".join(one.text.replace("Hazards", "Hazards ") for one in shown.all("dl"))
    assert "says nothing of its accessibility" in page(told(facts=facts(assets=(without,)))).one("books").text


def test_files_have_their_technical_details() -> None:
    """Every file that was delivered, the hash in full."""
    rows = page(told()).one("files").all("tr")[1:]

    assert [row.all("th")[0].text for row in rows] == [*TRACKS, "cover.jpg", "book.epub"]
    assert "mp3, 44.1 kHz, mono, 128 kbit/s constant, 1:40, 4,410,000 samples SHA-256 000" in rows[0].text
    assert "jpeg, 2,400 \u00d7 2,400 px, RGB, no colour profile" in rows[2].text


def test_a_report_without_facts_is_a_page_too() -> None:
    """A drop that was refused before it was measured, and reports of before facts were kept: no player, no script."""
    shown = page(told(facts=None, waveforms={}, media={}, title="9780306406157"))
    tags = {one.tag for one in shown.walk()}

    assert shown.all("h1")[0].text == "9780306406157"
    assert len(shown.all("li", named="finding")) == 4
    assert tags.isdisjoint({"audio", "script", "img"})


def test_a_title_without_faults_has_a_page() -> None:
    """It says so."""
    shown = page(told(report=report((), ())))

    assert "Nothing was found" in shown.one("findings").text
    assert shown.all("p", named="counts")[0].text == "no findings"


def test_every_link_within_the_page_leads_somewhere() -> None:
    """Ids are there once, and all that is named by an id is there."""
    shown = list(page(told()).walk())
    ids = [one.attributes["id"] for one in shown if "id" in one.attributes]
    named = [one.attributes["href"][1:] for one in shown if one.attributes.get("href", "").startswith("#")]
    named += [name for one in shown for name in one.attributes.get("aria-labelledby", "").split()]

    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)
    assert len(named) > 10


def test_headings_are_an_outline() -> None:
    """One first heading, none left out on the way down; landmarks for what is there."""
    shown = page(told())
    levels = [int(one.tag[1]) for one in shown.walk() if one.tag in ("h1", "h2", "h3", "h4")]

    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(shown.all(tag)) for tag in ("header", "main", "nav", "footer")] == [1, 1, 1, 1]
    assert all("alt" in picture.attributes for picture in shown.all("img"))


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></title></svg><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "<!--",
    "]]>&lt;&amp;\u202e\x00",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_page(text: str) -> None:
    """Whatever people write, wherever they write it: the elements and attributes are those of a plain text."""
    plain, hostile = (page(_filled(one)) for one in ("plain", text))

    assert _skeleton(hostile) == _skeleton(plain)
    assert "[U+202E]" in hostile.text or "\u202e" not in text
    assert not {"\u202e", "\x00"} & set(hostile.text)


def _filled(text: str) -> Any:
    """A report in which everything that others write is one text."""
    known = facts()
    book = known.assets[3]
    assert book.epub is not None
    epub = book.epub.model_copy(
        update={"title": text, "accessibility_summary": text, "version": text, "identifiers": (text,)}
    )
    named = [one.model_copy(update={"asset": one.asset.model_copy(update={"name": text})}) for one in known.assets]
    problem = AssetFacts(asset=asset(Role.SUPPLEMENT, text, 9), kind=text, problem=text)
    metadata = Metadata(
        title=text, authors=(text,), narrators=(text,), description=(text * 400)[:1000], language=text[:35]
    )
    assert known.described is not None
    assert known.described.record is not None
    described = known.described.model_copy(
        update={
            "header": known.described.header.model_copy(update={"name": text, "sender": text, "sent": text}),
            "record": known.described.record.model_copy(update={"reference": text}),
        }
    )
    told_of = facts(
        metadata=metadata,
        provenance={"title": text},
        stated={text: Metadata(title=f"{text}!")},
        described=described,
        assets=(*named[:3], named[3].model_copy(update={"epub": epub}), problem),
    )
    waived = waiver("AUD-008").model_copy(update={"by": text, "why": text})
    findings = (
        finding(message=text, remedy=text, asset=text),
        finding("AUD-008", "peak-too-high", "W", waived_by=waived, message=text, asset=text),
        finding("XXX-001", text, "W", message=text),
    )
    change = Change(code="META-006", field=text, before=text, after=text, asset=text)
    said = told(facts=told_of, report=report(findings, (change,)), title=text, next_step=text)
    assert said.chapters is not None
    chapters = tuple(one.model_copy(update={"title": text}) for one in said.chapters.chapters)
    return replace(said, chapters=said.chapters.model_copy(update={"chapters": chapters}))


def _skeleton(shown: Element) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.tag, tuple(sorted(one.attributes))) for one in shown.walk()]
