"""Tests of what the schemas say against records, in words."""

import pytest

from shelfready.metadata_facts import SchemaFault, Trouble
from tests.shelfready.onix.messages import DESCRIPTIVE, HEADER, described, facts_of, message, only, product


def _language(code: str) -> str:
    return f"<Language><LanguageRole>01</LanguageRole><LanguageCode>{code}</LanguageCode></Language>"


def test_a_newer_code() -> None:
    """A code that looks like its list's others may be of a newer issue, and is said to be."""
    (fault,) = only(message(described("\n<EditionType>XYZ</EditionType>"))).schema_faults

    assert fault == SchemaFault(
        message="EditionType is 'XYZ', which code list 21 does not have",
        line=10,
        path="Product/DescriptiveDetail/EditionType",
        is_newer_code=True,
    )


@pytest.mark.parametrize("more", ["<EditionType>unabridged</EditionType>", _language("zzz"), _language("English")])
def test_no_newer_code(more: str) -> None:
    """What no issue would call a code, or is a code of another standard, is wrong and not new."""
    (fault,) = only(message(described(more))).schema_faults

    assert not fault.is_newer_code


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("<Foo/>", "Foo: This element is not expected."),
        ("<Extent><ExtentType>09</ExtentType><ExtentUnit>15</ExtentUnit></Extent>", "Expected: ExtentValue"),
        ("<EditionType></EditionType>", "EditionType"),
        ('<EditionType language="x">UBR</EditionType>', "attribute language"),
    ],
)
def test_in_words(more: str, said: str) -> None:
    """A fault names the element and what was expected, and no namespace."""
    faults = only(message(described(more))).schema_faults

    assert faults
    assert any(said in fault.message for fault in faults)
    assert not any("{" in fault.message for fault in faults)


def test_each_wrong_code_once() -> None:
    """A wrong code is one fault, though the schema's processor says it twice."""
    rights = (
        "<PublishingDetail><Imprint><ImprintName>H</ImprintName></Imprint><SalesRights><SalesRightsType>01"
        "</SalesRightsType><Territory><CountriesIncluded>GB XX</CountriesIncluded></Territory></SalesRights>"
        "</PublishingDetail>"
    )
    faults = only(message(described().replace("</Product>", rights + "</Product>"))).schema_faults

    assert [fault.path for fault in faults] == ["Product/PublishingDetail/SalesRights/Territory/CountriesIncluded"]


def test_order_is_mended() -> None:
    """Elements in another order are read, told as rewritten, and are no fault."""
    body = DESCRIPTIVE.format("").replace(
        "<ProductComposition>00</ProductComposition><ProductForm>AJ</ProductForm>",
        "<ProductForm>AJ</ProductForm><ProductComposition>00</ProductComposition>",
    )
    facts = only(message(product(body)))

    assert facts.schema_faults == ()
    assert [(oddity.trouble, oddity.line) for oddity in facts.oddities] == [(Trouble.REWRITTEN, 9)]
    assert facts.record == only(message(described())).record


def test_order_that_is_not_all() -> None:
    """Where more is wrong than the order, the fault stays, and nothing is said to be rewritten."""
    body = DESCRIPTIVE.format("<EditionType>UBR</EditionType><ProductForm>AJ</ProductForm>")
    facts = only(message(product(body)))

    assert [fault.path for fault in facts.schema_faults] == ["Product/DescriptiveDetail/ProductForm[2]"]
    assert facts.oddities == ()


def test_broken_lines() -> None:
    """A text that an editor broke over two lines is read as one, told, and is no fault; what stays wrong stays one."""
    link = "<CollateralDetail><SupportingResource><ResourceContentType>01</ResourceContentType><ContentAudience>00"
    link += "</ContentAudience><ResourceMode>03</ResourceMode><ResourceVersion><ResourceForm>02</ResourceForm>"
    link += "<ResourceLink>https://example.org/\na.jpg</ResourceLink></ResourceVersion></SupportingResource>"
    broken = described().replace("The Harbour", "The\n  Harbour")
    facts = only(message(broken.replace("</Product>", link + "</CollateralDetail></Product>")))

    assert [(oddity.trouble, oddity.after, oddity.line) for oddity in facts.oddities] == [
        (Trouble.REWRITTEN, "The Harbour", 9)
    ]
    assert [fault.path for fault in facts.schema_faults] == [
        "Product/CollateralDetail/SupportingResource/ResourceVersion/ResourceLink"
    ]


def test_faults_of_the_message() -> None:
    """What is wrong with the header is said with the first record, at its line, and not with each."""
    header = HEADER.replace("<MessageNumber>7", "\n<MessageNumber><b/>7")
    first, second = facts_of(message(described(reference="a"), described(reference="b"), header=header))

    assert {(fault.path, fault.line) for fault in first.schema_faults} == {("Header/MessageNumber", 6)}
    assert second.schema_faults == ()


def test_no_header() -> None:
    """A message without a header says so once."""
    first, second = facts_of(message(described(reference="a"), described(reference="b"), header=""))

    assert [fault.message for fault in first.schema_faults] == [
        "Product: This element is not expected. Expected: Header"
    ]
    assert second.schema_faults == ()


def test_what_stands_between_records() -> None:
    """Text and unknown elements between records are faults of the next record."""
    first, second = facts_of(message("text", described(reference="a"), "<Foo>x</Foo>", described(reference="b")))

    assert [fault.message for fault in first.schema_faults] == ["text stands between the elements of the message"]
    assert [fault.message for fault in second.schema_faults] == ["Foo is no element of a message"]
