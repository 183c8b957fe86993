"""One decode says everything about a publisher's audio file."""

import math
import subprocess
import time
from pathlib import Path

import pytest

from shelfready.adapters.audio import FfmpegAudio, open_audio
from shelfready.errors import RejectedError
from shelfready.media import AudioFacts, ChapterMark, Silence
from shelfready.ports import EDGE_SAMPLES, PEAKS_PER_S, MeasuredAudio
from tests.fixtures.media import SINE, CalmWatcher, MakeAudio


@pytest.mark.parametrize(
    ("codec", "kind", "name"),
    [
        ("flac", "flac", "flac"),
        ("wav", "wav", "pcm_s16le"),
        ("float-wav", "wav", "pcm_f32le"),
        ("w64", "w64", "pcm_s16le"),
        ("aiff", "aiff", "pcm_s16be"),
        ("alac", "m4a", "alac"),
        ("mp3", "mp3", "mp3"),
        ("opus", "ogg", "opus"),
    ],
)
def test_every_format_is_measured(
    *, make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, codec: str, kind: str, name: str
) -> None:
    """Length, rate, channels and level come out alike, whatever the format."""
    rate = 48_000 if codec == "opus" else 44_100
    made = make_audio(tmp_path / "a", seconds=1.5, rate=rate, channels=2, codec=codec, sound=SINE)

    facts = audio.measure(made, kind, watcher).facts

    assert (facts.container, facts.codec, facts.sample_rate_hz, facts.channels) == (kind, name, rate, 2)
    assert facts.decoded_samples == round(1.5 * rate)
    assert facts.timeline_samples == 66_150
    assert facts.sample_peak_dbfs == pytest.approx(-6.02, abs=0.5)
    assert facts.rms_dbfs == pytest.approx(-9.03, abs=0.5)
    assert facts.integrated_lufs == pytest.approx(-6.7, abs=0.7)
    assert facts.decoder_errors == ()
    assert facts.tags.problem is None


