"""How the documents of a release are written down: JSON, times, and what a title is called."""

import re
from json import dumps

from stdnum import isbn

from shelfready.languages import is_language_tag
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import Plan


def as_json(document: object) -> bytes:
    """A document's bytes: indented, because people read it, and in its own letters."""
    return (dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def without_nothing(fields: dict[str, object]) -> dict[str, object]:
    """The fields that say something: what is unknown is left out, never empty."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def seconds(samples: int) -> float:
    """Samples of the timeline in seconds, to the millisecond."""
    return round(samples / TIMELINE_RATE_HZ, 3)


def fragment(sample: int) -> str:
    """Seconds in Normal Play Time, as media fragments write them: `0`, `12.5`, never an exponent."""
    return re.sub(r"\.?0+$", "", f"{sample / TIMELINE_RATE_HZ:.3f}")


def iso_duration(milliseconds: int) -> str:
    """A duration in seconds, as ISO 8601 and XML Schema write it.

    >>> iso_duration(12_345_235), iso_duration(0)
    ('PT12345.235S', 'PT0.000S')
    """
    return f"PT{milliseconds // 1000}.{milliseconds % 1000:03}S"


def name_of(plan: Plan) -> str:
    """What the title is called; by its id where that is all there is, because every manifest must have a name."""
    return plan.metadata.title or plan.title_id


def language_of(plan: Plan) -> str | None:
    """The title's language, if what is known of it has the shape of a language tag."""
    language = plan.metadata.language
    return language if language and is_language_tag(language) else None


def identifier_of(plan: Plan) -> str:
    """The title's id as a URN: of an ISBN, which is the same wherever the book is sold, else of our own."""
    digits = isbn.compact(plan.title_id)
    if isbn.is_valid(digits):
        return f"urn:isbn:{isbn.to_isbn13(digits)}"
    return f"urn:shelfready:{plan.publisher}:{plan.title_id}"
