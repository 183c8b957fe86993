"""Recordings as they are measured, not as facts made up for a rule: the fault is found, and nothing else is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shelfready.adapters.images import open_pictures
from shelfready.checking import check
from shelfready.findings import Outcome
from shelfready.natural_order import natural_key
from shelfready.ports import AudioReader, Watcher
from shelfready.rules import RULES
from shelfready.rules._examples import METADATA, audiobook, cover, digest
from shelfready.sniffing import HEAD_BYTES, sniff
from shelfready.titles import Asset, AssetFacts, Role
from tests.fixtures.media import MakeAudio

ROOM = "0.0005*(random(1)*2-1)"
SPEECH = f"0.12*(random(0)*2-1)*gt(mod(t,5),1)*between(t,1,61)+{ROOM}"
"""Something like a voice: a minute of noise in bursts of four seconds, in a room that is never quite silent."""

KBPS = {"mp3": ("-b:a", "128k")}

TWICE = ((1, "flac"), (2, "wav"))

FAULTS = {
    "one channel inverted": ("pan=stereo|c0=c0|c1=-1*c0", [("E", "channels-mixed")]),
    "one sound twice, which is mended": ("pan=stereo|c0=c0|c1=c0", []),
    "too quiet": ("volume=-18dB", [("W", "rms-out-of-range")]),
    "a dead tail": ("apad=pad_dur=13", [("W", "head-or-tail-unfit")]),
    "blown up": ("aresample=16000,aresample=44100", [("W", "bitrate-too-low")]),
    "a dead gap": ("volume=volume='if(between(t,20,34),0,1)':eval=frame", [("W", "silence-too-long")]),
}
"""What ffmpeg's filters do to the recording, and what is said of it."""


Measure = Callable[[Path], AssetFacts]
"""Measures a file as a track."""


@pytest.fixture
def measure(audio: AudioReader, watcher: Watcher) -> Measure:
    """The real instruments."""

    def one(path: Path) -> AssetFacts:
        with path.open("rb") as file:
            kind = sniff(file.read(HEAD_BYTES))
        assert kind is not None
        return AssetFacts(asset=_asset(Role.TRACK, path), kind=kind, audio=audio.measure(path, kind, watcher).facts)

    return one


def _asset(role: Role, path: Path) -> Asset:
    return Asset(role=role, name=path.name, sha256=digest(path.name), size_bytes=path.stat().st_size)


def _said(*tracks: AssetFacts) -> list[tuple[str, str]]:
    return [(found.severity.value, found.name) for found in check(audiobook(*tracks, cover())).findings]


def test_whole_book_of_volunteers_is_published(shared_audio: Path, measure: Measure) -> None:
    """Twenty-five real poems: only peaks at full scale and the tiny cover are told, and nothing blocks."""
    folder = shared_audio / "librivox_dickinson_selected_poems"
    paths = sorted(folder.rglob("*.mp3"), key=lambda path: natural_key(path.name))
    (picture,) = folder.rglob("*.jpg")
    front = AssetFacts(asset=_asset(Role.COVER, picture), kind="jpeg", image=open_pictures().read(picture))

    report = check(audiobook(*map(measure, paths), front, metadata=METADATA))

    assert len(paths) == 25
    assert report.verdict.outcome is Outcome.PASS_WITH_WARNINGS
    assert {found.name for found in report.findings} == {"cover-too-small", "peak-too-high"}


@pytest.mark.parametrize("codec", ["flac", "wav", "mp3"])
def test_studio_master_is_left_in_peace(codec: str, tmp_path: Path, make_audio: MakeAudio, measure: Measure) -> None:
    """A clean recording has no findings, whatever it is kept in."""
    path = make_audio(tmp_path / f"01.{codec}", seconds=64, codec=codec, sound=SPEECH, options=KBPS.get(codec, ()))

    assert _said(measure(path)) == []


@pytest.mark.parametrize(("filters", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_found_and_nothing_else_is_said(
    filters: str, said: list[tuple[str, str]], tmp_path: Path, make_audio: MakeAudio, measure: Measure
) -> None:
    """From the file to the finding: measured by the real instruments."""
    path = make_audio(tmp_path / "01.flac", seconds=64, sound=SPEECH, options=("-af", filters))

    assert _said(measure(path)) == said


def test_same_recording_twice_is_found(tmp_path: Path, make_audio: MakeAudio, measure: Measure) -> None:
    """By its sound, although it lies in two containers."""
    paths = [make_audio(tmp_path / f"0{n}.{codec}", seconds=64, codec=codec, sound=SPEECH) for n, codec in TWICE]

    assert _said(*map(measure, paths)) == [("E", "tracks-missing-or-repeated")]


def test_mp3_that_was_cut_off_is_found_by_the_others(tmp_path: Path, make_audio: MakeAudio, measure: Measure) -> None:
    """Its header counts nothing, so that only the ends of the other tracks tell of it."""
    sound = f"0.12*(random(0)*2-1)*between(t,1,10)+{ROOM}"
    whole = make_audio(
        tmp_path / "00.mp3", seconds=12, codec="mp3", sound=sound, options=(*KBPS["mp3"], "-write_xing", "0")
    )
    cut = tmp_path / "04.mp3"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    facts = measure(whole)
    names = ("01.mp3", "02.mp3", "03.mp3", "05.mp3", "06.mp3")
    others = [facts.model_copy(update={"asset": facts.asset.model_copy(update={"name": name})}) for name in names]

    found = RULES["track-breaks-off"](audiobook(*others, measure(cut)))

    assert [one.asset for one in found] == ["04.mp3"]