def test_mono_is_as_loud_as_dual_mono(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A mono book is not measured three units lower than the same book in two channels."""
    mono = audio.measure(make_audio(tmp_path / "1", seconds=2, channels=1), "flac", watcher).facts
    stereo = audio.measure(make_audio(tmp_path / "2", seconds=2, channels=2), "flac", watcher).facts

    assert mono.integrated_lufs == pytest.approx(stereo.integrated_lufs, abs=0.3)


@pytest.mark.parametrize(
    ("codec", "kind", "bits", "is_lossless"),
    [
        ("wav", "wav", 16, True),
        ("float-wav", "wav", 32, True),
        ("flac", "flac", 16, True),
        ("alac", "m4a", 16, True),
        ("aiff", "aiff", 16, True),
        ("mp3", "mp3", None, False),
        ("m4a", "m4a", None, False),
        ("opus", "ogg", None, False),
    ],
)
def test_what_was_lost_is_known(
    *,
    make_audio: MakeAudio,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    tmp_path: Path,
    codec: str,
    kind: str,
    bits: int | None,
    is_lossless: bool,
) -> None:
    """Uncompressed and lossless files have bits for each sample; a lossy encoder has left none."""
    rate = 48_000 if codec == "opus" else 44_100

    facts = audio.measure(make_audio(tmp_path / "a", rate=rate, codec=codec), kind, watcher).facts

    assert (facts.bits_per_sample, facts.is_lossless) == (bits, is_lossless)


def test_mono_on_two_channels_and_inverted_channels_are_told_apart(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """What both channels share and what they do not are measured; one channel has neither."""
    found = {}
    for name, right in (("same", "c0=c0|c1=c0"), ("inverted", "c0=c0|c1=-1*c0")):
        made = tmp_path / name
        command = [str(ffmpeg), "-v", "error", "-i", str(make_audio(tmp_path / "plain")), "-af", f"pan=stereo|{right}"]
        subprocess.run([*command, "-f", "flac", str(made)], check=True)
        facts = audio.measure(made, "flac", watcher).facts
        found[name] = (facts.mid_rms_dbfs, facts.side_rms_dbfs, facts.rms_dbfs)
    mono = audio.measure(make_audio(tmp_path / "mono"), "flac", watcher).facts

    level = mono.rms_dbfs
    assert found["same"] == pytest.approx((level, -math.inf, level), abs=0.02)
    assert found["inverted"] == pytest.approx((-math.inf, level, level), abs=0.02)
    assert (mono.mid_rms_dbfs, mono.side_rms_dbfs) == (None, None)


def test_silences_and_the_waveform_are_of_the_whole(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A second and a half of nothing between two tones is listed, and is a flat line in the waveform."""
    sound = "if(between(t,1,2.5),0,0.5*sin(2*PI*441*t))"

    measured = audio.measure(make_audio(tmp_path / "a", seconds=4, sound=sound), "flac", watcher)

    assert measured.facts.silences == (Silence(start_ms=1000, length_ms=1500, is_digital=True),)
    assert measured.facts.longest_digital_silence_ms == 1500
    pairs = [measured.waveform[at : at + 2] for at in range(0, len(measured.waveform), 2)]
    assert len(pairs) == 4 * PEAKS_PER_S
    assert set(pairs[10:25]) == {b"\0\0"}
    assert {pair[1] for pair in pairs[:10] + pairs[25:]} == {64}  # half of 127, rounded


def test_true_peaks_lie_between_samples(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A tone whose samples all miss its crests is higher than they are."""
    made = make_audio(tmp_path / "a", codec="float-wav", sound="min(t*10,1)*0.5*sin(2*PI*11025*t+PI/4)")

    facts = audio.measure(made, "wav", watcher).facts

    assert facts.sample_peak_dbfs == pytest.approx(-9.03, abs=0.02)
    assert facts.true_peak_dbtp == pytest.approx(-6.02, abs=0.4)


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 1), (44_100, 2), (22_050, 1), (48_000, 2), (44_100, 6)])
def test_edges_are_the_timeline(
    *, make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, rate: int, channels: int
) -> None:
    """Head and tail are the first and last samples as an encoder hears them, however they are come by."""
    made = make_audio(tmp_path / "a", seconds=2.0123, rate=rate, channels=channels)
    measured = audio.measure(made, "flac", watcher)

    expected = audio.workshop  # the encoder's own chain, run apart
    pcm = _timeline(expected.tools.ffmpeg, made)

    assert measured.facts.timeline_samples == len(pcm) // 4
    assert measured.head == pcm[: EDGE_SAMPLES * 4]
    assert measured.tail == pcm[-EDGE_SAMPLES * 4 :]


def _timeline(ffmpeg: Path, path: Path) -> bytes:
    pan = "pan=stereo|FL<FL+0.707*FC+0.707*BL+0.707*SL|FR<FR+0.707*FC+0.707*BR+0.707*SR"
    chain = f"aformat=sample_fmts=fltp,aresample=44100,{pan},aformat=sample_fmts=s16"
    command = [str(ffmpeg), "-v", "error", "-i", str(path), "-af", chain, "-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_levels_of_silence(make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Digital silence is minus infinity by every measure."""
    facts = audio.measure(make_audio(tmp_path / "a", sound="0"), "flac", watcher).facts

    levels = (facts.sample_peak_dbfs, facts.true_peak_dbtp, facts.rms_dbfs, facts.noise_floor_dbfs)
    assert (*levels, facts.integrated_lufs) == (-math.inf,) * 5
    assert facts.bandwidth_hz is None
    assert facts.head_silence_ms == facts.longest_silence_ms == 1000


def test_facts_survive_storage(make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Minus infinity is read back from the stored JSON as it was."""
    facts = audio.measure(make_audio(tmp_path / "a", sound="0"), "flac", watcher).facts

    assert AudioFacts.from_json(facts.to_json()) == facts


def test_peaks_above_full_scale_are_seen(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A float file may go beyond full scale; it is measured before anything clips it."""
    made = make_audio(tmp_path / "a", codec="float-wav", sound="1.5*sin(2*PI*441*t)")

    facts = audio.measure(made, "wav", watcher).facts

    assert facts.sample_peak_dbfs == pytest.approx(3.52, abs=0.02)
    assert facts.clipped_runs == 882


def test_the_fingerprint_ignores_the_container(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """The same sound in FLAC and WAV, with other tags, is the same sound; another sound is not."""
    flac = audio.measure(make_audio(tmp_path / "a", tags={"title": "A"}), "flac", watcher).facts
    wav = audio.measure(make_audio(tmp_path / "b", codec="wav"), "wav", watcher).facts
    other = audio.measure(make_audio(tmp_path / "c", sound=SINE), "flac", watcher).facts

    assert flac.pcm_sha256 == wav.pcm_sha256 != other.pcm_sha256


def test_a_constant_bit_rate_is_seen(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Constant and varying bit rates are told apart, with and without a header that says so."""
    constant = make_audio(tmp_path / "a", codec="mp3", seconds=2, options=("-b:a", "128k"))
    varying = make_audio(tmp_path / "b", codec="mp3", seconds=2, options=("-q:a", "5"))
    silent_about_it = make_audio(tmp_path / "c", codec="mp3", seconds=2, options=("-q:a", "5", "-write_xing", "0"))
    found = [audio.measure(path, "mp3", watcher).facts for path in (constant, varying, silent_about_it)]

    assert [facts.is_constant_bitrate for facts in found] == [True, False, False]
    assert found[0].bitrate_kbps == 128


def test_lengths_come_from_samples(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A varying bit rate without an index makes the header wrong; the count of decoded samples is right."""
    quiet_then_loud = "if(lt(t,5),0,0.5*sin(2*PI*440*t)+0.3*(random(0)-0.5))"
    options = ("-q:a", "2", "-write_xing", "0")
    made = make_audio(tmp_path / "a", codec="mp3", seconds=10, sound=quiet_then_loud, options=options)

    facts = audio.measure(made, "mp3", watcher).facts

    assert facts.duration_ms == pytest.approx(10_000, abs=60)
    assert facts.header_duration_ms is not None
    assert abs(facts.header_duration_ms - facts.duration_ms) > 1000


def test_tags_are_read(make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Tags come out under our names, whatever the format calls them."""
    tags = {"title": "One", "album": "Book", "artist": "Author", "composer": "Reader", "track": "3/25", "date": "2024"}
    found = [
        audio.measure(make_audio(tmp_path / codec, codec=codec, tags=tags), kind, watcher).facts.tags
        for codec, kind in (("mp3", "mp3"), ("m4a", "m4a"))
    ]

    for read in found:
        assert (read.title, read.album, read.artist, read.narrator) == ("One", "Book", "Author", "Reader")
        assert (read.track, read.tracks, read.date) == (3, 25, "2024")
        assert not read.has_cover


def test_chapters_are_read(make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Chapters of the container come in order of time."""
    (tmp_path / "marks").write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\ntitle=One\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=400\nEND=1000\ntitle=Two\n"
    )
    plain = make_audio(tmp_path / "a", codec="mp3")
    made = tmp_path / "b"
    command = [str(audio.workshop.tools.ffmpeg), "-v", "error", "-i", str(plain), "-i", str(tmp_path / "marks")]
    subprocess.run([*command, "-map_chapters", "1", "-c", "copy", "-f", "mp3", str(made)], check=True)

    facts = audio.measure(made, "mp3", watcher).facts

    assert facts.chapters == (
        ChapterMark(title="One", start_ms=0, end_ms=400),
        ChapterMark(title="Two", start_ms=400, end_ms=1000),
    )


def test_damage_is_listed_and_the_rest_measured(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Noise in the middle of a file is what the decoder complains of; the file is not refused for it."""
    made = make_audio(tmp_path / "a", codec="mp3", seconds=20, options=("-b:a", "64k"))
    data = bytearray(made.read_bytes())
    data[60_000:90_000] = bytes(number * 37 % 251 for number in range(30_000))
    made.write_bytes(data)

    facts = audio.measure(made, "mp3", watcher).facts

    assert facts.decoder_errors
    assert 10_000 < facts.duration_ms < 20_000
    assert not any("0x" in line or str(tmp_path) in line for line in facts.decoder_errors)


def test_a_cut_file_is_as_long_as_it_sounds(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A file cut in half still claims its whole length in the header; what counts is what is there."""
    made = make_audio(tmp_path / "a", codec="m4a", seconds=10, options=("-movflags", "+faststart"))
    made.write_bytes(made.read_bytes()[: made.stat().st_size // 2])

    facts = audio.measure(made, "m4a", watcher).facts

    assert facts.header_duration_ms == pytest.approx(10_000, abs=60)
    assert facts.duration_ms < 6000


@pytest.mark.parametrize(
    ("data", "kind", "cause_code"),
    [
        (b"", "mp3", "unreadable-audio"),
        (b"just some text", "mp3", "unreadable-audio"),
        (b"fLaC", "flac", "unreadable-audio"),
        (b"\x00" * 5000, "m4a", "unreadable-audio"),
        (b"%PDF-1.7", "pdf", "not-audio"),
        (b"", "aax", "not-audio"),
        (b"", "asf", "not-audio"),
    ],
)
def test_what_is_no_audio_is_refused(
    *, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, data: bytes, kind: str, cause_code: str
) -> None:
    """The publisher is told why, without the paths of our machine."""
    (tmp_path / "a").write_bytes(data)

    with pytest.raises(RejectedError) as caught:
        audio.measure(tmp_path / "a", kind, watcher)

    assert caught.value.cause_code == cause_code
    assert str(tmp_path) not in caught.value.message


def test_odd_paths_are_only_paths(
    make_audio: MakeAudio, watcher: CalmWatcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that looks like an option or a protocol is opened as the file that it is."""
    monkeypatch.chdir(tmp_path)
    audio = open_audio(ffmpeg=None, ffprobe=None, scratch=Path("scratch"), memory_bytes=2 * 1024**3)
    for name in ("-y", "http:a", "concat:a|b", "a %03d b", "a\nb", "ümläut 'quoted\""):
        path = Path(name)
        path.write_bytes(make_audio(tmp_path / "plain").read_bytes())

        assert audio.measure(path, "flac", watcher).facts.decoded_samples == 44_100


def test_nothing_is_left_behind(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """The folder for work in progress is empty afterwards, whether it went well or not."""
    audio.measure(make_audio(tmp_path / "a"), "flac", watcher)
    with pytest.raises(RejectedError):
        audio.measure(make_audio(tmp_path / "a"), "mp3", watcher)

    assert list((tmp_path / "scratch").iterdir()) == []


def test_progress_is_reported(make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """The watcher hears of a growing share, up to the whole, and is asked whether to go on."""
    measured = audio.measure(make_audio(tmp_path / "a", seconds=60, codec="mp3"), "mp3", watcher)

    assert isinstance(measured, MeasuredAudio)
    assert watcher.heard == sorted(set(watcher.heard))
    assert watcher.heard[-1] == pytest.approx(1.0, abs=0.05)
    assert watcher.checks > 0


class MovingWatcher(CalmWatcher):
    """Counts, too, how often it heard that the work goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.moves = 0

    def moved(self) -> None:
        """Count it."""
        self.moves += 1


class SlowToTheWhole(MovingWatcher):
    """Holds ffmpeg up, whose pipes are full soon, until it has reported the whole: so that is not its last report."""

    def check(self) -> None:
        """Take longer than it takes ffmpeg to report."""
        if not self.heard or self.heard[-1] < 1.0:
            time.sleep(0.6)


def test_a_file_without_a_length_is_heard_of(
    make_audio: MakeAudio, audio: FfmpegAudio, ffmpeg: Path, tmp_path: Path
) -> None:
    """A streamed FLAC states no length: there is no share to tell, and the work goes on all the same."""
    streamed = tmp_path / "streamed"
    made = str(make_audio(tmp_path / "a"))
    command = [str(ffmpeg), "-v", "error", "-i", made, "-c:a", "flac", "-f", "flac", "pipe:1"]
    streamed.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    watcher = MovingWatcher()

    facts = audio.measure(streamed, "flac", watcher).facts

    assert (facts.header_duration_ms, facts.duration_ms) == (None, 1000)
    assert (watcher.heard, watcher.moves > 0) == ([], True)


def test_a_file_beyond_its_stated_length_is_heard_of(make_audio: MakeAudio, audio: FfmpegAudio, tmp_path: Path) -> None:
    """A header that understates is soon passed: the share has reached the whole, and the work goes on."""
    made = make_audio(tmp_path / "a", seconds=60, sound="0")
    data = bytearray(made.read_bytes())
    # Total samples, 36 bits from the middle of byte 21 (RFC 9639, 8.2): one second.
    data[21:26] = bytes([data[21] & 0xF0]) + (44_100).to_bytes(4, "big")
    made.write_bytes(data)
    watcher = SlowToTheWhole()

    facts = audio.measure(made, "flac", watcher).facts

    assert (facts.header_duration_ms, facts.duration_ms) == (1000, 60_000)
    assert watcher.heard == sorted(set(watcher.heard))
    assert (watcher.heard[-1], watcher.moves > 0) == (1.0, True)
