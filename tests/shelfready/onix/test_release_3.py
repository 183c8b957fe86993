"""Tests of what ONIX 3 says: every block of a record, in both styles."""

import re
from pathlib import Path

import pytest

from shelfready import records as r
from shelfready.onix import schemas
from tests.shelfready.onix.messages import message, only

_PRODUCT = Path(__file__).with_name("whole-product-3.xml").read_text()

_MARKET = r.Territory(regions=("WORLD",), without_countries=("US", "CA"))
_MARKET_DATES = (r.StatedDate(role="30", value="20260301"),)

EXPECTED = r.Record(
    reference="org.example.1",
    notification="03",
    identifiers=(
        r.Identifier(kind="01", value="47", type_name="House"),
        r.Identifier(kind="15", value="9780306406157"),
    ),
    descriptive=r.Descriptive(
        composition="00",
        form="AJ",
        form_details=("A103", "A410"),
        content_types=("01", "13"),
        protections=("00",),
        constraints=(r.Constraint(kind="13", status="03"),),
        features=(r.Feature(kind="09", value="00", description="All of it"),),
        titles=(
            r.TitleElement(kind="01", level="02", text="Harbours", part_number="3", is_of_collection=True),
            r.TitleElement(kind="01", level="01", text="Harbour", prefix="The", subtitle="A Tale"),
        ),
        contributors=(
            r.Contributor(sequence=1, roles=("A01",), name="Ann de Vries"),
            r.Contributor(sequence=2, roles=("E07", "D02"), name="Bo Li", inverted_name="Li, Bo"),
            r.Contributor(roles=("E07",), unnamed="09"),
            r.Contributor(roles=("B01",), name="A Society"),
        ),
        editions=("UBR",),
        languages=(r.StatedLanguage(role="01", code="eng"),),
        extents=(r.Extent(kind="09", value="0011530", unit="16"),),
        subjects=(
            r.Subject(scheme="10", code="FIC000000", is_main=True),
            r.Subject(scheme="20", heading="ships; sea"),
        ),
        audiences=("01",),
    ),
    collateral=r.Collateral(
        texts=(
            r.Text(
                kind="03",
                text="<p>A <em>tale</em> of A&amp;B &lt; C.</p><p>More.</p>",
                format="05",
                audiences=("00",),
            ),
            r.Text(kind="02", text="Short & sweet", audiences=("00",)),
        ),
        resources=(
            r.Resource(
                kind="01",
                mode="03",
                form="02",
                link="https://example.org/c.jpg",
                features={"06": "0123456789abcdef0123456789abcdef"},
            ),
        ),
    ),
    content=r.Content(
        chapters=(
            r.ContentChapter(sequence="1", title="Chapter 1", start="0000000", end="0003000", duration="0002000"),
        )
    ),
    publishing=r.Publishing(
        imprints=("Pier",),
        publishers=("Harbour",),
        status="04",
        dates=(r.StatedDate(role="01", value="202601", format="01"), r.StatedDate(role="02", value="20260201")),
        sales_rights=(r.SalesRights(kind="01", territory=r.Territory(countries=("GB", "IE"))),),
        row_rights="03",
        restrictions=("12",),
    ),
    related=r.Related(
        works=(r.RelatedProduct(relation="01", identifiers=(r.Identifier(kind="11", value="A022012000000001"),)),),
        products=tuple(
            r.RelatedProduct(
                relation=relation, identifiers=(r.Identifier(kind="15", value="9780306406157"),), form="BB"
            )
            for relation in ("06", "13")
        ),
    ),
    supply=r.Supplies(
        supplies=(
            r.Supply(
                market=_MARKET,
                market_dates=_MARKET_DATES,
                restrictions=("06",),
                supplier="Harbour",
                availability="20",
                dates=(r.StatedDate(role="08", value="20260302"),),
                prices=(
                    r.Price(
                        kind="02",
                        qualifier="05",
                        status="02",
                        amount="9.99",
                        currency="GBP",
                        territory=r.Territory(countries=("GB",)),
                        taxes=(r.Tax(kind="01", rate_code="S", percent="20"),),
                        dates=(r.StatedDate(role="14", value="20260301"),),
                    ),
                ),
            ),
            r.Supply(
                market=_MARKET,
                market_dates=_MARKET_DATES,
                restrictions=("06",),
                supplier="Pier",
                availability="20",
                unpriced="01",
            ),
        )
    ),
    production=r.Production(
        files=(
            r.MasterFile(part="cover", link="cover.jpg"),
            r.MasterFile(
                part="body",
                name="01.mp3",
                sequence=1,
                size_bytes=1234,
                loudness_lufs="-18.2",
                link="https://example.org/01.mp3",
            ),
        )
    ),
)


def short(data: bytes, release: str) -> bytes:
    """The same message in short tags."""
    tags = schemas.tags(release, "short")
    text = re.sub(r"(</?)([A-Z]\w+)", lambda tag: tag[1] + tags[tag[2]], data.decode())
    return text.replace("/reference", "/short").encode()


@pytest.mark.parametrize("release", ["3.0", "3.1"])
def test_every_block(release: str) -> None:
    """Every block of a record is read, and the message that says it is without a fault."""
    facts = only(message(_PRODUCT, release=release))

    assert facts.schema_faults == ()
    assert [oddity.after for oddity in facts.oddities] == ["A Tale"]
    assert facts.record == EXPECTED


@pytest.mark.parametrize("release", ["3.0", "3.1"])
def test_short_tags(release: str) -> None:
    """Short tags say the same."""
    reference = message(_PRODUCT, release=release)
    facts = only(short(reference, release))

    assert facts.header.style == "short"
    assert facts.record == only(reference).record


def test_absent_and_empty_blocks() -> None:
    """A block that is not there is None; one that is there and empty says that there is nothing."""
    text = re.sub("<ContentDetail>.*</ContentDetail>", "<ContentDetail/>", _PRODUCT, flags=re.DOTALL)
    text = re.sub("<(RelatedMaterial|ProductSupply)>.*</\\1>", "", text, flags=re.DOTALL)
    record = only(message(text)).record

    assert record is not None
    assert (record.content, record.related, record.supply) == (r.Content(), None, None)


def test_delete() -> None:
    """A delete has its notification, and perhaps a reason, and no blocks."""
    head = _PRODUCT.partition("<ProductIdentifier>")[0].replace(">03<", ">05<")
    record = only(message(f"{head}<DeletionText>in error</DeletionText></Product>")).record

    assert record == r.Record(reference="org.example.1", notification="05", deletion_text="in error")
