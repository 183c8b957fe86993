"""ONIX messages for tests: small, and saying only what matters."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<ONIXMessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/reference">\n'
    "<Header><Sender><SenderName>North</SenderName></Sender><SentDateTime>{sent}</SentDateTime></Header>\n"
)


def message(*products: str, sent: str = "20260301T120000Z") -> bytes:
    """A message of ONIX 3.0 with these products."""
    return (HEAD.format(sent=sent) + "\n".join(products) + "\n</ONIXMessage>\n").encode()


def product(
    isbn: str,
    *,
    title: str = "The Harbour",
    notification: str = "03",
    reference: str | None = None,
    price: str | None = None,
    status: str = "04",
) -> str:
    """A whole record of an audiobook by one author, read by another."""
    if notification == "05":
        return _product(isbn, notification, reference, "")
    return _product(isbn, notification, reference, _described(title) + _published(status) + _supplied(price))


def numbers(count: int) -> Iterable[str]:
    """ISBNs with right check digits."""
    for number in range(count):
        digits = f"97899999{number:04d}"
        check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10
        yield f"{digits}{check}"


def _product(isbn: str, notification: str, reference: str | None, rest: str) -> str:
    return (
        f"<Product><RecordReference>{escape(reference or 'com.north.' + isbn)}</RecordReference>"
        f"<NotificationType>{notification}</NotificationType>"
        f"<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>{isbn}</IDValue></ProductIdentifier>"
        f"{rest}</Product>"
    )


def _described(title: str) -> str:
    return (
        "<DescriptiveDetail><ProductComposition>00</ProductComposition><ProductForm>AJ</ProductForm>"
        "<ProductFormDetail>A103</ProductFormDetail>"
        "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
        f"<TitleText>{escape(title)}</TitleText></TitleElement></TitleDetail>"
        "<Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole>"
        "<PersonName>Ada Brook</PersonName></Contributor>"
        "<Contributor><SequenceNumber>2</SequenceNumber><ContributorRole>E07</ContributorRole>"
        "<PersonName>Tom Hill</PersonName></Contributor>"
        "<EditionType>UBR</EditionType>"
        "<Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language>"
        "</DescriptiveDetail>"
    )


def _published(status: str) -> str:
    return (
        "<PublishingDetail><Imprint><ImprintName>North</ImprintName></Imprint>"
        "<Publisher><PublishingRole>01</PublishingRole><PublisherName>North</PublisherName></Publisher>"
        f"<PublishingStatus>{status}</PublishingStatus>"
        "<PublishingDate><PublishingDateRole>01</PublishingDateRole><Date>20250301</Date></PublishingDate>"
        "<SalesRights><SalesRightsType>01</SalesRightsType><Territory><RegionsIncluded>WORLD</RegionsIncluded>"
        "</Territory></SalesRights></PublishingDetail>"
    )


def _supplied(price: str | None) -> str:
    if price is None:
        return ""
    return (
        "<ProductSupply><SupplyDetail><Supplier><SupplierRole>09</SupplierRole><SupplierName>North</SupplierName>"
        "</Supplier><ProductAvailability>20</ProductAvailability><Price><PriceType>01</PriceType>"
        f"<PriceAmount>{price}</PriceAmount><CurrencyCode>USD</CurrencyCode></Price></SupplyDetail></ProductSupply>"
    )
