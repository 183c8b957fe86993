"""Pieces that are encoded apart join into one book, to the sample and without a click."""

import math
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.encoders import options
from shelfready.adapters.audio.windows import LEAST_BEFORE, MOST_BEFORE, window
from shelfready.errors import DefectError
from shelfready.plans import AudioFormat
from shelfready.ports import EncodeInput, Watcher
from shelfready.recipe_keys import ENCODING_VERSION
from shelfready.sound import loudness_of
from tests.fixtures.media import CalmWatcher, MakeAudio
from tests.shelfready.adapters.audio.books import (
    Floats,
    Recording,
    encode_book,
    frames_of,
    heard_of,
    original_of,
    playable,
    recording,
    source,
    target,
)

AAC_32, AAC_64, AAC_128 = (AudioFormat(kbps=kbps, channels=1) for kbps in (32, 64, 128))
STEREO = AudioFormat(kbps=128, channels=2)
OPUS = AudioFormat(codec="opus", kbps=32, channels=1)
LADDER = (AAC_32, AAC_64, AAC_128, OPUS)

# Seven unequal tracks: one of 0.05 s, one of a single sample, one cut exactly between two frames.
BOUNDS = (100_003, 102_208, 300_032, 440_320, 440_321, 700_001)


def _in_one_go(ffmpeg: Path, book: Recording, format: AudioFormat, folder: Path) -> Path:
    """The whole recording by one encoder, without any of our code."""
    made = folder / f"whole-{format.key}.{'ogg' if format.codec == 'opus' else 'aac'}"
    mix = ["-af", "pan=mono|c0=0.5*c0+0.5*c1"] if format.channels == 1 else []
    coder = ["-c:a", "libopus" if format.codec == "opus" else "aac", "-b:a", f"{format.kbps}k"]
    coder += [word for name, value in options(format).items() for word in (f"-{name}", str(value))]
    command = [
        str(ffmpeg),
        "-v",
        "error",
        "-f",
        "s16le",
        "-ar",
        "44100",
        "-ac",
        "2",
        "-i",
        "-",
        *mix,
        *coder,
        str(made),
    ]
    subprocess.run(command, input=book.pcm.tobytes(), check=True)
    return made


def _rms(error: Floats) -> float:
    return math.sqrt(float((error**2).mean()))


def _lag(heard: Floats, original: Floats, where: slice) -> int:
    """By how many samples what is heard lies beside the original: where the difference is least."""
    lags = range(-20, 21)
    part = original[where]
    errors = [_rms(heard[where.start + lag : where.stop + lag] - part) for lag in lags]
    return lags[errors.index(min(errors))]


def _must_join(ours: Floats, theirs: Floats, original: Floats, joins: list[int]) -> None:
    """Around joins the sound is as near to the original as one encoder makes it in one go."""
    samples = len(original)
    our_error, their_error = ours[:samples] - original, theirs[:samples] - original
    assert _rms(our_error) < 1.1 * _rms(their_error)
    for join in joins:
        around = slice(join - 2048, join + 2048)
        assert _lag(ours, original, around) == 0
        assert _rms(our_error[around]) < 2 * max(_rms(their_error[around]), _rms(their_error))
        # A click is one sample far off.
        assert np.abs(our_error[join - 64 : join + 64]).max() < 2 * np.abs(their_error).max()


