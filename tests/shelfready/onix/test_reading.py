"""Tests of reading messages: records in order, the header, and what is odd about either."""

import io
from datetime import UTC, datetime

import pytest

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Trouble
from shelfready.onix.limits import Limits
from shelfready.onix.reading import is_onix, read
from shelfready.records import StatedLanguage
from tests.shelfready.onix.messages import DECLARATION, HEADER, described, facts_of, message, only, product


def test_faultless() -> None:
    """A faultless message gives its records in order, with their lines, and nothing else is said."""
    first, second = facts_of(message(described(reference="a"), described(reference="b")))

    assert [first.record and first.record.reference, second.record and second.record.reference] == ["a", "b"]
    assert (first.index, first.line, second.index, second.line) == (1, 7, 2, 10)
    assert (first.oddities, first.schema_faults, first.header.oddities) == ((), (), ())


def test_header() -> None:
    """The header of the message goes with each record, its date in UTC."""
    header = only(message(described())).header

    assert (header.name, header.release, header.style, header.encoding) == ("feed.xml", "3.0", "reference", "UTF-8")
    assert (header.sender, header.sender_identifiers) == ("Harbour Press", {"06": "5060000000000"})
    assert (header.message_number, header.sent) == ("7", "20260131T1530Z")
    assert header.sent_at == datetime(2026, 1, 31, 15, 30, tzinfo=UTC)


def test_source_is_a_file_or_chunks() -> None:
    """A file and any way to cut its bytes give the same facts."""
    data = message(described(reference="a"), described(reference="b"))
    whole = list(read(io.BytesIO(data), name=None))

    for size in (1, 3, 64):
        cut = [data[at : at + size] for at in range(0, len(data), size)]
        assert list(read(cut, name=None)) == whole


def test_same_in_both_modes() -> None:
    """What is read does not depend on whether it is validated."""
    data = message(described("<EditionType>UBR</EditionType>"))

    assert only(data).record == only(data, validate=False).record


@pytest.mark.parametrize(
    "data",
    [
        message(described()),
        b'<?xml version="1.0"?><!DOCTYPE ONIXmessage SYSTEM "onix.dtd"><ONIXmessage>',
        b"\xef\xbb\xbf" + message(described()),
        message(described()).decode().encode("utf-16"),
        b'<!-- made by hand --><o:ONIXMessage xmlns:o="x">',
    ],
)
def test_is_onix(data: bytes) -> None:
    """A message is known by its first bytes, in whatever dress."""
    assert is_onix(data[:4096])


@pytest.mark.parametrize("data", [b"", b"<html>", b"PK\x03\x04", b"isbn,title", b"<a>&lt;ONIXMessage&gt;</a>", b"<!--"])
def test_is_not_onix(data: bytes) -> None:
    """Nothing else is taken for a message."""
    assert not is_onix(data)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "onix-not-xml"),
        (b"isbn;title", "onix-not-xml"),
        (b"<html></html>", "onix-not-onix"),
        (b"<ONIXMESSAGE></ONIXMESSAGE>", "onix-not-onix"),
        (b"<ONIXMessage release=", "onix-not-xml"),
        (message(), "onix-empty"),
        (b"\xff\xfe\0\0<\0\0\0", "onix-encoding-unknown"),
        (b"<!--" + b"x" * 100_000 + b"--><ONIXMessage>", "onix-prolog-too-large"),
    ],
)
def test_unreadable(data: bytes, cause: str) -> None:
    """What is no message at all is refused, with a cause."""
    with pytest.raises(RejectedError) as error:
        facts_of(data)

    assert error.value.cause_code == cause


def test_empty_on_purpose() -> None:
    """A message that says that it holds no product is read, and holds none."""
    assert facts_of(message("<NoProduct/>")) == []


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("<Product><RecordReference>b</Wrong></Product>", 10),
        ("<Product>\n<RecordReference>b</RecordReference>", 13),
        ("<Product>\n<RecordReference>\nA&B</RecordReference></Product>", 12),
        ("<Product>\n<RecordReference>\x01</RecordReference></Product>", 11),
        ("<", 10),
    ],
)
def test_breaks_in_the_middle(broken: str, line: int) -> None:
    """A message that is not XML from some place on gives what stands before it, and says where."""
    good, bad = facts_of(message(described(), broken, described(reference="c")))

    assert good.record is not None
    assert bad.record is None
    assert [(oddity.trouble, oddity.line) for oddity in bad.oddities] == [(Trouble.NOT_XML, line)]


def test_cut_off() -> None:
    """A file that ends too early says so after its whole records."""
    good, bad = facts_of(message(described()).removesuffix(b"</ONIXMessage>\n"))

    assert good.record is not None
    assert [oddity.trouble for oddity in bad.oddities] == [Trouble.NOT_XML]
    assert "cut off" in bad.oddities[0].message


def test_something_after_the_end() -> None:
    """What follows the message is not taken for part of it."""
    assert [facts.record is None for facts in facts_of(message(described()) + b"<!-- bye -->\n")] == [False]
    assert [facts.record is None for facts in facts_of(message(described()) + message(described()))] == [False, True]


def test_duplicates() -> None:
    """A reference that stood in the message before is told, with the line of the second."""
    facts = facts_of(message(described(reference="a"), described(reference="b"), described(reference="a")))

    assert [[oddity.trouble for oddity in each.oddities] for each in facts] == [[], [], [Trouble.DUPLICATE]]


