"""Real messages of other projects: each is read or clearly refused, with the verdict that onixcheck gives."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from shelfready.errors import RejectedError
from shelfready.metadata_facts import MetadataFacts, Trouble
from shelfready.onix.reading import is_onix, read

DATA = Path(__file__).parents[4] / "shared" / "data" / "onix"
FILES = sorted(path for path in DATA.rglob("*") if path.suffix in (".xml", ".onx"))

pytestmark = pytest.mark.skipif(not FILES, reason="the shared ONIX files are not here")


def _read(path: Path) -> list[MetadataFacts]:
    with path.open("rb") as source:
        return list(read(source, name=path.name))


def _onixcheck(path: Path) -> list[Any] | None:
    """What onixcheck says; None where it gives up on the file."""
    import onixcheck

    try:
        said = onixcheck.validate(str(path))
    except (etree.LxmlError, ValueError):
        return None
    return None if any(message.level == "CRITICAL" for message in said) else list(said)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_read_or_refused(path: Path) -> None:
    """Every file gives its records, all of them readable, unless its outermost element is none of ONIX."""
    if not is_onix(path.read_bytes()[:4096]):
        with pytest.raises(RejectedError):
            _read(path)
        return

    facts = _read(path)

    records = [each.record for each in facts]
    assert all(record is not None and record.reference for record in records)
    count = sum(1 for _, element in etree.iterparse(path) if etree.QName(element).localname in ("Product", "product"))
    assert len(records) == count


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_verdict(path: Path) -> None:
    """A file is valid for us if, and only if, it is for onixcheck; what we repaired counts as a fault here."""
    said = _onixcheck(path)
    if said is None:
        pytest.skip("onixcheck cannot read this file")
    facts = _read(path)

    told = [fault for each in facts for fault in each.schema_faults]
    odd = [oddity for each in facts for oddity in each.oddities]
    told_of_message = [
        oddity for oddity in facts[0].header.oddities if oddity.trouble is Trouble.NAMESPACE and oddity.before
    ]
    assert bool(told or odd or told_of_message) == bool(said)


def test_librivox_in_both_styles() -> None:
    """300 real audiobooks say the same in short tags, and have titles, narrators and durations."""
    reference = _read(DATA / "librivox" / "librivox_onix30_ref_300_nodesc.xml")
    short = _read(DATA / "librivox" / "librivox_onix30_short_300_nodesc.xml")

    assert len(reference) == 300
    assert [each.record for each in reference] == [each.record for each in short]
    for facts in reference:
        assert facts.record is not None
        blocks = facts.record
        assert blocks.isbn is not None
        assert blocks.descriptive is not None
        assert blocks.descriptive.titles[0].text
        assert any("E07" in contributor.roles for contributor in blocks.descriptive.contributors)
        assert any(extent.kind == "09" for extent in blocks.descriptive.extents)
        assert blocks.supply is not None


def test_a_real_audiobook() -> None:
    """The anonymised audiobook has its form, both durations and all its prices."""
    (facts,) = _read(DATA / "im_onix" / "audio1.xml")

    assert facts.record is not None
    assert facts.record.descriptive is not None
    assert facts.record.supply is not None
    assert (facts.record.descriptive.form, facts.record.descriptive.form_details) == ("AJ", ("A103",))
    assert {extent.unit for extent in facts.record.descriptive.extents} == {"16", "11", "19"}
    assert sum(len(supply.prices) for supply in facts.record.supply.supplies) == 34


def test_jonix_samples_in_both_styles() -> None:
    """The same sample book of ONIX 3.1 says the same in both styles."""
    home = DATA / "jonix" / "jonix" / "src" / "test" / "resources"

    assert [each.record for each in _read(home / "Onix3.1-single-ref.xml")] == [
        each.record for each in _read(home / "Onix3.1-single-short.xml")
    ]
