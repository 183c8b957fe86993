"""The child that decodes pictures. Imports Pillow; run as a module by `pictures.py`, in a confined process."""

import io
import mmap
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError
from PIL.Image import Resampling, Transpose

from shelfready.adapters.images.colours import to_srgb
from shelfready.adapters.images.headers import bits_per_channel, has_exif
from shelfready.adapters.sandbox.answering import answer
from shelfready.errors import RejectedError

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
"""What covers come in. Every further decoder is one more that a stranger may try to break."""

MOST_PIXELS = 100_000_000
"""10,000 by 10,000: twice the sides of the largest cover that any shop asks for, squared, and then some."""

# What a codec takes at most besides the picture itself: the coefficients of a progressive JPEG in CMYK.
_WORKING_BYTES_PER_PIXEL = 8

# Cameras write a JPEG with a preview behind it; Pillow calls that another format.
_NAMES = {"MPO": "jpeg"}

# Orientations of EXIF 2.3, table 6; 1 is upright.
_TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def work(request: dict[str, Any]) -> object:
    """Read a picture, or reduce it into a file."""
    if request["do"] == "read":
        return read(Path(request["path"]))
    return reduce(Path(request["path"]), request["longest_side_px"], request["quality"], Path(request["into"]))


def read(path: Path) -> dict[str, object]:
    """What the picture is, after decoding its first frame."""
    with _open(path) as image:
        name = _NAMES.get(image.format or "", (image.format or "").lower())
        is_animated = name != "jpeg" and getattr(image, "n_frames", 1) > 1
        _load(image)
        return {
            **_facts(name, _size_as_seen(image), image.mode),
            "has_alpha": image.has_transparency_data,
            "is_animated": is_animated,
            "bits_per_channel": bits_per_channel(path, image),
            "has_icc_profile": bool(image.info.get("icc_profile")),
            "has_exif": has_exif(image),
        }


def reduce(path: Path, longest_side_px: int, quality: int, into: Path) -> dict[str, object]:
    """Write the picture's first frame as a progressive JPEG."""
    with _open(path) as image:
        # A JPEG may be decoded at a half, a quarter or an eighth, which saves most of the time and the memory; three
        # times the size asked for leaves the filter all it can use.
        image.draft(image.mode, (3 * longest_side_px, 3 * longest_side_px))
        _load(image)
        picture = to_srgb(image)
        turn = _TURNS.get(_orientation(image))
    if turn is not None:
        picture = picture.transpose(turn)
    scale = min(1.0, longest_side_px / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if size != picture.size:
        picture = picture.resize(size, Resampling.LANCZOS, reducing_gap=3.0)
    # Pillow would pass on comments from here.
    picture.info.clear()
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=quality, progressive=True, optimize=True)
    into.write_bytes(encoded.getvalue())
    return _facts("jpeg", size, "RGB")


def _open(path: Path) -> Image.Image:
    # Ours is the limit; Pillow's own would be a warning first and an error at twice the number.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        image = Image.open(path, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise _unreadable("it is none of JPEG, PNG, TIFF and WebP") from error
    except OSError:
        # WebP's codec starts here, before the size is known.
        _require_memory(MOST_PIXELS)
        raise
    if image.width * image.height > MOST_PIXELS:
        # What no shop asks for is the publisher's to mend, and a fact of the file.
        raise RejectedError(
            f"the picture has {image.width} by {image.height} pixels, more than {MOST_PIXELS // 10**6} million in all; "
            "send it with at most 10000 on each side",
            cause_code="image-too-large",
        )
    return image


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except (OSError, SyntaxError, ValueError) as error:
        _require_memory(image.width * image.height)
        raise _unreadable(f"it is damaged or cut short ({error})") from error


def _require_memory(pixels: int) -> None:
    # Codecs call a lack of memory damage ("broken data stream"): where there was little, nobody knows which it was.
    with mmap.mmap(-1, pixels * _WORKING_BYTES_PER_PIXEL):
        pass


def _size_as_seen(image: Image.Image) -> tuple[int, int]:
    # From 5 on the picture lies on its side.
    return (image.height, image.width) if _orientation(image) in (5, 6, 7, 8) else image.size


def _orientation(image: Image.Image) -> int:
    # 274: Orientation
    stated = image.getexif().get(274, 1)
    return stated if isinstance(stated, int) else 1


def _unreadable(why: str) -> RejectedError:
    return RejectedError(
        f"the picture cannot be read: {why}; save it anew as JPEG or PNG and send it again",
        cause_code="image-unreadable",
    )


def _facts(name: str, size: tuple[int, int], mode: str) -> dict[str, object]:
    return {"format": name, "width_px": size[0], "height_px": size[1], "mode": mode}


if __name__ == "__main__":
    answer(work)
