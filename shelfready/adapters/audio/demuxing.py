"""Opens a publisher's file in ffmpeg so that nothing else can be opened by it."""

from pathlib import Path
from typing import Any

import ffmpeg

from shelfready.errors import RejectedError

# Never guessed by ffmpeg: a text file that is called a song would be read as a list of other files.
_DEMUXERS = {
    "mp3": "mp3",
    "flac": "flac",
    "wav": "wav",
    "rf64": "wav",
    "w64": "w64",
    "m4a": "mov",
    "ogg": "ogg",
    "aiff": "aiff",
    "aac": "aac",
}
_REFUSED = {
    "aax": "it is protected by digital rights management; send it without",
    "asf": "it is Windows Media; send MP3, FLAC, WAV or M4A",
}

# Without this ffmpeg would start to decode any film or subtitle that a container holds, only to describe it.
_DECODERS = (
    *("mp3float", "mp3", "mp2float", "mp2", "mp1float", "mp1", "aac", "alac", "flac", "opus", "libopus", "vorbis"),
    *("pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be"),
    *("pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be", "pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav"),
    *("adpcm_ima_qt", "mov_text"),
    # Covers.
    *("mjpeg", "png", "bmp", "gif", "tiff", "webp"),
)

CONTAINERS = tuple(_DEMUXERS)
"""The kinds of `sniffing.sniff` that are read as audio."""


def demuxer(kind: str) -> str:
    """The demuxer for a kind of file; `RejectedError` for a kind that we do not take as audio."""
    name = _DEMUXERS.get(kind)
    if name is None:
        reason = _REFUSED.get(kind, f"it is {kind}; send MP3, FLAC, WAV or M4A")
        raise RejectedError(f"the file cannot be used as audio: {reason}", cause_code="not-audio")
    return name


def staged(path: Path, folder: Path, name: str = "source") -> str:
    """A file as the tools are given it: under our own name, in our own folder, whatever its path holds."""
    link = folder / name
    if not link.is_symlink():
        link.symlink_to(path.absolute())
    return f"file:{link.name}"


def confinement(name: str) -> dict[str, str]:
    """The options that keep a demuxer to its one file, and to decoders for audio."""
    return {
        "f": name,
        "protocol_whitelist": "file,pipe",
        "format_whitelist": name,
        "codec_whitelist": ",".join(_DECODERS),
    }


def first_audio(path: Path, kind: str, folder: Path, *, name: str = "source", **options: str | float) -> Any:
    """The first audio stream of a publisher's file, as a node of an ffmpeg-python graph that runs in the folder.

    `name` tells it from other files of the same graph.
    """
    # One thread: tracks are spread over the cores, and the outcome does not depend on their number.
    source = staged(path, folder, name)
    return ffmpeg.input(source, threads=1, vn=None, sn=None, dn=None, **confinement(demuxer(kind)), **options)["a:0"]
