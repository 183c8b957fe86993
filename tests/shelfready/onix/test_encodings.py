"""Tests of what a message's bytes are read as, whatever it declares."""

import pytest

from shelfready.metadata_facts import MetadataFacts, Trouble
from shelfready.onix.mojibake import double_encoded
from tests.shelfready.onix.messages import DECLARATION, described, facts_of, message, only


def _titled(title: str, encoding: str, declared: str | None) -> bytes:
    text = message(described(), described(reference="b")).decode().replace("The Harbour", title, 1)
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else '<?xml version="1.0"?>\n'
    return text.replace(DECLARATION, declaration).encode(encoding)


def _title(facts: MetadataFacts) -> str | None:
    assert facts.record is not None
    assert facts.record.descriptive is not None
    return facts.record.descriptive.titles[0].text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8", None),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
        ("iso8859-15", "ISO-8859-15"),
        ("shift_jis", "Shift_JIS"),
        ("gb18030", "GB18030"),
        ("koi8-r", "KOI8-R"),
    ],
)
def test_declared_rightly(encoding: str, declared: str | None) -> None:
    """Every encoding that a message may declare is read, and nothing is said of it."""
    title = {"shift_jis": "吾輩は猫である", "gb18030": "红楼梦", "koi8-r": "Война и мир"}.get(encoding, "Misérables ü")
    first, second = facts_of(_titled(title, encoding, declared))

    assert (_title(first), _title(second)) == (title, "The Harbour")
    assert (first.oddities, first.header.oddities) == ((), ())


@pytest.mark.parametrize(
    ("title", "encoding", "declared"),
    [
        ("Les Misérables \u2013 1", "cp1252", "UTF-8"),
        ("Les Misérables \u2013 1", "cp1252", None),
        ("Les Misérables \u2013 1", "cp1252", "ISO-8859-1"),
        ("Les Misérables \u2013 1", "utf-8", "ISO-8859-1"),
        ("Les Misérables \u2013 1", "utf-8", "windows-1252"),
    ],
)
def test_declared_wrongly(title: str, encoding: str, declared: str | None) -> None:
    """Bytes in another encoding than the declared one are read as what they are, told with their line, and no more."""
    first, second = facts_of(_titled(title, encoding, declared))

    assert _title(first) == title
    assert [(oddity.trouble, oddity.is_repaired, oddity.line) for oddity in first.oddities] == [
        (Trouble.ENCODING, True, 9)
    ]
    assert "Misérables" in (first.oddities[0].after or "")
    assert second.oddities == ()


def test_both_encodings_in_one_record() -> None:
    """Within a record UTF-8 and Windows-1252 are told apart by each byte."""
    data = message(described("<EditionStatement>\xe9</EditionStatement>")).replace("é".encode(), b"\xe9")
    data = data.replace(b"The Harbour", "Ünder “Ä”".encode()).replace(b"EditionStatement", b"EditionType")
    facts = only(data)

    assert _title(facts) == "Ünder “Ä”"
    assert facts.record is not None
    assert facts.record.descriptive is not None
    assert facts.record.descriptive.editions == ("é",)


@pytest.mark.parametrize("declared", ["UTF-16", "no-such-encoding", "rot13", "zlib_codec", "utf-7", "idna"])
def test_declared_absurdly(declared: str) -> None:
    """An encoding that the file cannot be in, or that is none, is not tried: the file is read as UTF-8."""
    first, _ = facts_of(_titled("Misérables", "utf-8", declared))

    assert _title(first) == "Misérables"
    assert [oddity.trouble for oddity in first.header.oddities] == [Trouble.ENCODING]


def test_named_entities() -> None:
    """HTML's names are understood without a DTD, and told; in CDATA they are text, and nothing is said."""
    used = only(message(described().replace("The Harbour", "Caf&eacute;&nbsp;&amp; &hellip;")))
    text = "<EditionType><![CDATA[caf&eacute;]]></EditionType>"
    unused = only(message(described(text)))

    assert _title(used) == "Café & …"
    assert [(oddity.trouble, oddity.is_repaired) for oddity in used.oddities] == [(Trouble.ENTITY, True)]
    assert [oddity.trouble for oddity in unused.oddities] == []
    assert unused.record is not None
    assert unused.record.descriptive is not None
    assert unused.record.descriptive.editions == ("caf&eacute;",)


def test_unknown_entity() -> None:
    """A name that nobody knows makes the message unreadable from there."""
    facts = only(message(described().replace("The Harbour", "&nosuchthing;")))

    assert [oddity.trouble for oddity in facts.oddities] == [Trouble.NOT_XML]


@pytest.mark.parametrize(
    ("meant", "codec"),
    [
        ("Les Misérables", "cp1252"),
        ("Größe", "cp1252"),
        ("Don\u2019t", "cp1252"),
        ("São Paulo", "cp1252"),
        ("Élan", "cp1252"),
    ],
)
def test_mojibake(meant: str, codec: str) -> None:
    """Text that was encoded twice is told, with what it probably was; it is not changed."""
    damaged = meant.encode().decode(codec)
    facts = only(message(described().replace("The Harbour", damaged)))

    assert _title(facts) == damaged
    (oddity,) = facts.oddities
    assert (oddity.trouble, oddity.is_repaired) == (Trouble.MOJIBAKE, False)
    assert oddity.after in meant.split()


@pytest.mark.parametrize(
    "text",
    ["MANHÃ", "«AMANHû", "SÃO PAULO", "IRMÃ ªx", "â€", "Ça, où", "ÂNGELO", "Crème brûlée", "€ 5", "Ã", "Â ", "Việt Ân"],
)
def test_no_mojibake(text: str) -> None:
    """Words of real languages are not accused."""
    assert double_encoded(text.encode()) is None
