"""What was measured of a file: frozen facts, from which rules and plans are derived.

Times are counted in samples wherever a cut is made, because container headers are hints: a header may be several
per cent off (VBR without a Xing frame), a count of decoded samples is not.
"""

from enum import StrEnum

from shelfready.values import Value

TIMELINE_RATE_HZ = 44_100
"""The sample rate, in hertz, of a title's timeline: chapters, joins and every audio rendition count in it."""


class Medium(StrEnum):
    """What a content type is made of; families meet on it."""

    AUDIO = "audio"
    TEXT = "text"


class ChapterMark(Value):
    """One chapter as somebody states it, in milliseconds from the start of the file; `level` is 1 for a top one."""

    title: str | None = None
    start_ms: int
    end_ms: int | None = None
    level: int = 1


class Carrier(StrEnum):
    """Where in a file chapters are written down."""

    QUICKTIME = "quicktime"
    NERO = "nero"
    ID3 = "id3"
    OVERDRIVE = "overdrive"
    CUE = "cue"
    VORBIS = "vorbis"
    OTHER = "other"


class ChapterList(Value):
    """The chapters of one carrier of a file, in order of time."""

    carrier: Carrier
    marks: tuple[ChapterMark, ...]


class AudioTags(Value):
    """What the tags of an audio file say, in the words of its own format. Absent is None, never empty.

    `problem` says why they could not be read, if so.
    """

    title: str | None = None
    album: str | None = None
    artist: str | None = None
    album_artist: str | None = None
    narrator: str | None = None
    publisher: str | None = None
    language: str | None = None
    date: str | None = None
    isbn: str | None = None
    track: int | None = None
    tracks: int | None = None
    disc: int | None = None
    has_cover: bool = False
    problem: str | None = None


class Silence(Value):
    """A silent place: where it begins and how long it lasts, in milliseconds. `is_digital`: every sample is zero."""

    start_ms: int
    length_ms: int
    is_digital: bool = False


class LoudnessBin(Value):
    """Blocks of 400 ms whose loudness rounds down to `lufs`: how many, and their mean power (ITU-R BS.1770)."""

    lufs: int
    blocks: int
    power: float


class AudioFacts(Value):
    """What one whole decode of an audio file found.

    Levels are dB relative to full scale (dBFS, dBTP), loudness is LUFS after EBU R 128 with mono measured as dual
    mono, and more than two channels as the stereo that they are mixed into; minus infinity is digital silence.
    `decoded_samples` counts at the file's own rate, `timeline_samples` at
    `TIMELINE_RATE_HZ`, through the same resampler that the encoders use.

    `true_peak_dbtp` is measured four times oversampled (ITU-R BS.1770-5, annex 2). `mid_rms_dbfs` and `side_rms_dbfs`
    are the levels of half the sum and half the difference of two channels: a side far below the mid is mono on two
    channels, a mid far below the side is stereo with one channel inverted; None without two channels. `bandwidth_hz`
    is the frequency above which nothing is left, as far as it can be told. `silences` are those of at least a second,
    in order, as many as are kept; `pauses` are where nobody
    speaks, however loud the room is; `longest_digital_silence_ms` is of samples that are all zero. `bits_per_sample` is
    of what was delivered uncompressed or lossless. `container_faults` are what the container's own rules forbid.
    `silent_ms` is the sum of all silent places of ten milliseconds. `loudness` adds up over the tracks of a title, so
    that the loudness of a whole book follows without hearing it again. `chapters` are those of the container as a
    player shows them, `chapter_lists` those of each carrier by itself.
    """

    container: str
    codec: str
    sample_rate_hz: int
    channels: int
    bitrate_kbps: int | None = None
    is_constant_bitrate: bool | None = None
    header_duration_ms: int | None = None
    decoded_samples: int
    timeline_samples: int
    integrated_lufs: float | None = None
    sample_peak_dbfs: float
    rms_dbfs: float
    noise_floor_dbfs: float
    head_silence_ms: int = 0
    tail_silence_ms: int = 0
    longest_silence_ms: int = 0
    clipped_runs: int = 0
    true_peak_dbtp: float | None = None
    mid_rms_dbfs: float | None = None
    side_rms_dbfs: float | None = None
    bandwidth_hz: int | None = None
    silences: tuple[Silence, ...] = ()
    pauses: tuple[Silence, ...] = ()
    longest_digital_silence_ms: int = 0
    bits_per_sample: int | None = None
    is_lossless: bool = False
    container_faults: tuple[str, ...] = ()
    decoder_errors: tuple[str, ...] = ()
    pcm_sha256: str
    tags: AudioTags = AudioTags()
    chapters: tuple[ChapterMark, ...] = ()
    chapter_lists: tuple[ChapterList, ...] = ()
    silent_ms: int = 0
    loudness: tuple[LoudnessBin, ...] = ()

    @property
    def duration_ms(self) -> int:
        """Length of the decoded audio, in milliseconds, rounded to the nearest."""
        return round(self.decoded_samples * 1000 / self.sample_rate_hz)


class TocEntry(Value):
    """One entry of an EPUB's table of contents; `level` is 1 for a top entry.

    `characters` is how much text there is from it up to the next entry, None when that was not counted.
    """

    title: str
    href: str
    level: int = 1
    characters: int | None = None


class EpubMessage(Value):
    """One message of EPUBCheck, under EPUBCheck's own id: how often it occurs, and where first."""

    id: str
    severity: str
    text: str
    location: str | None = None
    times: int = 1
    further_locations: tuple[str, ...] = ()


class EpubFacts(Value):
    """What an EPUB says of itself, and what EPUBCheck says of it (None: not run).

    Accessibility is stated in the words of EPUB Accessibility 1.1, of WCAG conformance in `conforms_to`. `overlay_ms`
    is how long the narration that comes with the text (media overlays) is said to be, `overlay_parts_ms` the sum of
    what is said of its parts.
    """

    version: str
    identifiers: tuple[str, ...] = ()
    title: str | None = None
    languages: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    spine_items: int = 0
    missing_items: tuple[str, ...] = ()
    toc: tuple[TocEntry, ...] = ()
    cover_name: str | None = None
    drm: str | None = None
    access_modes: tuple[str, ...] = ()
    access_modes_sufficient: tuple[str, ...] = ()
    accessibility_features: tuple[str, ...] = ()
    accessibility_hazards: tuple[str, ...] = ()
    accessibility_summary: str | None = None
    conforms_to: tuple[str, ...] = ()
    accessibility_certified_by: str | None = None
    accessibility_exemption: str | None = None
    overlay_ms: int | None = None
    overlay_parts_ms: int | None = None
    messages: tuple[EpubMessage, ...] | None = None


class ImageFacts(Value):
    """What a picture is, after decoding it once."""

    format: str
    width_px: int
    height_px: int
    mode: str
    has_alpha: bool = False
    is_animated: bool = False
    bits_per_channel: int = 8
    has_icc_profile: bool = False
    has_exif: bool = False
