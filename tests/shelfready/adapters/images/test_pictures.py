"""Reading and reducing pictures."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from shelfready.adapters.images import open_pictures
from shelfready.adapters.sandbox import Limits, Subject, ask
from shelfready.errors import LimitError, RejectedError
from shelfready.media import ImageFacts

Save = Callable[..., Path]
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Writes a picture under a name that says nothing of its format."""

    def to_disk(image: Image.Image, kind: str, **options: object) -> Path:
        path = tmp_path / "cover"
        image.save(path, kind, **options)
        return path

    return to_disk


def reduced(path: Path, longest_side_px: int = 100) -> Image.Image:
    """What a shelf would show."""
    into = path.with_name("reduced")
    open_pictures().reduce(path, longest_side_px, 90, into)
    with Image.open(into) as image:
        image.load()
        return image


def near(found: object, expected: tuple[int, int, int]) -> bool:
    """Whether a colour is what was meant, within what JPEG loses."""
    assert isinstance(found, tuple)
    return all(abs(one - other) <= 6 for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "jpeg"), ("PNG", "png"), ("TIFF", "tiff"), ("WEBP", "webp")])
def test_reads_the_formats_of_covers(save: Save, kind: str, name: str) -> None:
    """A picture is known by its bytes."""
    path = save(Image.new("RGB", (30, 20)), kind)

    assert open_pictures().read(path) == ImageFacts(format=name, width_px=30, height_px=20, mode="RGB")


def test_reads_transparency_and_animation(save: Save) -> None:
    """What a JPEG could not show is among the facts."""
    frames = [Image.new("RGBA", (8, 8), colour) for colour in ("#f008", "#00f8")]
    path = save(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)

    found = open_pictures().read(path)

    assert (found.has_alpha, found.is_animated) == (True, True)


@pytest.mark.parametrize(
    ("mode", "kind", "bits"),
    [
        ("RGB", "JPEG", 8),
        ("RGB", "PNG", 8),
        ("1", "PNG", 1),
        ("P", "PNG", 8),
        ("I;16", "PNG", 16),
        ("I;16", "TIFF", 16),
        ("1", "TIFF", 1),
        ("CMYK", "TIFF", 8),
        ("RGB", "WEBP", 8),
    ],
)
def test_depth_is_the_files(save: Save, mode: str, kind: str, bits: int) -> None:
    """How many bits a channel has is read from the file."""
    assert open_pictures().read(save(Image.new(mode, (8, 8)), kind)).bits_per_channel == bits


