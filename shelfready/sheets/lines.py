"""Makes one row of a sheet the record of a title."""

import re
from collections.abc import Callable, Iterator

from shelfready.metadata_facts import Oddity, Trouble
from shelfready.records import (
    Collateral,
    Contributor,
    Descriptive,
    Extent,
    Identifier,
    Price,
    Publishing,
    Record,
    Related,
    RelatedProduct,
    SalesRights,
    StatedDate,
    StatedLanguage,
    Subject,
    Supplies,
    Supply,
    Text,
    TitleElement,
)
from shelfready.sheets.amounts import read_currency, read_duration, read_money, read_number_of
from shelfready.sheets.cells import line_of, several, text_of
from shelfready.sheets.column_names import Column
from shelfready.sheets.columns import Header
from shelfready.sheets.dates import read_date
from shelfready.sheets.isbns import IsbnCell, read_isbn, recovered
from shelfready.sheets.line_cells import Line
from shelfready.sheets.people import read_people
from shelfready.sheets.words import (
    read_abridgement,
    read_form,
    read_language,
    read_status,
    read_territory,
    read_yes_or_no,
)
from shelfready.tables import Row

_MOST_ODDITIES = 50

# Roles of List 17 by column; contributors say their roles themselves.
_PEOPLE = {
    Column.AUTHOR: "A01",
    Column.CONTRIBUTOR: None,
    Column.EDITOR: "B01",
    Column.TRANSLATOR: "B06",
    Column.ILLUSTRATOR: "A12",
    Column.NARRATOR: "E07",
}
# Schemes of List 27; 24: a scheme of the publisher's own.
_SUBJECTS = {Column.BISAC: "10", Column.THEMA: "93", Column.BIC: "12", Column.SUBJECT: "24"}

_BISAC = re.compile(r"(?:BISAC:? ?)?([A-Z]{3}\d{6})(?: ?\[BISAC\]| ?[:,-]? (.*))?")


def record_of(header: Header, row: Row, line: int) -> tuple[Record, tuple[Oddity, ...]]:
    """What the row says, and what was odd about its cells. What cannot be read is left out and told."""
    reader = _Reader(header, row, line)
    identifiers = tuple(reader.identifiers())
    own = reader.first(Column.OWN_ID)
    record = Record(
        reference=own or next((found.value for found in identifiers), None),
        identifiers=identifiers,
        descriptive=reader.descriptive(),
        collateral=reader.collateral(),
        publishing=reader.publishing(),
        related=reader.related(),
        supply=reader.supply(),
    )
    return record, tuple(reader.oddities[:_MOST_ODDITIES])


