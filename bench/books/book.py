"""A title of the bench: a folder as a publisher would send it, and the truth about its tracks."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from shelfready.blobs import hash_file
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.values import Value

_MANIFEST = "shelfready.json"


class Book(Value):
    """A drop on this machine, in its folder.

    `made_samples` is how long each track was when it was made, before it was encoded; `decoded_samples` what bare
    ffmpeg decodes it to. Both count at the timeline's rate, and both are empty for a title without audio.
    """

    folder: Path
    title_id: str
    made_samples: tuple[int, ...] = ()
    decoded_samples: tuple[int, ...] = ()

    @property
    def tracks(self) -> tuple[Path, ...]:
        """The tracks in playing order."""
        return tuple(sorted(self.folder.glob("*.mp3")))

    @property
    def audio_s(self) -> float:
        """Length of the audio, in seconds."""
        return sum(self.decoded_samples) / TIMELINE_RATE_HZ


def write_audiobook(folder: Path, title_id: str, tracks: Sequence[Path], cover: Path) -> None:
    """Put a drop together of links to files that lie elsewhere."""
    folder.mkdir(parents=True)
    (folder / "cover.jpg").symlink_to(cover.resolve())
    files: list[dict[str, object]] = []
    for order, track in enumerate(tracks, 1):
        link = folder / f"{order:03}.mp3"
        link.symlink_to(track.resolve())
        files.append({"role": "track", "order": order, "title": f"Part {order}", **_described(link)})
    files.append({"role": "cover", **_described(folder / "cover.jpg")})
    document = {
        "shelfready": 1,
        "content_type": "audiobook",
        "title_id": title_id,
        "metadata": {
            "title": "A Book to Measure By",
            "authors": ["Sun Tzu"],
            "narrators": ["eSpeak NG (synthetic voice)"],
            "language": "en-GB",
            "is_synthetic_voice": True,
        },
        "files": files,
    }
    (folder / _MANIFEST).write_text(json.dumps(document, indent=1))


def write_retitled(folder: Path, original: Path, changed: Mapping[str, object]) -> None:
    """The same files, with other metadata."""
    _link(folder, original)
    document = json.loads((original / _MANIFEST).read_text())
    document["metadata"] |= changed
    (folder / _MANIFEST).write_text(json.dumps(document, indent=1))


def write_recovered(folder: Path, original: Path, cover: Path) -> None:
    """The same files, with another cover."""
    _link(folder, original)
    link = folder / "cover.jpg"
    link.unlink()
    link.symlink_to(cover.resolve())
    document = json.loads((original / _MANIFEST).read_text())
    files = [file for file in document["files"] if file["role"] != "cover"]
    document["files"] = [*files, {"role": "cover", **_described(link)}]
    (folder / _MANIFEST).write_text(json.dumps(document, indent=1))


def _link(folder: Path, original: Path) -> None:
    folder.mkdir(parents=True)
    for file in original.iterdir():
        if file.name != _MANIFEST:
            (folder / file.name).symlink_to(file.resolve())


def _described(file: Path) -> dict[str, object]:
    blob = hash_file(file)
    return {"name": file.name, "sha256": blob.sha256, "size_bytes": blob.size_bytes}
