"""Tests of cutting a message into pieces: the pieces are the parser's own elements, however the bytes arrive."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from shelfready.onix.splitting import Break, Piece, Stray, pieces, start_tag
from shelfready.onix.windows import Window, chunks

_TEXTS = st.sampled_from(
    [
        "",
        "x",
        "<b/>",
        "<!-- </Product> -->",
        "<![CDATA[</Product>]]>",
        "<?p </Product>?>",
        "<Products>p</Products>",
        "é&lt;",
    ]
)
_ENDS = st.sampled_from(["</Product>", "</Product \n>"])
_BETWEEN = st.sampled_from(["", "\n", "<!-- <Product> -->", "<?p <Product>?>", " \t"])
_ELEMENTS = st.lists(st.tuples(_BETWEEN, st.lists(_TEXTS, max_size=4), _ENDS), max_size=5)


def _cut(data: bytes, size: int, limit: int = 1_000_000) -> list[Piece | Break | Stray]:
    window = Window(iter([data[at : at + size] for at in range(0, len(data), size)]))
    opening = start_tag(window)
    assert opening is not None
    window.take(len(opening))
    return list(pieces(window, b"m", lambda _tag: limit))


@given(_ELEMENTS, st.integers(1, 40))
def test_as_the_parser(elements: list[tuple[str, list[str], str]], size: int) -> None:
    """Pieces are the elements that a parser finds, with their lines."""
    inside = "".join(f'{between}<Product a=">">{"".join(texts)}{end}' for between, texts, end in elements)
    data = f"<m>{inside}</m>\n".encode()

    found = _cut(data, size)
    expected = list(etree.fromstring(data).iterchildren(tag=etree.Element))

    assert [type(piece) for piece in found] == [Piece] * len(expected)
    for piece, element in zip(found, expected, strict=True):
        assert isinstance(piece, Piece)
        assert piece.data is not None
        assert etree.tostring(etree.fromstring(piece.data)) == etree.tostring(element, with_tail=False)
        assert piece.line == element.sourceline


@given(st.binary(max_size=200), st.integers(1, 20))
def test_anything(data: bytes, size: int) -> None:
    """Any bytes are cut, or broken off, and never a loop or a crash."""
    found = _cut(b"<m>" + data, size)

    assert all(not isinstance(piece, Break) for piece in found[:-1])


@given(_ELEMENTS, st.integers(1, 40))
def test_too_large_ones_are_gone_past(elements: list[tuple[str, list[str], str]], size: int) -> None:
    """With a limit below every element each is found, and none is kept."""
    inside = "".join(f"{between}<Product>{'x' * 300}{''.join(texts)}{end}" for between, texts, end in elements)

    found = _cut(f"<m>{inside}</m>".encode(), size, limit=20)

    assert found == [Piece(b"Product", piece.line, None) for piece in found]
    assert len(found) == len(elements)


def test_chunks_are_gathered() -> None:
    """Small pieces of a source are put together before they are searched."""
    assert len(list(chunks([b"x"] * 600_000))) == 3
    assert b"".join(chunks([b"ab", b"", b"c"])) == b"abc"