class _Reader(Line):
    """What the cells of a row say, block by block."""

    def identifiers(self) -> Iterator[Identifier]:
        found = [read_isbn(cell.text, self.number) for cell in self.cells(Column.ISBN)]
        tens = [one.identifier.value for one in found if one.identifier and one.identifier.kind == "02"]
        found = [self._recovered(one, tens) for one in found]
        self.oddities += [one.oddity for one in found if one.oddity]
        if own := self.first(Column.OWN_ID):
            # 01: proprietary
            found.append(IsbnCell(Identifier(kind="01", value=own, type_name="publisher's own")))
        identifiers = tuple(dict.fromkeys(one.identifier for one in found if one.identifier))
        thirteens = [one.value for one in identifiers if one.kind == "15"]
        if len(thirteens) > 1:
            listed = " and ".join(thirteens[:3])
            self.odd(
                Trouble.CELL, f"{len(thirteens)} ISBNs stand in row {self.number} ({listed}): give each product a row"
            )
        # An ISBN-10 beside it is the older form of the same number.
        yield from sorted(identifiers, key=lambda one: one.kind != "15")

    def descriptive(self) -> Descriptive | None:
        form = next((found for cell in self.cells(Column.FORM) if (found := read_form(cell.text))), None)
        contributors = tuple(
            person.model_copy(update={"sequence": number}) for number, person in enumerate(self._people(), start=1)
        )
        made = Descriptive(
            form=form.form if form else None,
            form_details=(form.detail,) if form and form.detail else (),
            titles=tuple(self._titles()),
            contributors=contributors,
            editions=tuple(dict.fromkeys(self._editions())),
            languages=tuple(self._languages()),
            extents=tuple(self._extents()),
            subjects=tuple(self._subjects()),
        )
        return made if made != Descriptive() else None

    def collateral(self) -> Collateral | None:
        # 03: description, 02: short description
        texts = tuple(
            Text(kind=kind, text=text_of(cell.text))
            for kind, column in (("03", Column.DESCRIPTION), ("02", Column.SHORT_DESCRIPTION))
            for cell in self.cells(column)
        )
        return Collateral(texts=texts) if texts else None

    def publishing(self) -> Publishing | None:
        made = Publishing(
            imprints=tuple(line_of(cell.text) for cell in self.cells(Column.IMPRINT)),
            publishers=tuple(line_of(cell.text) for cell in self.cells(Column.PUBLISHER)),
            status=self.read(Column.STATUS, read_status, "is no publishing status"),
            dates=tuple(self._dates()),
            sales_rights=tuple(self._sales_rights()),
        )
        return made if made != Publishing() else None

    def related(self) -> Related | None:
        products = []
        for cell in self.cells(Column.PRINT_ISBN):
            found = read_isbn(cell.text, self.number)
            self.oddities += [found.oddity] if found.oddity else []
            if found.identifier:
                # 06: alternative format
                products.append(RelatedProduct(relation="06", identifiers=(found.identifier,)))
        return Related(products=tuple(products)) if products else None

    def supply(self) -> Supplies | None:
        currency = self.read(Column.CURRENCY, read_currency, "is no currency's code of three letters")
        prices = []
        for cell in self.cells(Column.PRICE):
            money = read_money(cell.text)
            if money is None:
                self.cannot(cell, "is no price: write 9.99, and the currency in a column of its own")
                continue
            said = money.currency or cell.heading.currency or currency
            prices.append(Price(kind=cell.heading.tax, amount=money.amount, currency=said))
        return Supplies(supplies=(Supply(prices=tuple(prices)),)) if prices else None

    def _titles(self) -> Iterator[TitleElement]:
        title, subtitle = self.first(Column.TITLE), self.first(Column.SUBTITLE)
        if title or subtitle:
            yield TitleElement(text=title, subtitle=subtitle)
        series, volume = self.first(Column.SERIES), self.first(Column.VOLUME)
        if series:
            number = volume.removesuffix(".0") if volume else None
            yield TitleElement(level="02", text=series, part_number=number, is_of_collection=True)

    def _people(self) -> Iterator[Contributor]:
        for column, role in _PEOPLE.items():
            for cell in self.cells(column):
                found = read_people(cell.text, role)
                if found.is_unclear:
                    self.cannot(cell, "may be several people or one: part names by semicolons")
                yield from found.people
        if any(read_yes_or_no(cell.text) for cell in self.cells(Column.SYNTHETIC)):
            # 07 of List 19: a synthesised voice, whose sex is not said
            yield Contributor(roles=("E07",), unnamed="07")

    def _editions(self) -> Iterator[str]:
        for column, yes_is in ((Column.ABRIDGED, "ABR"), (Column.UNABRIDGED, "UBR")):
            for cell in self.cells(column):
                if found := read_abridgement(cell.text, yes_is=yes_is):
                    yield found
                else:
                    self.cannot(cell, "says neither abridged nor unabridged, neither yes nor no")

    def _languages(self) -> Iterator[StatedLanguage]:
        for cell in self.cells(Column.LANGUAGE):
            for text in several(cell.text):
                # 01: language of the text
                yield StatedLanguage(role="01", code=read_language(text))

    def _extents(self) -> Iterator[Extent]:
        readers: tuple[tuple[Column, Callable[[str], Extent | None], str], ...] = (
            (Column.DURATION, read_duration, "is no length of time: write 10:15:30"),
            (Column.DURATION_SECONDS, lambda text: read_number_of(text, "06"), "is no number of seconds"),
            (Column.DURATION_MINUTES, lambda text: read_number_of(text, "05"), "is no number of minutes"),
        )
        stated = [self.read(column, reader, why) for column, reader, why in readers]
        # The same length in another unit is no second length.
        yield from [extent for extent in stated if extent][:1]
        # 00: main content, in 03: pages
        pages = self.read(Column.PAGES, lambda text: read_number_of(text, "03", "00"), "is no number of pages")
        if pages and pages.value.strip("0"):
            yield pages

    def _subjects(self) -> Iterator[Subject]:
        for column, scheme in _SUBJECTS.items():
            for cell in self.cells(column):
                for text in several(cell.text):
                    yield _subject(scheme, text)
        for cell in self.cells(Column.KEYWORDS):
            # 20: keywords, all in one
            yield Subject(scheme="20", heading="; ".join(several(cell.text)))

    def _dates(self) -> Iterator[StatedDate]:
        # 01: publication, 02: sales embargo
        for role, column in (("01", Column.PUBLISHED_ON), ("02", Column.ON_SALE_ON)):
            for cell in self.cells(column):
                found = read_date(cell.text, self.number)
                self.oddities += [found.oddity] if found.oddity else []
                if found.value:
                    yield StatedDate(role=role, value=found.value, format=found.format)

    def _sales_rights(self) -> Iterator[SalesRights]:
        territory = self.read(
            Column.TERRITORIES,
            read_territory,
            "names something that is no country: write codes, as in DE;AT;CH or WORLD",
        )
        if territory:
            # 02: for sale; whether nobody else sells there, no sheet says
            yield SalesRights(kind="02", territory=territory)

    def _recovered(self, found: IsbnCell, tens: list[str]) -> IsbnCell:
        if found.rounded is None:
            return found
        better = (recovered(found.rounded, ten, self.number) for ten in tens)
        return next((one for one in better if one.identifier), found)


def _subject(scheme: str, text: str) -> Subject:
    """A code, a heading, or both as they are exported: `FIC028000: FICTION / Science Fiction`."""
    if found := _BISAC.fullmatch(text):
        # 10: BISAC, in whichever column
        return Subject(scheme="10", code=found[1], heading=(found[2] or "").strip() or None)
    code, _, heading = text.partition(":")
    if scheme == "24" or " " in code:
        return Subject(scheme=scheme, heading=text)
    return Subject(scheme=scheme, code=code, heading=heading.strip() or None)