def test_depth_is_not_what_is_left_after_decoding(tmp_path: Path) -> None:
    """A coloured PNG of sixteen bits is decoded to eight, and is still one of sixteen."""
    rows = b"".join(b"\0" + bytes(6 * 4) for _ in range(4))
    path = tmp_path / "cover"
    path.write_bytes(_png(struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0), zlib.compress(rows)))

    found = open_pictures().read(path)

    assert (found.mode, found.bits_per_channel) == ("RGB", 16)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_profiles_and_notes_are_noticed(save: Save, kind: str) -> None:
    """Whether there is a colour profile, and whether a camera has left its notes; neither is imagined."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    taken_at = {0x9003: "2024:01:01 00:00:00"}
    exif, tags = Image.Exif(), TiffImagePlugin.ImageFileDirectory_v2()
    notes: dict[str, object] = {"tiffinfo": tags} if kind == "TIFF" else {"exif": exif}
    exif[0x8769] = tags[0x8769] = taken_at
    with_both = open_pictures().read(save(Image.new("RGB", (8, 8)), kind, icc_profile=profile, **notes))
    with_none = open_pictures().read(save(Image.new("RGB", (8, 8)), kind))

    assert (with_both.has_icc_profile, with_both.has_exif) == (True, True)
    assert (with_none.has_icc_profile, with_none.has_exif) == (False, False)


def _png(header: bytes, pixels: bytes) -> bytes:
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def test_sides_are_those_that_are_seen(save: Save) -> None:
    """A picture whose EXIF turns it is measured, and reduced, as it is seen."""
    image = Image.new("RGB", (40, 20), BLUE)
    image.paste(RED, (0, 0, 20, 20))
    exif = Image.Exif()
    exif[274] = 6  # turn a quarter clockwise: what was left is on top
    path = save(image, "PNG", exif=exif)

    facts = open_pictures().read(path)
    seen = reduced(path)

    assert (facts.width_px, facts.height_px) == seen.size == (20, 40)
    assert near(seen.getpixel((10, 4)), RED)
    assert near(seen.getpixel((10, 36)), BLUE)


@pytest.mark.parametrize("turn", range(1, 9))
def test_turns_as_pillow_would(save: Save, turn: int) -> None:
    """Each of the eight orientations ends upright."""
    from PIL import ImageOps

    image = Image.new("RGB", (40, 20), BLUE)
    image.paste(RED, (0, 0, 20, 10))
    exif = Image.Exif()
    exif[274] = turn
    path = save(image, "PNG", exif=exif)
    with Image.open(path) as file:
        expected = ImageOps.exif_transpose(file)

    seen = reduced(path)

    corners = [(2, 2), (seen.width - 3, 2), (2, seen.height - 3)]
    assert seen.size == expected.size
    assert all(near(seen.getpixel(corner), expected.getpixel(corner)) for corner in corners)  # type: ignore[arg-type] # RGB


def test_reduces_to_the_longest_side_and_never_enlarges(save: Save) -> None:
    """The shape stays; what is small stays small."""
    path = save(Image.new("RGB", (400, 201)), "PNG")

    assert reduced(path, 100).size == (100, 50)
    assert reduced(path, 1000).size == (400, 201)


def test_a_reduced_picture_is_a_bare_progressive_jpeg(save: Save) -> None:
    """Nothing of the original but its pixels goes on, and the same picture gives the same bytes."""
    exif = Image.Exif()
    exif[270] = "secret"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = save(Image.effect_noise((200, 200), 60), "JPEG", exif=exif, comment=b"secret", icc_profile=profile)

    first = reduced(path)
    data = path.with_name("reduced").read_bytes()
    reduced(path)

    assert path.with_name("reduced").read_bytes() == data
    assert (first.format, first.mode) == ("JPEG", "RGB")
    assert set(first.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert b"secret" not in data


def grey(value: int) -> Image.Image:
    """A picture of 16 bits per pixel."""
    return Image.frombytes("I;16", (10, 10), struct.pack("<H", value) * 100)


PICTURES: dict[str, tuple[Image.Image, str, tuple[int, int, int]]] = {
    "cmyk": (Image.new("CMYK", (10, 10), (0, 255, 255, 0)), "JPEG", RED),
    "grey": (Image.new("L", (10, 10), 128), "PNG", (128, 128, 128)),
    "16 bit": (grey(0x8000), "PNG", (128, 128, 128)),
    "16 bit tiff": (grey(0xFFFF), "TIFF", WHITE),
    "palette": (Image.new("RGB", (10, 10), RED).quantize(4), "PNG", RED),
    "black and white": (Image.new("1", (10, 10), 1), "TIFF", WHITE),
    "transparent": (Image.new("RGBA", (10, 10), (255, 0, 0, 0)), "PNG", WHITE),
    "half transparent": (Image.new("RGBA", (10, 10), (255, 0, 0, 128)), "PNG", (255, 127, 127)),
    "grey, transparent": (Image.new("LA", (10, 10), (0, 0)), "PNG", WHITE),
    "lab": (Image.new("LAB", (10, 10), (255, 128, 128)), "TIFF", WHITE),
}


@pytest.mark.parametrize(("image", "kind", "colour"), PICTURES.values(), ids=PICTURES)
def test_shows_every_colour_space_as_a_screen_would(
    save: Save, image: Image.Image, kind: str, colour: tuple[int, int, int]
) -> None:
    """Print colours, deep greys, palettes and transparency come out in sRGB on white."""
    assert near(reduced(save(image, kind)).getpixel((5, 5)), colour)


def swapped() -> bytes:
    """An sRGB profile whose red and blue are exchanged, so that following it cannot be missed."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for at in range(132, 132 + 12 * struct.unpack_from(">L", data, 128)[0], 12):
        name = bytes(data[at : at + 4])
        if name in (b"rXYZ", b"bXYZ"):
            data[at : at + 4] = b"bXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(data)


