"""Turns a picture of any colour space into sRGB on white, as a screen would show it."""

import io

from PIL import Image, ImageCms

from shelfready.errors import RejectedError

_WHITE = (255, 255, 255)
# From sixteen bits to eight.
_HALF = 1 / 256


def to_srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB. A colour profile is followed where it fits the picture, and ignored where it does not."""
    image = _eight_bit(image)
    profile = image.info.get("icc_profile")
    if image.mode == "P" or (image.has_transparency_data and image.mode not in ("LA", "RGBA")):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    if alpha is not None:
        image = image.convert("L" if image.mode == "LA" else "RGB")
    colours = _converted(image, profile)
    if alpha is None:
        return colours
    white = Image.new("RGB", colours.size, _WHITE)
    white.paste(colours, mask=alpha)
    return white


def _eight_bit(image: Image.Image) -> Image.Image:
    if image.mode == "F":
        raise RejectedError(
            "the picture's pixels are floating-point numbers, whose black and white are nowhere said; save it with "
            "8 bits per channel",
            cause_code="image-unreadable",
        )
    if not image.mode.startswith("I"):
        return image
    narrow = image.convert("I").point(lambda value: value * _HALF).convert("L")
    narrow.info = image.info
    return narrow


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode == "LAB":
        return _through(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if profile and image.mode in ("L", "RGB", "CMYK"):
        try:
            return _through(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError):
            # A profile that is damaged, or made for another kind of picture: browsers ignore it, too.
            return image.convert("RGB")
    return image.convert("RGB")


def _through(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    screen = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(
        image,
        profile,
        screen,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return converted or image.convert("RGB")
