"""Reads what sheets say in words and ONIX in codes: yes and no, forms, languages, statuses, territories."""

import re
from unicodedata import combining, normalize

from shelfready.languages import code_of_name
from shelfready.records import Territory
from shelfready.sheets.cells import line_of
from shelfready.territories import WORLD, meant
from shelfready.values import Value

_YES = frozenset(["yes", "y", "true", "1", "x", "ja", "j", "oui", "o", "si", "s", "vrai", "wahr", "verdadero", "waar"])
_NO = frozenset(["no", "n", "false", "0", "nein", "non", "nee", "faux", "falsch", "falso", "onwaar"])

# ABR and UBR are of List 21.
_ABRIDGED = frozenset(["abridged", "gekurzt", "abrege", "abreviado", "ingekort", "verkort", "abr"])
_UNABRIDGED = frozenset(
    ["unabridged", "ungekurzt", "integral", "integrale", "integro", "onverkort", "vollstandig", "ubr", "complete"]
)

_LANGUAGES = {
    name: code
    for code, names in {
        "eng": "englisch anglais ingles engels",
        "ger": "deutsch allemand aleman duits",
        "fre": "franzosisch francais frances frans",
        "spa": "spanisch espagnol espanol castellano spaans",
        "dut": "niederlandisch neerlandais neerlandes holandes nederlands",
        "ita": "italienisch italien italiano italiaans",
        "por": "portugiesisch portugais portugues portugees",
        "swe": "schwedisch suedois sueco zweeds svenska",
        "dan": "danisch danois danes deens dansk",
        "nor": "norwegisch norvegien noruego noors norsk",
        "pol": "polnisch polonais polaco pools polski",
        "rus": "russisch russe ruso",
        "jpn": "japanisch japonais japones japans",
        "chi": "chinesisch chinois chino chinees",
        "gre": "greek griechisch grec griego grieks",
    }.items()
    for name in names.split()
}

# Forms of List 150, with the detail of List 175 where the word says one.
_FORMS = {
    word: (form, detail)
    for form, detail, words in (
        (
            "AJ",
            None,
            "audiobook|audio book|digital audiobook|digital audio|audio download|download audio|audio|"
            "audiobook download|horbuch|horbuch download|audio digital|livre audio|livre audio numerique|audiolibro|"
            "luisterboek|downloadable audio|digital download audio|unabridged audiobook|e audio|eaudio|eaudiobook",
        ),
        ("AJ", "A103", "mp3|audio mp3|mp3 audio|audiobook mp3"),
        ("ED", None, "ebook|e book|digital|livre numerique|libro electronico|digital ebook|electronic book"),
        ("ED", "E101", "epub|epub3|epub 3|epub 2|ebook epub|e book epub|epub ebook"),
        ("ED", "E107", "pdf|ebook pdf|e book pdf"),
        ("BB", None, "hardcover|hardback|gebunden|relie|tapa dura|hardcover boek"),
        (
            "BC",
            None,
            "paperback|softcover|taschenbuch|broche|broschur|tapa blanda|trade paperback|mass market paperback",
        ),
        ("AC", None, "cd|audio cd|cd audio"),
    )
    for word in words.split("|")
}
_FORM_CODE = re.compile(r"[A-Z][A-Z]")

# Statuses of List 64.
_STATUSES = {
    word: code
    for code, words in {
        "01": "cancelled|canceled|abgesagt|annule",
        "02": "forthcoming|announced|upcoming|in vorbereitung|angekundigt|a paraitre",
        "03": "postponed|verschoben",
        "04": "active|available|in print|live|lieferbar|disponible|beschikbaar|published|veroffentlicht|paru",
        "07": "out of print|vergriffen|epuise|agotado|uitverkocht",
        "11": "withdrawn|withdrawn from sale|zuruckgezogen|retire",
        "16": "temporarily withdrawn",
        "17": "permanently withdrawn",
    }.items()
    for word in words.split("|")
}
_STATUS_CODE = re.compile(r"\d\d")

