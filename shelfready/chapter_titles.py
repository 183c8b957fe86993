"""What chapters are called: as declared, else as tagged, else what is left of a file's name."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import unescape
from unicodedata import category, normalize

from shelfready.chapters import ChapterKind
from shelfready.onix.mojibake import double_encoded

_OPENING = re.compile(r"(opening|front|start|intro(ductory)?)[ -]?credits?|(opening|front) titles?", re.IGNORECASE)
_CLOSING = re.compile(r"(closing|end|ending|final|outro)[ -]?credits?|end titles?|credits|outro", re.IGNORECASE)
# What they are called elsewhere; these names stay as they are, for they are in the listener's language.
_OPENING_ELSEWHERE = re.compile(
    r"vorspann|titelansage|(titel und )?ansage|g[eé]n[eé]rique (de d[eé]but|d.ouverture)|cr[eé]dits? d.ouverture|"
    r"cr[eé]ditos (iniciales|de apertura)|cr[eé]ditos iniciais|titoli di testa|crediti iniziali|"
    r"begintitels|openingstitels|f[oö]rtexter|[aå]pningskreditering|fortekster|inledande text|czo[lł][oó]wka",
    re.IGNORECASE,
)
_CLOSING_ELSEWHERE = re.compile(
    r"abspann|nachspann|absage|schlusstitel|g[eé]n[eé]rique( de (fin|fermeture))?|cr[eé]dits? de (fin|fermeture)|"
    r"cr[eé]ditos( (finales|de cierre|finais))?|titoli di coda|crediti( finali)?|aftiteling|eindtitels|"
    r"eftertexter|sluttkreditering|rulletekst(er)?|avslutning|napisy ko[nń]cowe",
    re.IGNORECASE,
)
_SAMPLE = re.compile(
    r"(?:retail |audio |free )?(?:sample|excerpt|preview|h[oö]rprobe|leseprobe|extrait|extracto|muestra|fragment)s?",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.IGNORECASE)
_NUMBERED_ALONE = re.compile(r"(chapter|part|book|kapitel|teil|chapitre|cap[ií]tulo|capitolo|hoofdstuk)(?= \S)")
_MOST_REPAIRS = 50

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
    composed = normalize("NFC", _mended(text or ""))
    printable = "".join(" " if category(char).startswith("C") else char for char in composed)
    return " ".join(printable.split())[:_LONGEST_TITLE].strip() or None


def told(text: str | None) -> str | None:
    """A title as it is shown: clean, and `chapter 1` with a capital.

    >>> told("chapter 1"), told("Q &amp; A"), told("Les MisÃ©rables"), told(" ")
    ('Chapter 1', 'Q & A', 'Les Misérables', None)
    """
    title = clean(text)
    if title and _NUMBERED_ALONE.match(title):
        return title[0].upper() + title[1:]
    return title


def kind_of(title: str, place: int, count: int) -> ChapterKind:
    """What a chapter is by its title, and by its place among so many: mere `Credits` are opening ones at the start.

    >>> [kind_of(title, place, 9).value for title, place in (("Credits", 0), ("Abspann", 8), ("Hörprobe", 8))]
    ['opening-credits', 'closing-credits', 'sample']
    """
    words = title.strip(" -_.()").replace("_", " ")
    if _OPENING.fullmatch(words) or _OPENING_ELSEWHERE.fullmatch(words):
        return ChapterKind.OPENING_CREDITS
    if _CLOSING.fullmatch(words) or _CLOSING_ELSEWHERE.fullmatch(words):
        return ChapterKind.OPENING_CREDITS if place == 0 < count - 1 else ChapterKind.CLOSING_CREDITS
    return ChapterKind.SAMPLE if _SAMPLE.fullmatch(words) and place in (0, count - 1) else ChapterKind.CHAPTER


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


def _mended(text: str) -> str:
    """The text without entities of HTML, and without words that were encoded twice, where there is no doubt."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    for _ in range(_MOST_REPAIRS):
        damaged = double_encoded(text.encode(errors="replace"))
        if damaged is None:
            break
        text = text.replace(*damaged)
    return text


def _fields(name: str) -> list[str]:
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", clean(name.rpartition("/")[2]) or "")
    stem = _NOISE.sub(" ", _ISBN.sub(" ", _NUMBERED_WORD.sub(r"\1 \2", stem)))
    fields = (_LEADING_NUMBER.sub("", field.strip(" .-([")).strip(" .-") for field in _FIELDS.split(stem))
    return [field for field in fields if field]


def _joined(fields: Sequence[str]) -> str | None:
    words = " ".join(fields)
    text = clean(words if " " in words else words.replace("-", " "))
    return text[0].upper() + text[1:] if text else None
