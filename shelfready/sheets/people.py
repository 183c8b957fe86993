"""Reads the names of people as sheets list them: several in a cell, surname first or last, with a role behind."""

import re
from dataclasses import dataclass

from shelfready.records import Contributor
from shelfready.sheets.cells import line_of, text_of

_PARTS = re.compile(r"\s*[;|\n]\s*|\s+/\s+")
_AND = re.compile(r"\s+(?:&|and|und|et|y|en)\s+", re.IGNORECASE)
_ROLE = re.compile(r"(.*\S)\s*[\[(]([^\])]{1,40})[\])]")
_INITIALS = re.compile(r"(?:\w\.[ -]?)+", re.UNICODE)
_SUFFIXES = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "phd", "ph d", "md", "m d", "dds", "esq", "mba", "ma", "obe", "cbe"}
)
_PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "ter", "ten", "zu"}
    | {"al", "bin", "ibn", "st", "st.", "mac", "mc", "o'", "'t", "san", "saint", "vom", "zum", "af"}
)
_NOBODY = frozenset(
    {"unknown", "none", "tba", "tbd", "unbekannt", "keine", "inconnu", "aucun", "desconocido", "onbekend", "geen"}
)

# Roles of List 17 by the words in which sheets say them.
_ROLES = {
    word: code
    for code, words in {
        "A01": "author by autor autorin auteur writer",
        "E07": "narrator reader read-by narrated-by sprecher sprecherin narrateur narrador verteller voice",
        "B06": "translator übersetzer übersetzerin traducteur traductor vertaler",
        "B01": "editor herausgeber herausgeberin",
        "A12": "illustrator illustrateur ilustrador",
        "A23": "foreword preface vorwort préface prólogo",
        "A24": "introduction einleitung",
        "D02": "director regie",
        "E01": "actor cast schauspieler",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True)
class PeopleCell:
    """The people of a cell in order; `is_unclear` when it cannot be told where one name ends."""

    people: tuple[Contributor, ...] = ()
    is_unclear: bool = False


def read_people(cell: str, role: str | None) -> PeopleCell:
    """The people in a cell, in the column's role unless their own stands behind them; without either A01, author.

    >>> [person.name for person in read_people("Brook, Ada; Tom Hill", "A01").people]
    ['Ada Brook', 'Tom Hill']
    >>> [(person.name, person.roles) for person in read_people("Hill, Tom [Narrator]", None).people]
    [('Tom Hill', ('E07',))]
    """
    parts = [part for part in map(line_of, _PARTS.split(text_of(cell))) if part]
    found: list[Contributor] = []
    is_unclear = False
    for part in parts:
        name, own = _role_behind(part)
        # Where semicolons part the names, a comma stands within one.
        for single in _people_of(name) if len(parts) == 1 else [name]:
            is_unclear = is_unclear or single is None
            if single is not None and single.casefold() not in _NOBODY:
                found.append(_person(single, own or role or "A01"))
    return PeopleCell(tuple(found), is_unclear)


def _role_behind(text: str) -> tuple[str, str | None]:
    match = _ROLE.fullmatch(text)
    code = _ROLES.get(match[2].strip().casefold().replace(" ", "-")) if match else None
    return (match[1], code) if match and code else (text, None)


def _people_of(text: str) -> list[str | None]:
    """One name, or several that are parted by commas or by a word; None for what cannot be told apart."""
    parts = [part for part in re.split(r"\s*,\s*", text) if part]
    if len(parts) > 1 and parts[-1].replace(".", " ").strip().casefold() in _SUFFIXES:
        # King, Martin Luther, Jr. is one person, and so is Horatio Alger, Jr.
        return [text]
    if len(parts) < 2:
        halves = _AND.split(text)
        return list(halves) if len(halves) == 2 and all(map(_is_whole, halves)) else [text]
    names = [*parts[:-1], *_AND.split(parts[-1])]
    if len(names) > 2:
        return list(names) if all(map(_is_whole, names)) else [None]
    return list(names) if all(map(_is_whole, names)) and not _is_surname_first(*names) else [text]


def _is_whole(name: str) -> bool:
    """Whether it has at least a given name and a surname."""
    return " " in name or (_INITIALS.match(name) is not None and not _INITIALS.fullmatch(name))


def _is_surname_first(first: str, second: str) -> bool:
    """Le Guin, Ursula K.; van der Berg, Jan Willem: two words each, and one person."""
    return (
        first.split(maxsplit=1)[0].casefold() in _PARTICLES
        or _INITIALS.fullmatch(second.rsplit(maxsplit=1)[-1]) is not None
    )


def _person(name: str, role: str) -> Contributor:
    parts = re.split(r"\s*,\s*", name)
    if len(parts) == 2 and parts[1].replace(".", " ").strip().casefold() not in _SUFFIXES:
        return Contributor(roles=(role,), name=f"{parts[1]} {parts[0]}", inverted_name=name)
    if len(parts) == 3 and parts[2].replace(".", " ").strip().casefold() in _SUFFIXES:
        return Contributor(roles=(role,), name=f"{parts[1]} {parts[0]}, {parts[2]}", inverted_name=name)
    return Contributor(roles=(role,), name=name)
