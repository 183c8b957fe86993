"""What chapters are called: as declared, else as tagged, else what is left of a file's name."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

_OPENING = re.compile(r"(opening|front|start|intro(ductory)?)[ -]?credits?|(opening|front) titles?", re.IGNORECASE)
_CLOSING = re.compile(r"(closing|end|ending|final|outro)[ -]?credits?|end titles?|credits|outro", re.IGNORECASE)

_ISBN = re.compile(r"(?<!\d)97[89](?:[ -]?\d){10}(?!\d)", re.ASCII)
_NOISE = re.compile(  # 3 of 12, 64kb
    r"\(?(?<![^\W_])(\d{1,4} ?of ?\d{1,4}|(32|48|64|96|128|192|256|320) ?kb(it|ps)?)(?![^\W_])\)?", re.IGNORECASE
)
_NUMBERED_WORD = re.compile(
    r"(?<![^\W_])(chapter|chap|part|book|section|act|scene|canto|letter|story|volume|disc|track|"
    r"kapitel|teil|chapitre|partie|capitulo|capítulo|parte|capitolo|hoofdstuk|deel|kapittel|del)[ _-]+(\d+)(?![^\W_])",
    re.IGNORECASE,
)
_LEADING_NUMBER = re.compile(r"^(0\d{3}|\d{1,3})(?:[ ._)\]-]+|$)", re.ASCII)
_FIELDS = re.compile(r"_+| +[-\u2013\u2014]+ +")
_LONGEST_TITLE = 500


def clean(text: str | None) -> str | None:
    """A title on one line, composed, without control characters; None when nothing is left of it."""
    printable = "".join(" " if category(char).startswith("C") else char for char in normalize("NFC", text or ""))
    return " ".join(printable.split())[:_LONGEST_TITLE].strip() or None


def credits_title(title: str) -> str | None:
    """`Opening Credits` or `Closing Credits` for what is either by any of its usual names, else None."""
    words = title.strip(" -_.").replace("_", " ")
    if _OPENING.fullmatch(words):
        return "Opening Credits"
    return "Closing Credits" if _CLOSING.fullmatch(words) else None


def without_number(title: str, numbers: Iterable[int | None]) -> str:
    """The title without the track's own number before it: `07 - The Storm` is `The Storm`, `1984` stays."""
    match = re.match(r"(\d{1,4})[ ._)\]:-]+(?=\S)", title)
    return title[match.end() :] if match and int(match[1]) in numbers else title


def titles_of_names(names: Sequence[str]) -> tuple[str | None, ...]:
    """What is left of each file's name when folder, suffix, ISBN, numbering and what all have in common are gone.

    >>> titles_of_names(["9789999900010_001_Intro.mp3", "9789999900010_002_Chapter 1.mp3"])
    ('Intro', 'Chapter 1')
    >>> titles_of_names(["01-soul_selects_brook_64kb.mp3", "02-after_great_pain_brook_64kb.mp3", "03.mp3"])
    ('Soul selects brook', 'After great pain brook', None)
    """
    rows = [_fields(name) for name in names]
    shared = set.intersection(*map(set, rows)) if len(rows) > 1 else set()
    return tuple(_joined([field for field in row if field not in shared]) for row in rows)


def unique(titles: Iterable[str]) -> tuple[str, ...]:
    """The titles, with `(2)`, `(3)` after those that came before, so that each names one chapter."""
    times: Counter[str] = Counter()  # kept, so that ten thousand chapters of one name are not tried one by one
    taken: set[str] = set()
    told: list[str] = []
    for title in titles:
        candidate, folded = title, title.casefold()
        while candidate.casefold() in taken:
            times[folded] += 1
            candidate = f"{title} ({times[folded] + 1})"
        taken.add(candidate.casefold())
        told.append(candidate)
    return tuple(told)


def _fields(name: str) -> list[str]:
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", clean(name.rpartition("/")[2]) or "")
    stem = _NOISE.sub(" ", _ISBN.sub(" ", _NUMBERED_WORD.sub(r"\1 \2", stem)))
    fields = (_LEADING_NUMBER.sub("", field.strip(" .-([")).strip(" .-") for field in _FIELDS.split(stem))
    return [field for field in fields if field]


def _joined(fields: Sequence[str]) -> str | None:
    words = " ".join(fields)
    text = clean(words if " " in words else words.replace("-", " "))
    return text[0].upper() + text[1:] if text else None
