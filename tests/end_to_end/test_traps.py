"""The files that other systems stumble over: published right to the sample, or refused by a rule that names them.

A track of thirty hours is planned by its numbers only: to measure one really takes minutes.
"""

import json
import shutil
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from temporalio.client import Client

from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.checking import check
from shelfready.findings import Severity
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.planning import encode_batches
from shelfready.profiles import STREAMING
from tests.end_to_end.house import House, Json, house
from tests.fixtures import traps
from tests.fixtures.media import MakeAudio
from tests.shelfready.planned_books import SECOND, a_book, a_track, planned

Samples = NDArray[np.float64]

TITLE = "9789999900010"
METADATA = {"title": "Traps", "authors": ["A"], "narrators": ["B"], "language": "en"}
CONSTANT = ("-b:a", "96k")
CHAPTERS, CHAPTER_MS = 300, 500
FRAME_SAMPLES = 1024
"""ffmpeg hands out the last frame whole, where players stop at the length that the file says."""


def voice(hz: int) -> str:
    """Something like speech that no other pitch can be taken for."""
    return f"0.15*sin(2*PI*({hz}+40*sin(2*PI*0.7*t))*t)*(0.55+0.45*sin(2*PI*2.3*t))+0.005*(random(0)-0.5)"


def decoded(ffmpeg: Path, path: Path) -> Samples:
    """What a listener hears of a file, mono at the timeline's rate, by an ffmpeg that is told nothing of ours."""
    words = ("-vn", "-ac", "1", "-ar", str(TIMELINE_RATE_HZ), "-f", "f32le", "-")
    command = [str(ffmpeg), "-v", "fatal", "-nostdin", "-i", str(path), *words]
    said = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
    return np.frombuffer(said, "<f4").astype(np.float64)


def shown(path: Path, *what: str) -> Json:
    """What ffprobe shows of a file."""
    command = [str(find_toolchain(None, None).ffprobe), "-v", "error", *what, "-of", "json", str(path)]
    said: Json = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return said


def told_samples(path: Path) -> int:
    """How long a file says that its sound is."""
    stream = shown(path, "-select_streams", "a", "-show_streams")["streams"][0]
    return int(stream["duration_ts"] * Fraction(stream["time_base"]) * TIMELINE_RATE_HZ)


def likeness(heard: Samples, source: Samples) -> float:
    """1 for the same sound at any loudness, 0 for another or for the same a little later."""
    return float(heard @ source / np.sqrt((heard @ heard) * (source @ source)))


async def sent(running: House, folder: Path) -> str:
    """Send a folder without a manifest, as it lies."""
    drop = {"kind": "folder", "source": folder.as_uri()}
    return await running.send(TITLE, "audiobook", drop, metadata=METADATA)


async def fetched(running: House, path: str, into: Path) -> Path:
    """A file of the live release."""
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_bytes(await running.bytes_of(TITLE, path))
    return into


def paths(release: Json) -> set[str]:
    """The files of a release."""
    return {artifact["path"] for artifact in release.get("files") or release["artifacts"]}


def audio_of(playlist: str) -> str:
    """The file that a rung's playlist addresses."""
    return playlist.replace("index.m3u8", "audio.mp4")


def odd_tracks(folder: Path, make_audio: MakeAudio, ffmpeg: Path) -> list[Path]:
    """Ten tracks, in playing order: by name 10 would come before 2, and each is a trap of its own."""

    def mp3(
        number: int, seconds: float, rate: int = 44_100, channels: int = 1, options: tuple[str, ...] = CONSTANT
    ) -> Path:
        path, sound = folder / f"{number}.mp3", voice(100 + 50 * number)
        return make_audio(
            path, seconds=seconds, rate=rate, channels=channels, codec="mp3", sound=sound, options=options
        )

    folder.mkdir(parents=True)
    sound = folder.parent / "sound.m4a"
    make_audio(sound, seconds=4.2, rate=48_000, channels=2, codec="m4a", sound=voice(350))
    return [
        mp3(1, 6),
        mp3(2, 4.5, rate=22_050),
        # A variable bit rate, without the frame that says how long it is.
        mp3(3, 5.3, options=("-q:a", "4", "-write_xing", "0")),
        traps.with_picture(mp3(4, 3), traps.enormous_picture()),
        traps.with_video(ffmpeg, sound, folder / "5.m4a"),
        mp3(6, 0.2),
        Path(shutil.copy(folder / "1.mp3", folder / "7.mp3")),
        make_audio(folder / "8.flac", seconds=3.37, rate=48_000, channels=2, sound=voice(500)),
        make_audio(folder / "9.wav", seconds=2.5, rate=96_000, codec="wav", sound=voice(550)),
        mp3(10, 3.1, rate=32_000, channels=2),
    ]


