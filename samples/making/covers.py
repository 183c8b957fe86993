"""Draws the cover: a shelf of books whose heights are a sound wave, mirrored in the board they stand on."""

import io
import math
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from samples.making.guide import Guide

_TITLE_FONT = "EBGaramond12-Regular.otf"
_TEXT_FONT = "Lato-Regular.ttf"

_Colour = tuple[int, int, int]
_GROUND: _Colour = (16, 42, 52)
_PAPER: _Colour = (245, 236, 219)
_SPINES: tuple[_Colour, ...] = ((245, 236, 219), (224, 168, 82), (120, 166, 160), (64, 116, 122), (202, 188, 160))
_ACCENT: _Colour = (222, 94, 66)

# Drawn larger and scaled down, because Pillow's rectangles have hard edges.
_OVERSAMPLING = 2
_BOOKS = 37
_ACCENTED = 24


@dataclass(frozen=True)
class Covers:
    """The same cover in the two shapes of the trade, as JPEG files."""

    square: bytes
    portrait: bytes


@dataclass(frozen=True)
class _Book:
    left: float
    width: float
    height: float
    colour: _Colour


def fonts_are_installed() -> bool:
    """Whether the two typefaces of the cover can be found on this system."""
    try:
        _font(_TITLE_FONT, 12), _font(_TEXT_FONT, 12)
    except OSError:
        return False
    return True


def draw_covers(guide: Guide, author: str) -> Covers:
    """The square cover that audiobook shops ask for, and the upright one inside an ebook."""
    return Covers(
        square=_jpeg(_draw(guide, author, (2400, 2400)), (2400, 2400)),
        portrait=_jpeg(_draw(guide, author, (1600, 2560)), (1000, 1600)),
    )


def _draw(guide: Guide, author: str, size: tuple[int, int]) -> Image.Image:
    width, height = (side * _OVERSAMPLING for side in size)
    image = Image.new("RGB", (width, height), _GROUND)
    unit = width / 100
    # Books of an upright cover take up the room that it has more of.
    _draw_shelf(image, unit, board=height * 0.80, stretch=height / width)
    top = 9.5 * unit * height / width
    _draw_line(image, guide.title, _font(_TITLE_FONT, 19.6 * unit), top, _PAPER)
    for index, line in enumerate(_halves(guide.subtitle)):
        _draw_line(image, line, _font(_TEXT_FONT, 4.1 * unit), top + (22.5 + 5.6 * index) * unit, _SPINES[1])
    _draw_line(image, author, _font(_TEXT_FONT, 3.2 * unit), height - 8.2 * unit, _PAPER)
    return image


def _draw_shelf(image: Image.Image, unit: float, board: float, stretch: float) -> None:
    draw = ImageDraw.Draw(image)
    for book in _books(unit, stretch):
        right = book.left + book.width
        draw.rectangle((book.left, board - book.height, right, board), fill=book.colour)
        draw.rectangle(
            (book.left, board + 0.9 * unit, right, board + 0.9 * unit + book.height * 0.32),
            fill=_blend(book.colour, _GROUND, 0.82),
        )
        _draw_bands(draw, book, unit, board)
    draw.rectangle((0, board, image.width, board + 0.55 * unit), fill=_PAPER)


def _draw_bands(draw: ImageDraw.ImageDraw, book: _Book, unit: float, board: float) -> None:
    """The gilt lines of a spine, near its head and its foot."""
    shade = _blend(book.colour, _GROUND, 0.45)
    for offset in (0.10, 0.13, 0.88):
        y = board - book.height * (1 - offset)
        draw.rectangle((book.left, y, book.left + book.width, y + 0.22 * unit), fill=shade)


def _books(unit: float, stretch: float) -> list[_Book]:
    """A row of spines from margin to margin, as high as a spoken phrase is loud."""
    chance = random.Random(7)
    widths = [chance.uniform(0.75, 1.25) for _ in range(_BOOKS)]
    scale = 84 * unit / sum(widths)
    books, left = [], 8 * unit
    for index, width in enumerate(widths):
        colour = _ACCENT if index == _ACCENTED else chance.choice(_SPINES)
        height = (7 + 21 * _loudness(index / (_BOOKS - 1)) * chance.uniform(0.82, 1.0)) * unit * stretch
        books.append(_Book(left, width * scale - 0.28 * unit, height, colour))
        left += width * scale
    return books


def _loudness(position: float) -> float:
    phrases = ((0.14, 0.09, 0.62), (0.38, 0.10, 0.88), (0.66, 0.09, 1.0), (0.89, 0.07, 0.55))
    return max(weight * math.exp(-(((position - centre) / spread) ** 2)) for centre, spread, weight in phrases)


def _draw_line(image: Image.Image, text: str, font: ImageFont.FreeTypeFont, top: float, colour: _Colour) -> None:
    ImageDraw.Draw(image).text((image.width / 2, top), text, font=font, fill=colour, anchor="ma")


def _halves(text: str) -> tuple[str, str]:
    """A line broken at the space nearest to its middle."""
    spaces = [index for index, letter in enumerate(text) if letter == " "]
    at = min(spaces, key=lambda index: abs(index - len(text) / 2))
    return text[:at], text[at + 1 :]


def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    # The basic layout engine is in every Pillow; the other one depends on what the system offers.
    return ImageFont.truetype(name, round(size), layout_engine=ImageFont.Layout.BASIC)


def _blend(colour: _Colour, other: _Colour, share: float) -> _Colour:
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _jpeg(image: Image.Image, size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(target, "JPEG", quality=82, optimize=True, dpi=(300, 300))
    return target.getvalue()
