"""Packs a book's frames into one MP4 file with chapters, tags and cover (M4B)."""

from pathlib import Path
from typing import Any

import ffmpeg

from shelfready.adapters.audio.ffmetadata import ffmetadata
from shelfready.adapters.audio.graphs import BITEXACT, Workshop
from shelfready.adapters.audio.packing import encoded, packing_limits, put_in_place, timing
from shelfready.errors import DefectError
from shelfready.languages import three_letter_code
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import AudiobookFile, Watcher

_MOST_NERO_CHAPTERS = 255
"""Its count is one byte; players that read it before the chapter track would lose the rest."""

_BRAND = "M4B "
_COVER_DEMUXERS = {b"\xff\xd8\xff": "jpeg_pipe", b"\x89PN": "png_pipe"}


def pack_audiobook(workshop: Workshop, frames: Path, book: AudiobookFile, into: Path, watcher: Watcher) -> None:
    """Write the M4B."""
    with workshop.folder() as name:
        work = Path(name)
        (work / "book.txt").write_text(ffmetadata(_tags(book), book.chapters), encoding="utf-8")
        inputs = [encoded(frames, work)]
        options: dict[str, str | int] = {"bsf:a": timing(book.samples)}
        if book.language and (language := three_letter_code(book.language)):
            options["metadata:s:a:0"] = f"language={language}"
        if book.cover is not None:
            inputs.append(_cover(book.cover, work))
            options |= {"vcodec": "copy", "disposition:v:0": "attached_pic"}
        # It has no streams; the question mark lets ffmpeg find none.
        texts = ffmpeg.input("file:book.txt", f="ffmetadata", protocol_whitelist="file,pipe")["a?"]
        number = len(inputs)
        movflags = "+faststart" if len(book.chapters) <= _MOST_NERO_CHAPTERS else "+faststart+disable_chpl"
        graph = ffmpeg.output(
            *inputs,
            texts,
            "book.m4b",
            f="ipod",
            acodec="copy",
            brand=_BRAND,
            movflags=movflags,
            # Edit list and chapters count in samples, not in milliseconds.
            movie_timescale=TIMELINE_RATE_HZ,
            avoid_negative_ts="disabled",
            **{**BITEXACT, "map_metadata": number, "map_chapters": number, **options},
        )
        limits = packing_limits(workshop, frames, book.samples)
        workshop.run(graph, watcher, work, samples=book.samples, limits=limits)
        put_in_place(work / "book.m4b", into)


def _cover(cover: Path, work: Path) -> Any:
    """The cover as an input: one of our own JPEGs or PNGs, not decoded, just put in."""
    (work / "cover").symlink_to(cover.absolute())
    with cover.open("rb") as file:
        mark = file.read(3)
    demuxer = _COVER_DEMUXERS.get(mark)
    if demuxer is None:
        raise DefectError("the cover is neither JPEG nor PNG; make one of them first", cause_code="cover-not-usable")
    return ffmpeg.input("file:cover", f=demuxer, protocol_whitelist="file,pipe", format_whitelist=demuxer)["v:0"]


def _tags(book: AudiobookFile) -> dict[str, str | None]:
    """The tags as audiobook players read them: the narrator is the composer.

    MP4 as ffmpeg writes it has no place for subtitle and publisher; the release's manifests do.
    """
    authors = ", ".join(book.authors)
    return {
        "title": book.title,
        "album": book.title,
        "artist": authors,
        "album_artist": authors,
        "composer": ", ".join(book.narrators),
        "genre": "Audiobook",
        "date": book.date,
        "description": book.description,
        "synopsis": book.description,
        "media_type": "2",  # 2: audiobook, in iTunes' `stik`
        "gapless_playback": "1",
    }
