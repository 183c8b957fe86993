"""What file names leave behind in titles: an ISBN, a suffix, underscores between the words."""

import re

_ISBN = re.compile(r"(?<!\d)97[89](?:[ -]?\d){10}(?!\d)", re.ASCII)
_SUFFIX = re.compile(r"\.(?:mp3|m4a|m4b|mp4|aac|flac|wav|ogg|opus|aiff?)$", re.IGNORECASE)
_RATE = re.compile(r"(?<![^\W_])(?:32|48|64|96|128|192|256|320) ?kb(?:it|ps)?(?![^\W_])", re.IGNORECASE)
_JOINED = re.compile(r"[^\s_]+(?:_+[^\s_]+)+")


def has_residue(title: str) -> bool:
    """Whether a title holds something that only a file name has.

    >>> [has_residue(text) for text in ("The_Storm", "07 Storm.mp3", "9789999900010", "1984", "Mr. Wav", "A __ day")]
    [True, True, True, False, False, False]
    """
    return bool(_ISBN.search(title) or _SUFFIX.search(title.strip()) or _JOINED.fullmatch(title.strip()))


def without_residue(title: str) -> str | None:
    """The title alone; None when nothing is left. One that holds nothing of a file name stays as it is.

    >>> without_residue("9789999900010_the_storm_64kb.mp3"), without_residue("9789999900010.mp3")
    ('the storm', None)
    """
    if not has_residue(title):
        return title
    words = _ISBN.sub(" ", _SUFFIX.sub("", title.strip())).strip(" _-.")
    if "_" in words:
        words = _RATE.sub(" ", words).replace("_", " ")
    return " ".join(words.split()).strip(" -.") or None
