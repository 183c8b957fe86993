"""A whole book in one file, as some publishers send it."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bare import BareFfmpeg


def joined(ffmpeg: BareFfmpeg, cache: Path, tracks: Sequence[Path]) -> Path:
    """The tracks one after the other in one MP3, frame by frame; kept in `cache`."""
    key = "-".join(str(track.stat().st_size) for track in (tracks[0], tracks[-1]))
    file = cache / f"joined-{len(tracks)}-{key}.mp3"
    if not file.exists():
        with TemporaryDirectory(dir=cache) as folder:
            listed, out = Path(folder) / "tracks.txt", Path(folder) / "joined.mp3"
            listed.write_text("".join(f"file '{track.resolve()}'\n" for track in tracks))
            # Without the tags of the first track, which would say that fourteen others are missing.
            untagged = ("-vn", "-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1")
            ffmpeg.make("-f", "concat", "-safe", "0", "-i", listed, *untagged, out)
            out.replace(file)
    return file
