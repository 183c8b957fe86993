"""ONIX messages that tests are made of: a faultless audiobook, whole and in parts."""

from shelfready.metadata_facts import MetadataFacts
from shelfready.onix.limits import DEFAULT, Limits
from shelfready.onix.reading import read

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
HEADER = (
    "<Header>\n<Sender><SenderIdentifier><SenderIDType>06</SenderIDType><IDValue>5060000000000</IDValue>"
    "</SenderIdentifier><SenderName>Harbour Press</SenderName></Sender>\n"
    "<MessageNumber>7</MessageNumber><SentDateTime>20260131T1530Z</SentDateTime>\n</Header>\n"
)
DESCRIPTIVE = (
    "<DescriptiveDetail><ProductComposition>00</ProductComposition><ProductForm>AJ</ProductForm>"
    "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
    "<TitleText>The Harbour</TitleText></TitleElement></TitleDetail>{}</DescriptiveDetail>"
)
PRODUCT = (
    "<Product><RecordReference>{reference}</RecordReference><NotificationType>03</NotificationType>\n"
    "<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780306406157</IDValue></ProductIdentifier>\n"
    "{body}</Product>\n"
)


def product(body: str = "", reference: str = "org.example.1") -> str:
    """A product of ONIX 3 in reference tags; `body` is its blocks."""
    return PRODUCT.format(reference=reference, body=body)


def described(more: str = "", reference: str = "org.example.1") -> str:
    """A product with a descriptive block, to which `more` is added at its end."""
    return product(DESCRIPTIVE.format(more), reference)


def message(*products: str, release: str = "3.0", header: str = HEADER) -> bytes:
    """A message of ONIX 3 in reference tags."""
    start = f'<ONIXMessage release="{release}" xmlns="http://ns.editeur.org/onix/{release}/reference">\n'
    return (DECLARATION + start + header + "".join(products) + "</ONIXMessage>\n").encode()


def facts_of(data: bytes, *, validate: bool = True, limits: Limits = DEFAULT) -> list[MetadataFacts]:
    """Everything that reading a message tells."""
    return list(read([data], name="feed.xml", validate=validate, limits=limits))


def only(data: bytes, *, validate: bool = True) -> MetadataFacts:
    """The facts of a message that holds one record."""
    (facts,) = facts_of(data, validate=validate)
    return facts
