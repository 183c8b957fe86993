"""What the name of a file promises. What a file really is, its first bytes say later."""

from collections.abc import Iterable, Iterator

# The second line is of kinds that we refuse: taken in, they become a finding; left alone, a hole in the book.
AUDIO = frozenset(
    {"mp3", "m4a", "m4b", "mp4", "aac", "flac", "wav", "ogg", "oga", "opus", "aif", "aiff"}
    | {"wma", "aax", "aa", "m4p", "ape", "wv", "mp2", "mpc", "ra", "rm", "caf", "w64", "mka", "amr"}
)
PICTURES = frozenset({"jpg", "jpeg", "png", "tif", "tiff", "webp"})
BOOKS = frozenset({"epub"})
PAPERS = frozenset({"pdf"})
RECORDS = frozenset({"opf", "onix", "onx"})

LONGEST_NAME = 255
"""Characters of a name with its folders, as `titles.FileName` has it."""

TAKEN = AUDIO | PICTURES | BOOKS | PAPERS
"""Files that are a part of a title, or come with one."""


def suffix_of(name: str) -> str:
    """The suffix in lower case without its dot, `""` for none.

    >>> suffix_of("CD1/01 Storm.MP3"), suffix_of("CD1.old/README")
    ('mp3', '')
    """
    file = name.rpartition("/")[2]
    return file.rpartition(".")[2].casefold() if "." in file else ""


def too_long(names: Iterable[str]) -> Iterator[str]:
    """What is wrong with names that are longer than we keep."""
    for name in names:
        if len(name) > LONGEST_NAME:
            yield f"{name[:40]}... has a name of {len(name)} characters with its folders, and at most 255 are expected"
