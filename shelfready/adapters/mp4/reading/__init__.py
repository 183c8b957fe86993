"""Reads packed files back, sharing nothing with what writes them: a mistake in both would have to be made twice."""

import struct
from pathlib import Path

from shelfready.adapters.mp4.reading.listed import read_playlist
from shelfready.adapters.mp4.reading.movies import read_movie
from shelfready.adapters.mp4.reading.rungs import read_rung
from shelfready.adapters.mp4.reading.walking import broken, top_level
from shelfready.errors import ShelfreadyError, UnavailableError
from shelfready.ports import PackedAudio, Watcher


def read_back(path: Path, watcher: Watcher) -> PackedAudio:
    """Read a file, or a playlist and the file that it names; `DefectError` when anything in it is not as it says."""
    listed = read_playlist(path) if path.suffix == ".m3u8" else None
    media = listed.media if listed else path
    try:
        with media.open("rb") as file:
            boxes = list(top_level(file, media.stat().st_size))
            if listed is not None or any(box.name == b"moof" for box in boxes):
                return read_rung(file, boxes, listed, watcher)
            return read_movie(file, boxes, watcher)
    except ShelfreadyError:
        raise  # some of them are OSErrors, or ValueErrors, as well
    except OSError as error:
        message = f"what was packed could not be read ({error.strerror}); try again"
        raise UnavailableError(message, cause_code="disk-error") from error
    except (struct.error, ValueError, IndexError) as error:
        raise broken(f"a box of it is shorter than what it should hold ({error})") from error
