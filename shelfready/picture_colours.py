"""What of a picture is converted before anybody sees it."""

from collections.abc import Iterator

from shelfready.media import ImageFacts


def oddities(image: ImageFacts) -> Iterator[str]:
    """What is not as screens have it, in words that follow "the cover"."""
    if image.mode == "CMYK":
        yield "is CMYK"
    elif image.mode.startswith(("L", "1", "I", "F")) and image.mode != "LAB":
        yield "is greyscale"
    elif image.mode in ("LAB", "HSV", "YCbCr"):
        yield f"is {image.mode}"
    if image.has_alpha:
        yield "has transparency"
    if image.bits_per_channel > 8:  # as screens have them
        yield f"has {image.bits_per_channel} bits a channel"
