"""Tests of what ONIX 2.1 says, in the words and codes of ONIX 3."""

from pathlib import Path

import pytest

from shelfready import records as r
from shelfready.metadata_facts import MetadataFacts, Trouble
from tests.shelfready.onix.messages import only

_HEADER = (
    "<Header><FromEANNumber>5060000000000</FromEANNumber><FromCompany>Harbour</FromCompany>"
    "<SentDate>20260131</SentDate></Header>"
)
_HEAD = "<Product><RecordReference>org.example.1</RecordReference><NotificationType>03</NotificationType>"
_PRODUCT = Path(__file__).with_name("whole-product-2.xml").read_text()

EXPECTED = r.Record(
    reference="org.example.1",
    identifiers=(r.Identifier(kind="15", value="9780306406157"),),
    descriptive=r.Descriptive(
        form="ED",
        form_details=("E101",),
        titles=(
            r.TitleElement(level="02", text="Harbours", part_number="3", is_of_collection=True),
            r.TitleElement(text="Harbour", prefix="The"),
        ),
        contributors=(r.Contributor(sequence=1, roles=("A01",), name="Ann Vries"),),
        editions=("ABR",),
        languages=(r.StatedLanguage(role="01", code="eng"),),
        extents=(r.Extent(kind="00", value="120", unit="03"),),
        subjects=(
            r.Subject(scheme="10", code="FIC000000", is_main=True),
            r.Subject(scheme="20", heading="sea"),
        ),
        audiences=("01",),
    ),
    collateral=r.Collateral(
        texts=(
            r.Text(kind="03", text="A <b>tale</b>", format="02"),
            r.Text(kind="12", text="Ann lives."),
        ),
        resources=(r.Resource(kind="01", mode="03", form="01", link="https://example.org/c.jpg"),),
    ),
    publishing=r.Publishing(
        imprints=("Pier",),
        publishers=("Harbour",),
        status="04",
        dates=(r.StatedDate(role="01", value="202601", format="01"),),
        sales_rights=(
            r.SalesRights(kind="01", territory=r.Territory(countries=("GB", "IE"))),
            r.SalesRights(kind="02", territory=r.Territory(regions=("ROW",))),
            r.SalesRights(kind="03", territory=r.Territory(countries=("US",))),
        ),
    ),
    related=r.Related(
        works=(r.RelatedProduct(relation="01", identifiers=(r.Identifier(kind="11", value="A02"),)),),
        products=(r.RelatedProduct(relation="13", identifiers=(r.Identifier(kind="15", value="9780306406157"),)),),
    ),
    supply=r.Supplies(
        supplies=(
            r.Supply(
                market=r.Territory(regions=("WORLD",)),
                supplier="Harbour",
                availability="20",
                dates=(r.StatedDate(role="02", value="20260201"),),
                prices=(
                    r.Price(
                        kind="02",
                        amount="9.99",
                        currency="GBP",
                        territory=r.Territory(countries=("GB",)),
                        taxes=(r.Tax(kind="01", rate_code="S", percent="20"),),
                        dates=(r.StatedDate(role="14", value="20260301"),),
                    ),
                ),
            ),
        )
    ),
)


def _facts(product: str, start: str = '<!DOCTYPE ONIXMessage SYSTEM "x.dtd"><ONIXMessage>') -> MetadataFacts:
    return only(f"{start}{_HEADER}{product}</ONIXMessage>".encode())


def test_every_block() -> None:
    """A message with a DOCTYPE and nothing else is ONIX 2.1 as ever, and says what ONIX 3 would say."""
    facts = _facts(_PRODUCT)

    assert facts.record == EXPECTED
    assert facts.schema_faults == ()
    assert (facts.header.release, facts.header.oddities) == ("2.1", ())
    assert (facts.header.sender, facts.header.sender_identifiers) == ("Harbour", {"06": "5060000000000"})
    assert facts.header.sent_at is not None


def test_without_any_sign() -> None:
    """Without DOCTYPE, namespace and release the records tell by themselves that they are of 2.1."""
    facts = _facts(_PRODUCT, "<ONIXMessage>")

    assert facts.record == EXPECTED
    assert [oddity.trouble for oddity in facts.header.oddities] == [Trouble.NAMESPACE]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("<ProductForm>AJ</ProductForm>", ("AJ", ())),
        ("<ProductForm>DG</ProductForm><EpubType>002</EpubType>", ("ED", ("E107",))),
        ("<ProductForm>DG</ProductForm><EpubType>031</EpubType>", ("ED", ("E116",))),
        ("<ProductForm>DG</ProductForm><EpubType>000</EpubType>", ("ED", ())),
        ("<ProductForm>DG</ProductForm>", ("EA", ())),
    ],
)
def test_forms(form: str, expected: tuple[str, tuple[str, ...]]) -> None:
    """Electronic text of ONIX 2.1 is a form, and its kind a detail, of ONIX 3."""
    record = _facts(f"{_HEAD}{form}</Product>").record

    assert record is not None
    assert record.descriptive is not None
    assert (record.descriptive.form, record.descriptive.form_details) == expected


def test_the_old_elements() -> None:
    """The elements that were old in 2.1 already are still understood."""
    old = (
        "<ISBN>0306406152</ISBN><EAN13>9780306406157</EAN13><DistinctiveTitle>Harbour</DistinctiveTitle>"
        "<Subtitle>A tale</Subtitle><LanguageOfText>ger</LanguageOfText><Annotation>Short</Annotation>"
        "<MainDescription>Long</MainDescription><CoverImageLink>c.jpg</CoverImageLink><PublisherName>H</PublisherName>"
        "<ReplacesEAN13>9780306406157</ReplacesEAN13><SupplyDetail><AvailabilityCode>NP</AvailabilityCode></SupplyDetail>"
    )
    record = _facts(f"{_HEAD}{old}</Product>").record

    assert record is not None
    assert record.identifiers == (
        r.Identifier(kind="02", value="0306406152"),
        r.Identifier(kind="03", value="9780306406157"),
    )
    assert record.descriptive == r.Descriptive(
        titles=(r.TitleElement(text="Harbour", subtitle="A tale"),),
        languages=(r.StatedLanguage(role="01", code="ger"),),
    )
    assert record.collateral == r.Collateral(
        texts=(r.Text(kind="02", text="Short"), r.Text(kind="03", text="Long")),
        resources=(r.Resource(kind="01", mode="03", form="01", link="c.jpg"),),
    )
    assert record.related is not None
    assert record.related.products[0].relation == "03"
    assert record.supply is not None
    assert record.supply.supplies[0].availability == "10"
