"""A long ONIX message, read by us and walked through by bare lxml, each in a process of its own.

`python -m bench.onix_messages HOW FILE` is that process: it prints its processor seconds and its largest memory.
"""

import resource
import subprocess
import sys
from pathlib import Path
from time import process_time

from lxml import etree

from bench.observed import MessageRead, OnixReading
from shelfready.onix.reading import read

_RECORDS, _FEW = 30_000, 1_500
_NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<ONIXMessage release="3.0" xmlns="{_NAMESPACE}">\n<Header><Sender>'
    "<SenderName>Bench</SenderName></Sender><SentDateTime>20260101</SentDateTime></Header>\n"
)
_NARRATORS = 16  # an audiobook of LibriVox has as many


def onix_reading(folder: Path) -> OnixReading:
    """Read a long message in every way, and a short one, whose memory the long one's is held against."""
    long, short = written(folder / "long.xml", _RECORDS), written(folder / "short.xml", _FEW)
    try:
        return OnixReading(
            records=_RECORDS,
            size_bytes=long.stat().st_size,
            bare=_measured("bare", long),
            bare_records_only=_measured("bare-records-only", long),
            read=_measured("read", long),
            validated=_measured("validated", short),
            validated_records=_FEW,
            short=_measured("read", short),
        )
    finally:
        long.unlink()
        short.unlink()


def written(path: Path, records: int) -> Path:
    """A message of so many records, each a real audiobook's in shape and size."""
    with path.open("w", encoding="utf-8") as message:
        message.write(_HEAD)
        for number in range(records):
            message.write(_product(number))
        message.write("</ONIXMessage>\n")
    return path


def _product(number: int) -> str:
    narrators = "".join(
        f"<Contributor><SequenceNumber>{place}</SequenceNumber><ContributorRole>E07</ContributorRole>"
        f"<PersonName>Reader Nº {number + place}</PersonName></Contributor>"
        for place in range(2, _NARRATORS + 2)
    )
    return (
        f"<Product><RecordReference>org.example.{number}</RecordReference><NotificationType>03</NotificationType>"
        "<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780306406157</IDValue></ProductIdentifier>"
        "<DescriptiveDetail><ProductComposition>00</ProductComposition><ProductForm>AJ</ProductForm>"
        "<ProductFormDetail>A103</ProductFormDetail><PrimaryContentType>01</PrimaryContentType>"
        "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
        f"<TitleText>The Harbour, volume {number}</TitleText></TitleElement></TitleDetail>"
        "<Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole>"
        f"<PersonNameInverted>Vries, Ann</PersonNameInverted></Contributor>{narrators}"
        "<EditionType>UBR</EditionType><Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language>"
        "<Extent><ExtentType>09</ExtentType><ExtentValue>0101530</ExtentValue><ExtentUnit>16</ExtentUnit></Extent>"
        "<Subject><MainSubject/><SubjectSchemeIdentifier>10</SubjectSchemeIdentifier><SubjectCode>FIC000000</SubjectCode>"
        "</Subject></DescriptiveDetail><CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00"
        f"</ContentAudience><Text>{'A tale of ships &amp; the sea. ' * 15}</Text></TextContent></CollateralDetail>"
        "<PublishingDetail><Imprint><ImprintName>Pier</ImprintName></Imprint><Publisher><PublishingRole>01</PublishingRole>"
        "<PublisherName>Harbour</PublisherName></Publisher><PublishingStatus>04</PublishingStatus><PublishingDate>"
        "<PublishingDateRole>01</PublishingDateRole><Date>20260101</Date></PublishingDate><SalesRights><SalesRightsType>01"
        "</SalesRightsType><Territory><RegionsIncluded>WORLD</RegionsIncluded></Territory></SalesRights></PublishingDetail>"
        "<ProductSupply><SupplyDetail><Supplier><SupplierRole>01</SupplierRole><SupplierName>Harbour</SupplierName>"
        "</Supplier><ProductAvailability>20</ProductAvailability><Price><PriceType>02</PriceType><PriceAmount>9.99"
        "</PriceAmount><CurrencyCode>GBP</CurrencyCode></Price></SupplyDetail></ProductSupply></Product>\n"
    )


def _measured(how: str, path: Path) -> MessageRead:
    command = [sys.executable, "-m", "bench.onix_messages", how, str(path)]
    return MessageRead.from_json(subprocess.run(command, capture_output=True, check=True).stdout)


def _walk(how: str, path: Path) -> int:
    """The number of records that were found, in one of the ways."""
    if how in ("read", "validated"):
        with path.open("rb") as source:
            return sum(1 for _ in read(source, name=None, validate=how == "validated"))
    record = f"{{{_NAMESPACE}}}Product"
    found = 0
    for _, element in etree.iterparse(path, tag=record if how == "bare-records-only" else None):
        if element.tag == record:
            found += 1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return found


def _main() -> None:
    how, path = sys.argv[1], Path(sys.argv[2])
    began = process_time()
    _walk(how, path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(MessageRead(cpu_s=process_time() - began, peak_rss_bytes=peak).to_json().decode())


if __name__ == "__main__":
    _main()