def broken_tracks(folder: Path, make_audio: MakeAudio) -> None:
    """Four files that cannot be published, each for a reason of its own, and a picture that nobody opens."""

    def track(name: str, codec: str, seconds: float, options: tuple[str, ...] = CONSTANT) -> Path:
        pitch = 100 + 50 * int(name[0])
        return make_audio(folder / name, seconds=seconds, codec=codec, sound=voice(pitch), options=options)

    folder.mkdir(parents=True)
    whole = track("1.mp3", "mp3", 32)
    traps.cut_short(track("2.mp3", "mp3", 20), 0.5)
    traps.cut_short(track("3.m4a", "m4a", 20, (*CONSTANT, "-movflags", "+faststart")), 0.5)
    traps.with_noise(track("4.mp3", "mp3", 20))
    shutil.copy(whole, folder / "5.mp3")
    (folder / "cover.png").write_bytes(traps.enormous_picture())


@pytest.mark.server
async def test_odd_tracks_are_published_to_the_sample(
    temporal: Client, tmp_path: Path, make_audio: MakeAudio, ffmpeg: Path
) -> None:
    """Five sample rates, two layouts, a film, 200 megapixels, 0.2 s, the same sound twice: each where it belongs."""
    home = tmp_path / "home"
    tracks = odd_tracks(home / "drop", make_audio, ffmpeg)
    sources = [decoded(ffmpeg, track) for track in tracks]
    starts = np.cumsum([0, *map(len, sources)])

    async with house(home, temporal) as running:
        release = await running.published(await sent(running, home / "drop"))
        book = await fetched(running, "audiobook.m4b", tmp_path / "book.m4b")
        playlists = [path for path in paths(release) if path.startswith("hls/") and path.endswith("/index.m3u8")]
        for path in (file for playlist in playlists for file in (playlist, audio_of(playlist))):
            await fetched(running, path, tmp_path / path)
        chapters = json.loads(await running.bytes_of(TITLE, "chapters.json"))["chapters"]

    assert [chapter["startTime"] for chapter in chapters] == pytest.approx(starts[:-1] / TIMELINE_RATE_HZ, abs=0.001)
    assert told_samples(book) == starts[-1]
    heard = decoded(ffmpeg, book)
    assert 0 <= len(heard) - starts[-1] < FRAME_SAMPLES
    for (start, end), source, track in zip(pairwise(starts), sources, tracks, strict=True):
        assert likeness(heard[start:end], source) > 0.95, track.name
        # The same sound a millisecond early or late is not the same.
        assert likeness(heard[start : end - 44], source[44:]) < 0.9, track.name
    assert len(playlists) == 4
    for playlist in playlists:
        streamed = decoded(ffmpeg, tmp_path / playlist)
        assert 0 <= len(streamed) - starts[-1] < FRAME_SAMPLES, playlist
        assert likeness(streamed[: starts[-1]], np.concatenate(sources)) > 0.9, playlist


