"""OverDrive's markers: one shape of XML, from strangers."""

import pytest

from shelfready.chapter_marks.overdrive import overdrive_marks

TYPICAL = """<?xml version="1.0"?><Markers>
<Marker><Name>Title &amp; Opening</Name><Time>0:00.000</Time></Marker>
<Marker><Name><![CDATA[Chapter 1: <Storm>]]></Name><Time>15:51.250</Time></Marker>
<Marker><Name>Chapter 1: Storm (21:00)</Name><Time>21:00.000</Time></Marker>
<Marker><Name>Chapter 2</Name><Time>1:02:03.500</Time></Marker></Markers>"""


def test_markers_are_read() -> None:
    """Minutes and seconds, or hours too; a place where a chapter is only cut begins none."""
    assert [(mark.title, mark.start_ms) for mark in overdrive_marks(TYPICAL)] == [
        ("Title & Opening", 0),
        ("Chapter 1: <Storm>", 951_250),
        ("Chapter 2", 3_723_500),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<Markers>",
        "<Marker><Name>One</Name></Marker>",
        "<Marker><Time>1:00</Time>",
        "<Marker><Name>One</Name><Time>soon</Time></Marker>",
        "<Marker><Name>One</Name><Time>1:99</Time></Marker>",
        "<Marker><Name>One</Name><Time>-1:00</Time></Marker>",
    ],
)
def test_what_makes_no_sense_gives_no_mark(text: str) -> None:
    """Without a time that is one, there is no place."""
    assert [mark for mark in overdrive_marks(text) if mark.title == "One"] == []


def test_entities_of_its_own_are_text() -> None:
    """Nothing is expanded: there is no parser that could."""
    bomb = (
        '<!DOCTYPE M [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        "<Marker><Name>&a;&b;</Name><Time>0:01</Time></Marker>"
    )

    assert [mark.title for mark in overdrive_marks(bomb)] == ["&a;&b;"]


def test_a_million_opened_markers_are_read_in_a_line() -> None:
    """Text that opens and never closes is gone through once; and no list is longer than ten thousand."""
    assert overdrive_marks("<Marker><Name>" * 70_000) == ()
    assert len(overdrive_marks("<Marker><Name>x</Name><Time>0:01</Time></Marker>" * 20_000)) == 10_000