_EVERYWHERE = re.compile(
    r"world(wide)?( rights)?|ww|global(ly)?|all( countries)?|weltweit|welt|monde( entier)?|mondial|mundo|mundial|wereld"
    r"(wijd)?",
    re.IGNORECASE,
)
# Longer words first, or `ex` would be found in `except`.
_EXCEPT = re.compile(
    r"\(?\s*(?:\b(?:excluding|excl|except for|except|exc|ex|without|ohne|außer|sauf|excepto|zonder|behalve)\b\.?|-):?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[;,|/\n]+")


class Form(Value):
    """A product form of List 150, and its detail of List 175."""

    form: str
    detail: str | None = None


def read_yes_or_no(cell: str) -> bool | None:
    """Whether the cell says yes; None if it says neither."""
    word = _plain(cell)
    return True if word in _YES else False if word in _NO else None


def read_abridgement(cell: str, *, yes_is: str) -> str | None:
    """The edition type, ABR or UBR; `yes_is` is what a bare yes means in this column."""
    word = _plain(cell)
    if word in _UNABRIDGED:
        return "UBR"
    if word in _ABRIDGED:
        return "ABR"
    said = read_yes_or_no(cell)
    return None if said is None else yes_is if said else {"ABR": "UBR", "UBR": "ABR"}[yes_is]


def read_language(cell: str) -> str:
    """The language's code where the cell names it in words, else what it says.

    >>> read_language("German"), read_language("Französisch"), read_language("en-GB")
    ('ger', 'fre', 'en-GB')
    """
    said = line_of(cell)
    return _LANGUAGES.get(_plain(said)) or code_of_name(said) or said


def read_form(cell: str) -> Form | None:
    """The product form; None for words that are none we know, of which there are many."""
    said = line_of(cell)
    if _FORM_CODE.fullmatch(said):
        return Form(form=said)
    form, detail = _FORMS.get(_plain(said), (None, None))
    return Form(form=form, detail=detail) if form else None


def read_status(cell: str) -> str | None:
    """The publishing status; None for a word that is none we know."""
    said = line_of(cell)
    return said if _STATUS_CODE.fullmatch(said) else _STATUSES.get(_plain(said))


def read_territory(cell: str) -> Territory | None:
    """The territory in a cell; None if any of it is no country or region that we know.

    >>> read_territory("World ex. US, Canada").without_countries, read_territory("DE AT CH").countries
    (('US', 'CA'), ('DE', 'AT', 'CH'))
    """
    said = line_of(cell)
    if len(said) > 4000:
        return None
    inside, mark, outside = _parted(said)
    included, excluded = _places(inside), _places(outside)
    if included is None or excluded is None or (mark and not excluded) or not included:
        return None
    return Territory(
        countries=tuple(code for code in included if code != WORLD),
        regions=(WORLD,) if WORLD in included else (),
        without_countries=excluded,
    )


def _parted(text: str) -> tuple[str, str, str]:
    match = _EXCEPT.search(text)
    # A hyphen within a name (Guinea-Bissau) excludes nothing.
    if match is None or (match[0].strip() == "-" and not _EVERYWHERE.fullmatch(text[: match.start()].strip())):
        return text, "", ""
    return text[: match.start()], match[0], text[match.end() :].strip(" )")


def _places(text: str) -> tuple[str, ...] | None:
    found: list[str] = []
    for part in filter(None, (part.strip(" .()") for part in _BETWEEN.split(text))):
        codes = _place(part) or _codes(part.split())
        if codes is None:
            return None
        found += codes
    return tuple(dict.fromkeys(found))


def _place(text: str) -> list[str] | None:
    if _EVERYWHERE.fullmatch(text):
        return [WORLD]
    code = meant(text)
    return [code] if code else None


def _codes(words: list[str]) -> list[str] | None:
    """Codes with nothing but spaces between them, as ONIX writes them."""
    codes = [meant(word) if word.isupper() and len(word) <= 3 else None for word in words]
    return [code for code in codes if code] if words and all(codes) else None


def _plain(text: str) -> str:
    letters = "".join(char for char in normalize("NFKD", line_of(text).casefold()) if not combining(char))
    return re.sub(r"[\W_]+", " ", letters).strip()
