"""What a picture's headers say that its pixels, once decoded, do not."""

from pathlib import Path

from PIL import Image, TiffImagePlugin

# In IHDR, which is always first (PNG, 11.2.1).
_PNG_DEPTH_AT, _PNG_COLOURS_AT = 24, 25
_PNG_PALETTE = 3
_TIFF_BITS_PER_SAMPLE = 258
_EXIF_IFD = 0x8769
_BITS_OF_MODES = {"1": 1, "I;16": 16, "I;16B": 16, "I;16L": 16, "I": 32, "F": 32}


def bits_per_channel(path: Path, image: Image.Image) -> int:
    """How many bits each channel has in the file: Pillow decodes sixteen of a coloured PNG to eight."""
    if image.format == "PNG":
        with path.open("rb") as file:
            header = file.read(_PNG_COLOURS_AT + 1)
        # A palette's depth is that of its numbers; its colours always have eight bits.
        return 8 if header[_PNG_COLOURS_AT] == _PNG_PALETTE else header[_PNG_DEPTH_AT]
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        stated = image.tag_v2.get(_TIFF_BITS_PER_SAMPLE, (1,))
        return max(stated) if isinstance(stated, tuple) and stated else int(stated)
    return _BITS_OF_MODES.get(image.mode, 8)


def has_exif(image: Image.Image) -> bool:
    """Whether a camera or a program has left its notes: of a TIFF, whose every tag Pillow calls EXIF, those apart."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return _EXIF_IFD in image.tag_v2
    return "exif" in image.info