def test_follows_a_colour_profile(save: Save) -> None:
    """Numbers mean what the profile says they mean."""
    path = save(Image.new("RGB", (10, 10), RED), "PNG", icc_profile=swapped())

    assert near(reduced(path).getpixel((5, 5)), BLUE)


@pytest.mark.parametrize("profile", [b"nonsense", swapped()[:200]], ids=["nonsense", "cut short"])
def test_ignores_a_broken_profile(save: Save, profile: bytes) -> None:
    """A picture is not refused for a profile that no browser would follow."""
    path = save(Image.new("RGB", (10, 10), RED), "PNG", icc_profile=profile)

    assert near(reduced(path).getpixel((5, 5)), RED)


def test_follows_the_profile_of_a_palette(save: Save) -> None:
    """The profile of a picture with a palette holds for the palette's colours."""
    path = save(Image.new("RGB", (10, 10), RED).quantize(4), "PNG", icc_profile=swapped())

    assert near(reduced(path).getpixel((5, 5)), BLUE)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that claims to be large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def encoded(kind: str, **options: object) -> bytes:
    """A picture's bytes."""
    target = io.BytesIO()
    Image.effect_noise((64, 64), 60).save(target, kind, **options)
    return target.getvalue()


REFUSED = {
    "bomb": (bomb(20_000, 20_000), "image-too-large"),
    "one pixel too many": (bomb(100_000_001, 1), "image-too-large"),
    "cut short": (encoded("JPEG")[:-300], "image-unreadable"),
    "header only": (bomb(10, 10), "image-unreadable"),
    "gif": (encoded("GIF"), "image-unreadable"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "image-unreadable"),
    "bmp": (encoded("BMP"), "image-unreadable"),
    "no picture": (b"ID3" + bytes(1000), "image-unreadable"),
    "empty": (b"", "image-unreadable"),
}


@pytest.mark.parametrize(("data", "cause"), REFUSED.values(), ids=REFUSED)
def test_refuses_what_is_no_cover(tmp_path: Path, data: bytes, cause: str) -> None:
    """Bombs are known by their header; damage, other formats and other files by what they are."""
    path = tmp_path / "cover"
    path.write_bytes(data)

    for call in (lambda: open_pictures().read(path), lambda: reduced(path)):
        with pytest.raises(RejectedError) as caught:
            call()
        assert caught.value.cause_code == cause


@pytest.mark.parametrize("data", [bomb(20_000, 20_000), bomb(100_000_001, 1)], ids=["bomb", "one pixel too many"])
def test_too_many_pixels_are_the_picture_s_fault(tmp_path: Path, data: bytes) -> None:
    """No shop asks for so many: that is a fact of the picture, which its publisher mends, and no limit of ours."""
    path = tmp_path / "cover"
    path.write_bytes(data)

    with pytest.raises(RejectedError) as refused:
        open_pictures().read(path)

    assert refused.value.cause_code == "image-too-large"
    assert not isinstance(refused.value, LimitError)