@pytest.mark.parametrize("format", [*LADDER, STEREO], ids=lambda one: one.key)
def test_joins_of_tracks_cannot_be_told(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path, format: AudioFormat
) -> None:
    """At joins of tracks a listener hears what one encoder makes in one go; the length is exact."""
    book = recording(20.3, BOUNDS)
    original = original_of(book, format, ffmpeg)

    joined = encode_book(audio, book.jobs(tmp_path, format), tmp_path, watcher)[format]

    ours, theirs = (
        heard_of(joined, format, ffmpeg),
        heard_of(_in_one_go(ffmpeg, book, format, tmp_path), format, ffmpeg),
    )
    assert len(ours) >= len(original)
    assert len(ours) - len(original) < round(format.frame_samples * format.rate_hz / 44_100)
    _must_join(ours, theirs, original, [bound * format.rate_hz // 44_100 for bound in BOUNDS])


@pytest.mark.parametrize("format", LADDER, ids=lambda one: one.key)
def test_joins_of_pieces_cannot_be_told(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path, format: AudioFormat
) -> None:
    """A long track that is encoded in pieces is as long as in one go, and sounds as it does."""
    book = recording(31.7)
    size = 310_001
    (tmp_path / "whole").mkdir()

    pieces = encode_book(audio, book.jobs(tmp_path, format, piece_samples=size), tmp_path, watcher)[format]
    whole = encode_book(audio, book.jobs(tmp_path, format), tmp_path / "whole", watcher)[format]

    ours, theirs = heard_of(pieces, format, ffmpeg), heard_of(whole, format, ffmpeg)
    assert len(ours) == len(theirs)
    joins = [join * format.rate_hz // 44_100 for join in range(size, len(book.pcm), size)]
    _must_join(ours, theirs, original_of(book, format, ffmpeg), joins)


@pytest.mark.parametrize("number", [40, pytest.param(300, marks=pytest.mark.slow)])
def test_many_tiny_tracks_do_not_drift(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path, number: int
) -> None:
    """The last of many tracks, most of them shorter than a frame, is where it belongs, to the sample."""
    lengths = np.random.default_rng(3).integers(1, 3000, number)
    bounds = np.cumsum(lengths).tolist()
    book = recording(bounds[-1] / 44_100, tuple(bounds[:-1]))

    made = encode_book(audio, book.jobs(tmp_path, AAC_64, OPUS), tmp_path, watcher)

    for format in (AAC_64, OPUS):
        original, heard = original_of(book, format, ffmpeg), heard_of(made[format], format, ffmpeg)
        assert 0 <= len(heard) - len(original) < 1024
        places = range(1000, len(original) - 5000, 8000)
        assert {_lag(heard, original, slice(at, at + 4000)) for at in places} == {0}


def test_the_same_again_is_the_same_bytes(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """An encoding that is made twice, by two attempts at once perhaps, is one object in the store."""
    job = recording(2, (30_000,)).jobs(tmp_path, STEREO, AAC_64, OPUS)[1]
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(audio.encode(job, tmp_path / name, watcher))

    for first, second in zip(*made, strict=True):
        assert first.frames.read_bytes() == second.frames.read_bytes()
        assert first.sizes.read_bytes() == second.sizes.read_bytes()
        assert first.facts == second.facts


@pytest.mark.parametrize(
    ("codec", "kind", "rate", "channels"),
    [("mp3", "mp3", 22_050, 1), ("mp3", "mp3", 44_100, 2), ("m4a", "m4a", 48_000, 2), ("flac", "flac", 48_000, 6)],
)
def test_what_was_measured_is_what_is_encoded(
    *,
    make_audio: MakeAudio,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    tmp_path: Path,
    codec: str,
    kind: str,
    rate: int,
    channels: int,
) -> None:
    """Length, level and silence that measuring found are what encoding finds, through any decoder and resampler."""
    track = make_audio(tmp_path / "a", seconds=2.7, rate=rate, channels=channels, codec=codec)
    facts = audio.measure(track, kind, watcher).facts

    aac, opus = _encoded(audio, _alone(track, kind, rate, facts.decoded_samples, facts.timeline_samples), watcher)

    assert aac.samples == aac.frames * 1024 >= facts.timeline_samples
    assert opus.samples == opus.frames * 960 >= facts.timeline_samples * 480 // 441
    # The level is that of six channels, the loudness that of the two that they become.
    for found in (aac, opus) if channels <= 2 else ():
        assert found.rms_dbfs == pytest.approx(facts.rms_dbfs, abs=0.5)
    assert loudness_of(aac.loudness or ()) == pytest.approx(facts.integrated_lufs, abs=0.5)
    assert opus.loudness is None


def _alone(track: Path, kind: str, rate: int, decoded: int, samples: int, *, gain_db: float = 0.0) -> EncodeInput:
    """The task of encoding a track that is the whole book."""
    return EncodeInput(
        source=source(track, kind),
        sample_rate_hz=rate,
        decoded_samples=decoded,
        track_samples=samples,
        offset_samples=0,
        samples=samples,
        padding_samples=0,
        start_sample=0,
        before=b"",
        after=b"",
        is_last=True,
        gain_db=gain_db,
        targets=tuple(target(format, 0, samples, is_last=True) for format in (AAC_64, OPUS)),
    )


def _encoded(audio: FfmpegAudio, job: EncodeInput, watcher: Watcher):  # type: ignore[no-untyped-def]  # facts, one for each
    folder = Path(job.source.whole()).parent / f"made-{job.gain_db}"
    folder.mkdir()
    return [made.facts for made in audio.encode(job, folder, watcher)]


def test_one_gain_makes_it_louder_by_just_that(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Six decibels more are six more of level and of loudness, and what was silent before is silent still."""
    sound = "if(between(t,1,2),0.0006*sin(2*PI*300*t),0.1*sin(2*PI*300*t))"
    track = make_audio(tmp_path / "a", seconds=3, sound=sound)
    measured = audio.measure(track, "flac", watcher).facts

    plain = _encoded(audio, _alone(track, "flac", 44_100, 132_300, 132_300), watcher)
    louder = _encoded(audio, _alone(track, "flac", 44_100, 132_300, 132_300, gain_db=6.0), watcher)

    assert measured.silent_ms == 1000
    assert [loudness_of(facts[0].loudness or ()) for facts in (plain, louder)] == pytest.approx([-21.5, -15.5], abs=0.1)
    for before, after in zip(plain, louder, strict=True):
        assert after.rms_dbfs == pytest.approx(before.rms_dbfs + 6, abs=0.1)
        assert after.peak_dbfs == pytest.approx(before.peak_dbfs + 6, abs=0.7)
        assert before.silent_ms == pytest.approx(1000, abs=100)
        assert after.silent_ms == pytest.approx(1000, abs=100)


def test_other_options_are_other_encodings() -> None:
    """What was encoded is found by its key, which knows of options only by the version: raise it with every change."""
    told = {format.key: options(format) for format in (AAC_32, AAC_64, STEREO, OPUS)}

    assert (ENCODING_VERSION, told) == (
        3,
        {
            "aac-lc-32-mono": {"aac_coder": "twoloop", "cutoff": 10_000},
            "aac-lc-64-mono": {"aac_coder": "fast"},
            "aac-lc-128-stereo": {"aac_coder": "fast"},
            "opus-32-mono": {"application": "lowdelay", "vbr": "constrained", "frame_duration": 20},
        },
    )


def test_hiss_near_the_threshold_is_no_more_silent_than_it_was(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Encoders take some decibels of noise away: hiss at -59 dBFS does not become a gap by that."""
    track = make_audio(tmp_path / "a", seconds=4, sound="(random(0)-0.5)*0.00389")
    measured = audio.measure(track, "flac", watcher).facts

    made = _encoded(audio, _alone(track, "flac", 44_100, 176_400, 176_400), watcher)

    assert measured.silent_ms == 0
    assert measured.rms_dbfs == pytest.approx(-59.0, abs=0.1)
    assert max(facts.silent_ms or 0 for facts in made) < 0.02 * 4_000


def test_neighbours_get_the_same_gain(audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path) -> None:
    """A book that is made louder has no step at its joins: the neighbours' audio, too, is made louder."""
    quiet = recording(8, (150_000,))
    loud = Recording((quiet.pcm.astype(int) * 2).astype("<i2"), quiet.bounds)
    (tmp_path / "b").mkdir()

    ours = encode_book(audio, quiet.jobs(tmp_path, AAC_128, gain_db=6.0206), tmp_path, watcher)[AAC_128]
    theirs = encode_book(audio, loud.jobs(tmp_path / "b", AAC_128), tmp_path / "b", watcher)[AAC_128]

    difference = heard_of(ours, AAC_128, ffmpeg) - heard_of(theirs, AAC_128, ffmpeg)
    assert np.abs(difference).max() < 0.003


@pytest.mark.parametrize("lie", [-1, 1])
def test_another_length_than_measured_is_our_defect(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, lie: int
) -> None:
    """One sample more or less than the plan says would move all that follows: nothing is made."""
    job = recording(1).jobs(tmp_path, AAC_64)[0]
    changed = replace(job, samples=job.samples + lie, track_samples=job.samples + lie)
    (tmp_path / "made").mkdir()

    with pytest.raises(DefectError) as caught:
        audio.encode(changed, tmp_path / "made", watcher)

    assert caught.value.cause_code == "decoded-length-changed"
    assert list((tmp_path / "made").iterdir()) == []


def test_a_track_that_is_shorter_than_measured_is_noticed_by_its_last_piece(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A piece in the middle cannot know where the track ends; the last one does, and refuses."""
    jobs = recording(4).jobs(tmp_path, AAC_64, piece_samples=60_000)
    lying = [replace(job, track_samples=job.track_samples + 1, decoded_samples=job.decoded_samples + 1) for job in jobs]
    (tmp_path / "made").mkdir()

    audio.encode(lying[1], tmp_path / "made", watcher)
    with pytest.raises(DefectError):
        audio.encode(replace(lying[-1], samples=lying[-1].samples + 1), tmp_path / "made", watcher)


def test_too_little_of_the_neighbour_is_our_defect(tmp_path: Path) -> None:
    """An encoder that is not given what it needs to settle says so before it starts."""
    job = recording(2, (50_000,)).jobs(tmp_path, AAC_64)[1]

    with pytest.raises(DefectError) as caught:
        window(replace(job, before=job.before[-4000:]), job.targets[0])

    assert caught.value.cause_code == "neighbour-audio-missing"


def test_stored_context_is_always_enough(tmp_path: Path) -> None:
    """Wherever a track begins within a frame, 8,192 samples of its neighbour cover what each encoder must hear."""
    for start in range(40_000, 41_024, 31):
        job = recording(2, (start,)).jobs(tmp_path, AAC_64, OPUS)[1]
        given = replace(job, before=job.before[-4 * 8192 :])
        for wanted in job.targets:
            heard = window(given, wanted)

            assert heard.start_sample >= start - 8192
            assert LEAST_BEFORE[wanted.format.codec] <= heard.skipped <= MOST_BEFORE[wanted.format.codec]


def test_padding_is_silence_behind_the_track(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """A track that is padded sounds to its end, and then nothing does; what follows lies that much later."""
    job = recording(2).jobs(tmp_path, AAC_128)[0]
    padded = replace(job, padding_samples=700, targets=(target(AAC_128, 0, 88_900, is_last=True),))
    (tmp_path / "made").mkdir()

    heard = heard_of(playable(audio.encode(padded, tmp_path / "made", watcher), tmp_path / "b"), AAC_128, ffmpeg)

    assert np.abs(heard[88_000:88_150]).max() > 0.01
    assert np.abs(heard[88_400:88_900]).max() < 0.002


def test_a_shifted_grid_makes_the_same_frames(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Opus after a track that got 100 samples longer: its grid moves along, and its frames are what they were."""
    job = recording(4, (90_000,)).jobs(tmp_path, OPUS)[1]
    first, end = job.targets[0].first_frame, job.targets[0].end_frame
    moved = replace(
        job,
        start_sample=job.start_sample + 100,
        targets=(job.targets[0].model_copy(update={"origin_sample": 100, "first_frame": first, "end_frame": end}),),
    )
    made = []
    for number, one in enumerate((job, moved)):
        (tmp_path / f"made-{number}").mkdir()
        made.append(frames_of(audio.encode(one, tmp_path / f"made-{number}", watcher)[0]))

    assert made[0] == made[1]


@pytest.mark.parametrize("seconds", [0.2, 0.005])
def test_a_moment_is_a_track(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, seconds: float) -> None:
    """A track of a fifth of a second has its frames; one of five milliseconds, between frames, has none."""
    start = 50_300
    end = start + round(seconds * 44_100)
    job = recording(3, (start, end)).jobs(tmp_path, AAC_64, OPUS)[1]
    (tmp_path / "made").mkdir()

    made = audio.encode(job, tmp_path / "made", watcher)

    assert [one.facts.frames for one in made] == [wanted.end_frame - wanted.first_frame for wanted in job.targets]
    if seconds == 0.005:
        assert [one.facts.frames for one in made] == [0, 0]
        assert [one.frames.read_bytes() + one.sizes.read_bytes() for one in made] == [b"", b""]


def test_calling_off_leaves_nothing(audio: FfmpegAudio, tmp_path: Path) -> None:
    """A track whose encoding is called off leaves no file and no folder."""

    class CalledOffError(Exception):
        pass

    class Impatient(CalmWatcher):
        def moved(self) -> None:
            """It goes on."""
            self.check()

        def check(self) -> None:
            raise CalledOffError

    job = recording(30).jobs(tmp_path, STEREO, OPUS)[0]
    (tmp_path / "made").mkdir()
    with pytest.raises(CalledOffError):
        audio.encode(job, tmp_path / "made", Impatient())

    assert list((tmp_path / "made").iterdir()) == []
    assert list((tmp_path / "scratch").iterdir()) == []
