"""Hostile messages: nothing is loaded, expanded or run, and time and memory stay bounded."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Trouble
from shelfready.onix.reading import read
from tests.shelfready.onix.messages import HEADER, described, facts_of, message, only

MIB = 1024 * 1024


def _with_doctype(doctype: str, text: str) -> bytes:
    product = described().replace("The Harbour", text)
    return f'<?xml version="1.0"?>\n{doctype}\n<ONIXMessage release="3.0">{HEADER}{product}</ONIXMessage>'.encode()


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file://{secret}">',
        '<!ENTITY % p SYSTEM "file://{secret}"> %p;',
        '<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;&y;&y;">',
    ],
)
def test_declared_entities(declared: str, tmp_path: Path) -> None:
    """Entities that a message declares are never known, whatever they are: the record that uses one is not XML."""
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    facts = only(_with_doctype(f"<!DOCTYPE ONIXMessage [{declared.format(secret=secret)}]>", "a &x; b"))

    assert facts.record is None
    assert facts.header.oddities[0].trouble is Trouble.DOCTYPE
    assert [oddity.trouble for oddity in facts.oddities] == [Trouble.NOT_XML]
    assert "secret" not in facts.model_dump_json().replace(str(secret), "")


def test_billion_laughs_beside_a_good_record() -> None:
    """A DTD that nobody uses costs nothing, and the record is read."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    facts = only(_with_doctype(f'<!DOCTYPE ONIXMessage [<!ENTITY l0 "ha">{laughs}]>', "Fine"))

    assert facts.record is not None
    assert [oddity.trouble for oddity in facts.header.oddities] == [Trouble.DOCTYPE, Trouble.NAMESPACE]


def test_an_entity_of_html_is_not_redefined() -> None:
    """A message cannot make a known name mean something else."""
    facts = only(_with_doctype('<!DOCTYPE ONIXMessage [<!ENTITY eacute SYSTEM "file:///etc/passwd">]>', "caf&eacute;"))

    assert facts.record is not None
    assert facts.record.descriptive is not None
    assert facts.record.descriptive.titles[0].text == "café"


def test_external_dtd_is_not_loaded(tmp_path: Path) -> None:
    """The DTD that ONIX 2.1 names is not fetched: one that declares an entity changes nothing."""
    dtd = tmp_path / "onix.dtd"
    dtd.write_text('<!ENTITY x "from the file">')
    facts = only(_with_doctype(f'<!DOCTYPE ONIXMessage SYSTEM "file://{dtd}">', "a &x; b"))

    assert facts.record is None
    assert "from the file" not in facts.model_dump_json()


def test_xinclude(tmp_path: Path) -> None:
    """An inclusion is an element like any other, and not obeyed."""
    (tmp_path / "secret").write_text("the secret")
    include = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" parse="text" href="file://{tmp_path}/secret"/>'
    facts = only(message(described(f"<EditionType>UBR{include}</EditionType>")))

    assert "the secret" not in facts.model_dump_json()
    assert facts.schema_faults


def test_deep_nesting() -> None:
    """A record nested deeper than any real one is refused by the parser."""
    facts = only(message(described("<a>" * 100_000 + "</a>" * 100_000)))

    assert [oddity.trouble for oddity in facts.oddities] == [Trouble.NOT_XML]


def _endless(opening: bytes, body: bytes, closing: bytes, size: int) -> Iterator[bytes]:
    head, _, tail = message("@").partition(b"@")
    yield head + opening
    block = body * (MIB // len(body))
    for _ in range(size // len(block)):
        yield block
    yield closing + described(reference="after").encode() + tail


@pytest.mark.parametrize(
    ("opening", "body", "closing"),
    [
        (b"<Product><RecordReference>", b"x", b"</RecordReference></Product>"),
        (b"<Product><a>", b"<a>b</a>", b"</a></Product>"),
        (b"<Product><![CDATA[", b"</Product>", b"]]></Product>"),
        (b"<Product><!--", b"</Product>", b"--></Product>"),
        (b"<MainSeriesRecord>", b"<Product>", b"</MainSeriesRecord>"),
        (b"<!--", b"<Product></Product>", b"-->"),
        (b"", b" \n", b""),
    ],
)
def test_memory_of_large_things(opening: bytes, body: bytes, closing: bytes) -> None:
    """Whatever is large is gone past with a few megabytes of memory, and the record after it is read."""
    tracemalloc.start()
    try:
        facts = list(read(_endless(opening, body, closing, 100 * MIB), name=None, validate=False))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert facts[-1].record is not None
    assert facts[-1].record.reference == "after"
    assert [[oddity.trouble for oddity in each.oddities] for each in facts[:-1]] in ([], [[Trouble.TOO_LARGE]])
    assert peak < 24 * MIB


def test_too_many_elements() -> None:
    """A record with more elements than any real one is read and not validated, and that is told."""
    many = described("<EditionType>wrong</EditionType>" * 21_000)
    facts, good = facts_of(message(many, described("<EditionType>wrong</EditionType>", reference="b")))

    assert facts.record is not None
    assert [oddity.trouble for oddity in facts.oddities] == [Trouble.TOO_LARGE]
    assert facts.schema_faults == ()
    assert len(good.schema_faults) == 1


def test_too_many_faults() -> None:
    """Of a record with very many faults the first are told."""
    facts = only(message(described("<EditionType>wrong</EditionType>" * 500)))

    assert 10 < len(facts.schema_faults) <= 100


def test_large_attribute() -> None:
    """A start tag that never ends is given up after a few kilobytes."""
    facts = facts_of(message(described(), '<Product a="' + "x" * MIB + '"></Product>'))

    assert [each.record is None for each in facts] == [False, True]
    assert facts[1].oddities[0].trouble is Trouble.NOT_XML


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE ", "<!DOCTYPE ONIXMessage [<!ENTITY a '", "<!DOCTYPE ONIXMessage [<!--", "<?x "]
)
def test_prologs_that_never_end(start: str) -> None:
    """A prolog without an end is refused after its limit."""
    endless = (block for block in [start.encode(), *[b"a" * MIB] * 50])

    with pytest.raises(RejectedError) as error:
        next(read(endless, name=None))

    assert error.value.cause_code in ("onix-prolog-too-large", "onix-not-xml")


@pytest.mark.parametrize(
    "value", ["9" * 100_000, "-1", "1e9", "\u0664\u0662", "one"], ids=["huge", "negative", "exponent", "arabic", "word"]
)
def test_numbers(value: str) -> None:
    """A sequence number that is none does not stop the record."""
    contributor = (
        f"<Contributor><SequenceNumber>{value}</SequenceNumber><ContributorRole>A01</ContributorRole></Contributor>"
    )
    facts = only(message(described(contributor)))

    assert facts.record is not None
    assert facts.record.descriptive is not None
    assert facts.record.descriptive.contributors[0].sequence is None
    assert facts.schema_faults


def test_incomplete_composites() -> None:
    """Composites without what makes them one say nothing, and do not stop the record."""
    empty = "<Language/><Extent/><Subject/><EpubUsageConstraint/><ProductFormFeature/><Audience/>"
    facts = only(
        message(described(empty).replace("</Product>", "<CollateralDetail><TextContent/></CollateralDetail></Product>"))
    )

    assert facts.record is not None
    assert facts.record.descriptive is not None
    assert (facts.record.descriptive.languages, facts.record.descriptive.extents) == ((), ())
    assert facts.schema_faults
