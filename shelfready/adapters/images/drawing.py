"""The child that draws. Imports Pillow; run as a module by `pictures.py`, in a confined process."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from PIL.Image import Resampling

from shelfready.adapters.sandbox.answering import answer

WIDTH_PX, HEIGHT_PX = 1800, 280

# A violet of middling brightness, seen on white and on black alike: contrast 4.4 and 4.8, of which WCAG 2.2 asks 3.
_COLOUR = (124, 103, 214)
# What is loudest in a bar is drawn lighter than what is usual in it: else an hour of speech is a full rectangle.
_PEAK_OPACITY, _USUAL_OPACITY = 110, 255

_BAR_PX, _GAP_PX = 4, 2
_MARGIN_PX = 8
_OVERSAMPLING = 4
_FULL_SCALE = 128
# A quiet book fills the picture all the same, and hiss does not: at most 18 dB.
_MOST_AMPLIFIED = 8.0


def work(request: dict[str, Any]) -> object:
    """Draw a waveform into a file."""
    return draw(Path(request["peaks"]).read_bytes(), Path(request["into"]))


def draw(peaks: bytes, into: Path) -> dict[str, object]:
    """Write the waveform as PNG, transparent behind: a bar for each stretch, mirrored about the middle."""
    bars = list(_bars(peaks))
    loudest = max((peak for peak, _ in bars), default=0.0)
    scale = min(_MOST_AMPLIFIED, 1 / loudest) if loudest else 0.0
    opacity = Image.new("L", (WIDTH_PX * _OVERSAMPLING, HEIGHT_PX * _OVERSAMPLING), 0)
    pen = ImageDraw.Draw(opacity)
    for place, (peak, usual) in enumerate(bars):
        for level, shade in ((peak, _PEAK_OPACITY), (usual, _USUAL_OPACITY)):
            _bar(pen, place, level * scale, shade)
    opacity = opacity.resize((WIDTH_PX, HEIGHT_PX), Resampling.BOX)
    picture = Image.new("RGBA", opacity.size, _COLOUR)
    picture.putalpha(opacity)
    encoded = io.BytesIO()
    picture.save(encoded, "PNG", optimize=True)
    into.write_bytes(encoded.getvalue())
    return {
        "format": "png",
        "width_px": WIDTH_PX,
        "height_px": HEIGHT_PX,
        "mode": "RGBA",
        "has_alpha": True,
    }


def _bars(peaks: bytes) -> Iterator[tuple[float, float]]:
    """The highest and the usual level of each bar, between 0 and 1; they fill the picture, however short the book."""
    values = memoryview(peaks[: len(peaks) // 2 * 2]).cast("b")
    pairs = len(values) // 2
    count = WIDTH_PX // (_BAR_PX + _GAP_PX) if pairs else 0
    for bar in range(count):
        first = bar * pairs // count
        end = max(first + 1, (bar + 1) * pairs // count)
        stretch = values[first * 2 : end * 2]
        levels = [max(-low, high) for low, high in zip(stretch[::2], stretch[1::2], strict=True)]
        yield max(levels) / _FULL_SCALE, sum(levels) / len(levels) / _FULL_SCALE


def _bar(pen: ImageDraw.ImageDraw, place: int, level: float, shade: int) -> None:
    left = (place * (_BAR_PX + _GAP_PX) + _GAP_PX / 2) * _OVERSAMPLING
    width = _BAR_PX * _OVERSAMPLING
    # Never less than a dot: silence is drawn as a line of them, and not as nothing.
    half = max(_BAR_PX / 2, level * (HEIGHT_PX / 2 - _MARGIN_PX)) * _OVERSAMPLING
    middle = HEIGHT_PX * _OVERSAMPLING / 2
    pen.rounded_rectangle((left, middle - half, left + width - 1, middle + half - 1), radius=width / 2, fill=shade)


if __name__ == "__main__":
    answer(work)