def test_too_large() -> None:
    """A record beyond the limit is left out, told, and does not stop the others."""
    large = described("<!-- " + "x" * 5000 + " --><EditionType>UBR</EditionType>", "large")
    facts = facts_of(
        message(described(reference="a"), large, described(reference="b")), limits=Limits(record_bytes=4000)
    )

    assert [each.record and each.record.reference for each in facts] == ["a", None, "b"]
    assert [oddity.trouble for oddity in facts[1].oddities] == [Trouble.TOO_LARGE]
    assert [each.index for each in facts] == [1, 2, 3]


@pytest.mark.parametrize(
    ("start", "trouble"),
    [
        ('<ONIXMessage release="3.0">', [Trouble.NAMESPACE]),
        ('<ONIXMessage xmlns="http://ns.editeur.org/onix/3.0/reference">', [Trouble.RELEASE]),
        ('<ONIXMessage release="3.1" xmlns="http://ns.editeur.org/onix/3.0/reference">', [Trouble.RELEASE]),
        ('<ONIXMessage release="3.0" xmlns="http://www.editeur.org/onix/3.0/reference">', [Trouble.NAMESPACE]),
        ('<ONIXMessage release="3.0" xmlns="urn:other">', [Trouble.NAMESPACE]),
        ("<ONIXMessage>", [Trouble.NAMESPACE, Trouble.RELEASE]),
    ],
)
def test_namespace_and_release(start: str, trouble: list[Trouble]) -> None:
    """A namespace or release that is missing or wrong is put right, told, and leaves no other fault."""
    facts = only(f"{DECLARATION}{start}{HEADER}{described()}</ONIXMessage>".encode())

    assert [oddity.trouble for oddity in facts.header.oddities] == trouble
    assert all(oddity.is_repaired for oddity in facts.header.oddities)
    assert (facts.header.release, facts.schema_faults) == ("3.0", ())
    assert facts.record is not None
    assert facts.record.isbn == "9780306406157"


def test_namespaces_within() -> None:
    """Elements that declare a wrong namespace themselves are read like the others."""
    header, product = HEADER.replace("<Header>", '<Header xmlns="urn:x">'), described()
    own = product.replace("<Product>", '<Product xmlns="urn:y">')
    facts = only(message(own, header=header))

    assert facts.record == only(message(product)).record
    assert facts.header.sender == "Harbour Press"
    assert facts.schema_faults == ()


@pytest.mark.parametrize("validate", [True, False])
def test_prefixed(validate: bool) -> None:
    """A message whose tags have a prefix is read like any other."""
    plain = message(described())
    prefixed = plain.replace(b"</", b"</o:").replace(b"<", b"<o:").replace(b"<o:/o:", b"</o:")
    prefixed = prefixed.replace(b"<o:?", b"<?").replace(b" xmlns=", b" xmlns:o=")

    facts = only(prefixed, validate=validate)

    assert facts.record == only(plain).record
    assert facts.schema_faults == ()


def test_short_tags_below_the_long_root() -> None:
    """Short tags in a message whose own tag is the long one are read as what they are."""
    data = (
        '<ONIXMessage release="3.0"><header><sender><x298>H</x298></sender><x307>20260131</x307></header><product>'
        "<a001>a</a001><a002>03</a002><productidentifier><b221>15</b221><b244>9780306406157</b244></productidentifier>"
        "</product></ONIXMessage>"
    )
    facts = only(data.encode())

    assert facts.header.style == "short"
    assert facts.record is not None
    assert (facts.record.reference, facts.record.isbn) == ("a", "9780306406157")
    assert Trouble.NAMESPACE in [oddity.trouble for oddity in facts.header.oddities]


def test_rewritten_shapes() -> None:
    """Languages, clock times and dashed dates are read as what they mean, told with their line, and no fault."""
    more = (
        "\n<Language><LanguageRole>01</LanguageRole><LanguageCode>de</LanguageCode></Language>"
        "\n<Extent><ExtentType>09</ExtentType><ExtentValue>10:15:30</ExtentValue><ExtentUnit>15</ExtentUnit></Extent>"
    )
    dated = (
        "<PublishingDetail><Imprint><ImprintName>H</ImprintName></Imprint><PublishingDate><PublishingDateRole>01</PublishingDateRole><Date>2026-01-31</Date>"
        "</PublishingDate></PublishingDetail>"
    )
    facts = only(message(described(more).replace("</Product>", dated + "</Product>")))

    assert [(oddity.trouble, oddity.before, oddity.after, oddity.line) for oddity in facts.oddities] == [
        (Trouble.REWRITTEN, "de", "ger", 10),
        (Trouble.REWRITTEN, "10:15:30", "0101530", 11),
        (Trouble.REWRITTEN, "2026-01-31", "20260131", 11),
    ]
    assert facts.schema_faults == ()
    assert facts.record is not None
    assert facts.record.descriptive is not None
    assert facts.record.descriptive.languages == (StatedLanguage(role="01", code="ger"),)
    assert [(extent.value, extent.unit) for extent in facts.record.descriptive.extents] == [("0101530", "16")]


def test_sent_with_dashes() -> None:
    """A message's date in another form is understood, told, and no fault is left."""
    facts = only(message(described(), header=HEADER.replace("20260131T1530Z", "2026-01-31T16:30:00+01:00")))

    assert facts.header.sent_at == datetime(2026, 1, 31, 15, 30, tzinfo=UTC)
    assert [(oddity.trouble, oddity.line) for oddity in facts.header.oddities] == [(Trouble.REWRITTEN, 5)]
    assert facts.schema_faults == ()


def test_memory_of_faults_is_not_kept() -> None:
    """What is wrong with one record is not said of the next."""
    bad, good = facts_of(message(product("<Foo/>", "a"), product("", "b")))

    assert [fault.path for fault in bad.schema_faults] == ["Product/Foo"]
    assert good.schema_faults == ()