@pytest.mark.server
async def test_three_hundred_chapters_keep_their_names(
    temporal: Client, tmp_path: Path, make_audio: MakeAudio, ffmpeg: Path
) -> None:
    """One file with 300 chapters: all are published, in order, and what other writers lose of a name is still there."""
    home = tmp_path / "home"
    sound = make_audio(tmp_path / "sound.m4a", seconds=CHAPTERS * CHAPTER_MS / 1000, codec="m4a", sound=voice(200))
    titles = [f"Chapter {number}" for number in range(1, CHAPTERS + 1)]
    titles[4], titles[5] = "5 = five; #5 \\ V", "Six\nand a half"
    (home / "drop").mkdir(parents=True)
    traps.with_chapters(ffmpeg, sound, home / "drop" / "book.m4a", titles, CHAPTER_MS)

    async with house(home, temporal) as running:
        release = await running.published(await sent(running, home / "drop"))
        book = await fetched(running, "audiobook.m4b", tmp_path / "book.m4b")
        chapters = json.loads(await running.bytes_of(TITLE, "chapters.json"))["chapters"]

    listed = shown(book, "-show_chapters")["chapters"]
    starts = [float(Fraction(one["start"]) * Fraction(one["time_base"])) for one in listed]
    wanted = [n * CHAPTER_MS / 1000 for n in range(CHAPTERS)]
    assert [" ".join(chapter["title"].split()) for chapter in chapters] == [" ".join(title.split()) for title in titles]
    assert [chapter["startTime"] for chapter in chapters] == pytest.approx(wanted, abs=0.001)
    assert starts == pytest.approx(wanted, abs=0.001)
    assert [one["tags"]["title"] for one in listed] == [chapter["title"] for chapter in chapters]
    assert sum(path.startswith("chapters/") for path in paths(release)) == CHAPTERS


@pytest.mark.server
async def test_broken_files_are_refused_by_name(temporal: Client, tmp_path: Path, make_audio: MakeAudio) -> None:
    """Cut short, full of noise, the same again, too large to open: all is said at once, and nothing is published."""
    home = tmp_path / "home"
    broken_tracks(home / "drop", make_audio)

    async with house(home, temporal) as running:
        submission = await sent(running, home / "drop")
        found = await running.settled(submission)
        report = await running.get(f"/v1/submissions/{submission}/report")
        live = await running.api.get(f"/v1/titles/{TITLE}/live")

    refused = {(one["code"], one["asset"]) for one in report["findings"] if one["severity"] == Severity.ERROR}
    assert (found["state"], found["parking"]["stage"], found["parking"]["owner"]) == ("parked", "check", "publisher")
    assert live.status_code == 404
    assert refused == {
        ("AUD-001", "3.m4a"),
        ("AUD-001", "4.mp3"),
        ("AUD-015", "2.mp3"),
        ("AUD-015", "3.m4a"),
        ("AUD-015", "4.mp3"),
        ("CHP-001", "5.mp3"),
        ("CVR-004", "cover.png"),
    }


def test_a_track_of_nearly_thirty_hours_is_cut_into_pieces() -> None:
    """Nothing of it is long: pieces of a quarter of an hour at most, end to end, each encoded in one activity."""
    samples = round(29.9 * 3600) * SECOND
    plan = planned(a_book(a_track("long", samples)))
    batches = encode_batches(plan)

    assert plan.total_samples == samples > 2**32
    assert [piece.start_sample for piece in plan.pieces[1:]] == [piece.end_sample for piece in plan.pieces[:-1]]
    assert sum(piece.samples for piece in plan.pieces) == samples
    assert max(piece.samples for piece in plan.pieces) <= 15 * 60 * SECOND
    assert sorted(index for batch in batches for index in batch) == list(range(len(plan.pieces)))
    for format in {encode.format for encode in plan.encodes}:
        runs = plan.encodes_in(format)
        assert [run.first_frame for run in runs[1:]] == [run.end_frame for run in runs[:-1]]


@pytest.mark.parametrize(("hours", "codes"), [(29.9, []), (30.1, ["AUD-013"])])
def test_a_track_of_more_than_thirty_hours_is_refused(hours: float, codes: list[str]) -> None:
    """The rule names the track, and says how long one may be."""
    found = check(a_book(a_track("long", round(hours * 3600) * SECOND)), STREAMING)

    errors = [finding for finding in found.findings if finding.severity is Severity.ERROR]
    assert [finding.code for finding in errors] == codes
    assert all("long.mp3" in str(finding.asset) and "1800 min" in finding.message for finding in errors)
