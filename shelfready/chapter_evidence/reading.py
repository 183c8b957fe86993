"""What of a book is read aloud: the entries of an EPUB's table of contents, and how likely each is to be heard."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from shelfready.media import TocEntry
from shelfready.titles import TitleFacts
from shelfready.values import Value


class Heard(StrEnum):
    """Whether an entry is read aloud."""

    SURELY = "surely"
    PERHAPS = "perhaps"
    HARDLY = "hardly"


class Entry(Value):
    """An entry with all text up to the next one, in characters that are not white space."""

    title: str
    characters: int
    level: int = 1
    heard: Heard = Heard.SURELY


_HARDLY = re.compile(
    r"(half[ -]?)?title ?page|half[ -]?title|cover( page)?|imprint|copyright.*|(un)?copyright|colophon|"
    r"(table of )?contents|toc|(list of )?(illustrations|figures|tables|plates|maps)|(end|foot)?notes?|index|"
    r"bibliography|references|works cited|glossary|landmarks|"
    r"(newsletter|praise|also by|other books|books by|by the same)"
    r".*|.*gutenberg.*|permissions|credits|copyright|license|"
    r"titel(seite|ei)?|impressum|inhalt(sverzeichnis)?|anmerkungen|fu(ß|ss)noten|literatur(verzeichnis)?|register|"
    r"couverture|page de titre|mentions l[eé]gales|table des mati[eè]res|sommaire|notes? de bas de page|"
    r"portada(illa)?|cr[eé]ditos|[ií]ndice|notas|p[aá]gina de derechos|"
    r"copertina|frontespizio|indice|note|sommario|colofon|omslag|inhoud(sopgave)?|noten|innhold|tittelside|"
    r"inneh[aå]ll|titelsida|indhold",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"dedication|epigraph|acknowledge?ments?|about the .*|afterword|foreword|preface.*|introduction.*|"
    r"note (on|from|to) .*|(author|translator|editor)['\u2019]s? note.*|chronology|appendix.*|family tree|"
    r"reading group.*|discussion.*|widmung|danksagung|nachwort|vorwort|einleitung|[uü]ber (den|die|das) .*|anhang|"
    r"d[eé]dicace|remerciements|postface|pr[eé]face|avant-propos|introduction|"
    r"dedicatoria|agradecimientos|ep[ií]logo del autor|pr[oó]logo del autor|dedica|ringraziamenti|prefazione|"
    r"voorwoord|nawoord|dankwoord|forord|etterord|f[oö]rord|efterord|takk",
    re.IGNORECASE,
)
_HEADING_CHARACTERS = 60
"""An entry with less text is a heading by itself: `Part One`, on a page of its own."""

_FEWEST_CHARACTERS = 1500
"""Two minutes. Entries that are shorter than this by the middle one are sections within chapters."""

_FEWEST = 2
_MOST = 300


def entries_of(facts: TitleFacts) -> tuple[Entry, ...]:
    """What may be heard of the EPUB that came with an audiobook; empty when there is none that tells lengths."""
    for found in facts.assets:
        if found.epub is not None and found.epub.toc:
            entries = _read(found.epub.toc)
            if len([entry for entry in entries if entry.heard is Heard.SURELY]) >= _FEWEST:
                return entries
    return ()


def _read(toc: Sequence[TocEntry]) -> tuple[Entry, ...]:
    if any(entry.characters is None and entry.href for entry in toc):
        return ()
    deepest = max(entry.level for entry in toc)
    for cut in range(deepest, 0, -1):
        entries = tuple(_merged(toc, cut))
        lengths = sorted(entry.characters for entry in entries if entry.heard is Heard.SURELY)
        if len(entries) <= _MOST and lengths and (cut == 1 or lengths[len(lengths) // 2] >= _FEWEST_CHARACTERS):
            return entries
    return ()


def _merged(toc: Sequence[TocEntry], cut: int) -> Iterator[Entry]:
    """The entries down to a level; what is deeper belongs to the entry before it."""
    kept: list[Entry] = []
    for entry in toc:
        if entry.level > cut and kept:
            kept[-1] = kept[-1].model_copy(update={"characters": kept[-1].characters + (entry.characters or 0)})
        else:
            kept.append(Entry(title=entry.title, characters=entry.characters or 0, level=entry.level))
    top = min((entry.level for entry in kept), default=1)
    for one in kept:
        yield one.model_copy(update={"heard": _heard(one), "level": one.level - top + 1})


def _heard(entry: Entry) -> Heard:
    title = entry.title.strip(" .:-")
    if entry.characters < _HEADING_CHARACTERS or _HARDLY.fullmatch(title):
        return Heard.HARDLY
    return Heard.PERHAPS if _PERHAPS.fullmatch(title) else Heard.SURELY