@pytest.mark.parametrize(
    ("kind", "options", "memory_mib"),
    [("PNG", {}, 150), ("JPEG", {"progressive": True}, 220), ("WEBP", {}, 220), ("WEBP", {}, 400)],
)
def test_a_picture_that_memory_does_not_suffice_for_meets_our_limit(
    save: Save, kind: str, options: dict[str, object], memory_mib: int
) -> None:
    """Codecs call a lack of memory damage; a whole picture is not taken for a damaged one."""
    path = save(Image.new("RGB", (6000, 6000)), kind, **options)
    request = {"do": "read", "path": str(path)}
    limits = Limits(memory_bytes=memory_mib << 20, cpu_s=20, wall_s=60)

    with pytest.raises(LimitError) as caught:
        ask("shelfready.adapters.images.decoding", request, limits, Subject("picture", "image"))

    assert caught.value.cause_code == "image-too-large"


def test_leaves_no_folder_behind(save: Save, tmp_path: Path) -> None:
    """A child's scratch folder goes with it."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    open_pictures(scratch=scratch).read(save(Image.new("RGB", (3, 2)), "PNG"))

    assert list(scratch.iterdir()) == []


def drawn(tmp_path: Path, peaks: bytes) -> Image.Image:
    """A waveform, as an image viewer opens it."""
    into = tmp_path / "waveform.png"
    facts = open_pictures().draw_peaks(peaks, into)
    assert open_pictures().read(into) == facts
    with Image.open(into) as picture:
        picture.load()
        return picture


def inked(picture: Image.Image, left: int, right: int) -> int:
    """How many lines of a stretch of columns are drawn on."""
    box = picture.getchannel("A").crop((left, 0, right, picture.height)).getbbox()
    return box[3] - box[1] if box else 0


def test_draws_what_is_loud_higher_than_what_is_quiet(tmp_path: Path) -> None:
    """From left to right as it is heard; the loudest fills the picture, and silence is a line."""
    quiet, loud = struct.pack("2b", -16, 16), struct.pack("2b", -64, 64)

    picture = drawn(tmp_path, quiet * 600 + loud * 600 + bytes(1200))

    assert picture.size == (1800, 280)
    assert 50 < inked(picture, 0, 590) < 80
    assert 250 < inked(picture, 610, 1190) < 270
    assert 1 <= inked(picture, 1210, 1800) <= 8


def test_waveform_has_nothing_behind_it(tmp_path: Path) -> None:
    """Its corners are transparent, and its ink is told from black and from white."""
    picture = drawn(tmp_path, struct.pack("2b", -64, 64) * 3000)

    ink = picture.getpixel((2, 140))
    assert isinstance(ink, tuple)
    red, green, blue, opacity = ink
    alpha = picture.getchannel("A")
    assert {alpha.getpixel(corner) for corner in ((0, 0), (1799, 0), (0, 279), (1799, 279))} == {0}
    assert opacity > 200
    assert 60 < (red * 2 + green * 7 + blue) / 10 < 190


@pytest.mark.parametrize("peaks", [b"", b"\x80", b"\x80\x7f", bytes(2)], ids=["none", "half", "one", "silent"])
def test_waveform_of_next_to_nothing_is_drawn(tmp_path: Path, peaks: bytes) -> None:
    """A book of a tenth of a second is still a picture of the same size."""
    assert drawn(tmp_path, peaks).size == (1800, 280)


def test_waveform_of_a_long_book_is_drawn(tmp_path: Path) -> None:
    """Thirty hours: the loud second half is seen."""
    half = 15 * 3600 * 10
    peaks = struct.pack("2b", -8, 8) * half + struct.pack("2b", -80, 80) * half

    picture = drawn(tmp_path, peaks)

    assert inked(picture, 0, 890) < 40
    assert inked(picture, 910, 1800) > 250


def test_the_same_peaks_give_the_same_picture(tmp_path: Path) -> None:
    """To the byte."""
    peaks = bytes(range(256)) * 20

    files = [tmp_path / "1.png", tmp_path / "2.png"]
    for file in files:
        open_pictures().draw_peaks(peaks, file)

    assert files[0].read_bytes() == files[1].read_bytes()
