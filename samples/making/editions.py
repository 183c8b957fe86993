"""What the sample titles say of themselves: the same facts for tags, EPUB, cover and manifest."""

from dataclasses import dataclass
from datetime import date

from samples.making.guide import Edition

AUTHOR = "The Shelfready developers"
PUBLISHER = "Shelfready Press"
LANGUAGE = "en-GB"
PUBLISHED_ON = date(2026, 11, 22)
SUBJECTS = ("Publishing", "Audiobooks", "Electronic books")


@dataclass(frozen=True)
class Product:
    """One sample title as a product: its number, its readers' description and who reads it."""

    edition: Edition
    isbn: str
    narrators: tuple[str, ...]
    description: str


_WHAT_IT_IS = (
    "A short guide for production editors: what to deliver for an audiobook or an ebook, how to name the files, "
    "how a recording is judged, and what to do with the findings that come back."
)

# 978-99999 is a range without a publisher; the check digits are right.
AUDIOBOOK = Product(
    edition="audiobook",
    isbn="9789999900010",
    narrators=("eSpeak NG (synthetic voice)",),
    description=f"{_WHAT_IT_IS} Read by a synthetic voice; the ebook adds a checklist to each chapter.",
)
EBOOK = Product(
    edition="ebook",
    isbn="9789999900027",
    narrators=(),
    description=f"{_WHAT_IT_IS} With a checklist for each chapter.",
)
