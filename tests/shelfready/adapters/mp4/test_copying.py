"""Frames are streamed through: what is wrong on the way leaves no file behind."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shelfready.errors import DefectError, UnavailableError
from shelfready.ports import AudiobookFile, AudioPacker, BookFrames, FrameRun, Watcher
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.mp4.encodings import AAC_64, run_of

BOOK = AudiobookFile(title="x")
FRAMES = tuple(bytes([number % 251]) * 200 for number in range(2000))


def _book(run: FrameRun) -> BookFrames:
    return BookFrames(AAC_64, 1990 * 1024, 1024, (run,))


def test_progress_is_told_as_it_grows(packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """From nothing to all, and never backwards; and it is asked whether to go on."""
    packer.pack_audiobook(_book(run_of(FRAMES, piece_bytes=5000)), BOOK, tmp_path / "b", watcher)

    assert watcher.heard == sorted(set(watcher.heard))
    assert 50 < len(watcher.heard) <= 100
    assert watcher.checks > len(watcher.heard)


def test_no_more_than_a_piece_is_held(packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """When the next piece is asked for, those before it are in the file, but for what its buffer holds."""
    large, piece_bytes = tuple(bytes([number]) * 60_000 for number in range(200)), 100_000
    run = run_of(large, piece_bytes=piece_bytes)
    held: list[int] = []

    def stream(start: int, end: int) -> Iterator[bytes]:
        for number, piece in enumerate(run.stream(start, end)):
            held.append(number * piece_bytes - (tmp_path / "b.part").stat().st_size)
            yield piece

    book = BookFrames(AAC_64, 199 * 1024, 1024, (replace(run, stream=stream),))
    packer.pack_audiobook(book, BOOK, tmp_path / "b", watcher)

    assert len(held) == 120
    assert max(held) <= (1 << 20) + piece_bytes


@pytest.mark.parametrize(("more", "held"), [(-1, "398,199 bytes"), (1, "more"), (-398_200, "0 bytes")])
def test_frames_that_do_not_match_their_table_are_found(
    *, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, more: int, held: str
) -> None:
    """Not a byte more or less than their sizes say, else every later frame would be noise."""
    run = run_of(FRAMES)

    def stream(start: int, end: int) -> Iterator[bytes]:
        data = b"".join(run.stream(start, end)) + b"x"
        yield data[: end - start + more]

    for pack in (_as_file, _as_rung):
        with pytest.raises(DefectError, match=held) as caught:
            pack(packer, _book(replace(run, stream=stream)), tmp_path, watcher)

        assert caught.value.cause_code == "encoded-length-wrong"
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_the_store_says_is_passed_on(packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """A store that is away is no full disk."""

    def stream(start: int, end: int) -> Iterator[bytes]:
        raise UnavailableError("the store does not answer", cause_code="store-unreachable")

    with pytest.raises(UnavailableError) as caught:
        packer.pack_audiobook(_book(replace(run_of(FRAMES), stream=stream)), BOOK, tmp_path / "b", watcher)

    assert caught.value.cause_code == "store-unreachable"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_tried_again(packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Elsewhere, or when there is room."""
    (tmp_path / "b.part").symlink_to("/dev/full")

    with pytest.raises(UnavailableError, match="make room") as caught:
        packer.pack_audiobook(_book(run_of(FRAMES)), BOOK, tmp_path / "b", watcher)

    assert caught.value.cause_code == "no-space"
    assert list(tmp_path.iterdir()) == []


def test_it_can_be_called_off(
    packer: AudioPacker, calling_off: Callable[[BaseException], Watcher], tmp_path: Path
) -> None:
    """Nothing half done is left."""
    with pytest.raises(KeyboardInterrupt):
        packer.pack_audiobook(_book(run_of(FRAMES)), BOOK, tmp_path / "b", calling_off(KeyboardInterrupt()))

    assert list(tmp_path.iterdir()) == []


def _as_file(packer: AudioPacker, book: BookFrames, folder: Path, watcher: Watcher) -> None:
    packer.pack_audiobook(book, BOOK, folder / "b", watcher)


def _as_rung(packer: AudioPacker, book: BookFrames, folder: Path, watcher: Watcher) -> None:
    packer.pack_hls(book, 6, folder / "hls", watcher)
