"""What every audiobook is encoded into, in the words of a bare ffmpeg."""

from collections.abc import Iterator

from shelfready.plans import AudioFormat

LADDER = (
    AudioFormat(kbps=32, channels=1),
    AudioFormat(kbps=64, channels=1),
    AudioFormat(kbps=128, channels=1),
    AudioFormat(codec="opus", kbps=32, channels=1),
)
"""The rungs that a mono title gets; a test holds them against those of `shelfready/renditions`."""

VOICE = LADDER[1]
"""What the M4B and the sample of a mono title are in: one of the rungs."""

# What Shelfready's own encoder is told: bare ffmpeg has to do the same work. A test holds the one against the other.
_OPTIONS = {
    "aac-lc-32-mono": ("-aac_coder", "twoloop", "-cutoff", "10000"),
    "aac-lc-64-mono": ("-aac_coder", "fast"),
    "aac-lc-128-mono": ("-aac_coder", "fast"),
    "opus-32-mono": ("-application", "lowdelay", "-vbr", "constrained", "-frame_duration", "20"),
}
_ENCODERS = {"aac-lc": "aac", "opus": "libopus"}
_CONTAINERS = {"aac-lc": ("adts", "aac"), "opus": ("ogg", "ogg")}


def options(format: AudioFormat) -> tuple[str, ...]:
    """What an encoder is told besides its bit rate."""
    return _OPTIONS[format.key]


def encoded(format: AudioFormat) -> tuple[str, ...]:
    """The words that encode whatever comes before them into a format."""
    layout = ("-vn", "-ac", str(format.channels), "-ar", str(format.rate_hz))
    return (*layout, "-c:a", _ENCODERS[format.codec], *options(format), "-b:a", f"{format.kbps}k")


def into_files(stem: str) -> Iterator[tuple[str, ...]]:
    """For each rung the words that encode into a file, whose name begins with `stem`."""
    for format in LADDER:
        container, suffix = _CONTAINERS[format.codec]
        yield (*encoded(format), "-f", container, f"{stem}-{format.key}.{suffix}")
