"""Every carrier of chapters is read from files as programs write them."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.chapter_lists import chapter_lists
from shelfready.media import Carrier, ChapterList, ChapterMark
from tests.fixtures.media import CalmWatcher, MakeAudio

# Mutagen has no types.
flac: Any = import_module("mutagen.flac")
id3: Any = import_module("mutagen.id3")
oggopus: Any = import_module("mutagen.oggopus")

OVERDRIVE = "<Markers><Marker><Name>One</Name><Time>0:00.000</Time></Marker></Markers>"
CUE = 'FILE "x" WAVE\nTRACK 01 AUDIO\nTITLE "One"\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nTITLE "Two"\nINDEX 01 00:01:00'


@pytest.fixture
def lists(audio: FfmpegAudio, watcher: CalmWatcher) -> "Lists":
    """Measures a file, and answers its chapter lists."""
    return Lists(audio, watcher)


class Lists:
    """The chapter lists of files."""

    def __init__(self, audio: FfmpegAudio, watcher: CalmWatcher) -> None:
        self._audio, self._watcher = audio, watcher

    def of(self, path: Path, kind: str) -> tuple[ChapterList, ...]:
        """Of a file of this kind."""
        return self._audio.measure(path, kind, self._watcher).facts.chapter_lists


def _told(found: tuple[ChapterList, ...]) -> dict[Carrier, list[tuple[str | None, int, int]]]:
    return {one.carrier: [(mark.title, mark.start_ms, mark.level) for mark in one.marks] for one in found}


def test_id3_chapters_and_overdrive_markers(make_audio: MakeAudio, lists: Lists, tmp_path: Path) -> None:
    """A part holds a chapter; the markers are a list of their own."""
    path = make_audio(tmp_path / "book", codec="mp3", seconds=3)
    tags = id3.ID3()
    for name, start, title in (("p", 0, "Part One"), ("c", 1000, "The Storm")):
        sub = [id3.TIT2(text=[title])]
        tags.add(id3.CHAP(element_id=name, start_time=start, end_time=start + 1000, sub_frames=sub))
    flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
    tags.add(id3.CTOC(element_id="toc", flags=flags, child_element_ids=["p", "sub"], sub_frames=[]))
    tags.add(id3.CTOC(element_id="sub", flags=0, child_element_ids=["c"], sub_frames=[]))
    tags.add(id3.TXXX(desc="OverDrive MediaMarkers", text=[OVERDRIVE]))
    tags.save(path)

    assert _told(lists.of(path, "mp3")) == {
        Carrier.ID3: [("Part One", 0, 1), ("The Storm", 1000, 2)],
        Carrier.OVERDRIVE: [("One", 0, 1)],
    }


def test_cue_sheet_in_a_flac_file(make_audio: MakeAudio, lists: Lists, tmp_path: Path) -> None:
    """The tag has titles; the block has none, and its last track is where the disc ends."""
    path = make_audio(tmp_path / "book", codec="flac", seconds=3)
    file = flac.FLAC(path)
    file["CUESHEET"] = CUE
    file.save()

    assert _told(lists.of(path, "flac")) == {Carrier.CUE: [("One", 0, 1), ("Two", 1000, 1)]}

    del file["CUESHEET"]
    sheet = flac.CueSheet(None)
    sheet.compact_disc = False
    for number, start in ((1, 0), (2, 88_200), (255, 132_300)):
        track = flac.CueSheetTrack(number, start)
        track.indexes.append(flac.CueSheetTrackIndex(1, 0))
        sheet.tracks.append(track)
    file.cuesheet = sheet
    file.metadata_blocks.append(sheet)
    file.save()

    assert _told(lists.of(path, "flac")) == {Carrier.CUE: [(None, 0, 1), (None, 2000, 1)]}


def test_vorbis_comments(make_audio: MakeAudio, lists: Lists, tmp_path: Path) -> None:
    """In Ogg, whatever the codec."""
    path = make_audio(tmp_path / "book", codec="opus", seconds=3)
    file = oggopus.OggOpus(path)
    file.update({"CHAPTER001": "00:00:00.000", "CHAPTER001NAME": "One", "CHAPTER002": "00:00:01.500"})
    file.save()

    assert _told(lists.of(path, "ogg")) == {Carrier.VORBIS: [("One", 0, 1), (None, 1500, 1)]}


def test_ten_thousand_long_titles_cost_a_file_its_chapters_alone(
    make_audio: MakeAudio, lists: Lists, tmp_path: Path
) -> None:
    """The other tags are read all the same, and nobody waits for an answer that is too long to be given."""
    path = make_audio(tmp_path / "book", codec="opus", seconds=1, tags={"title": "The Lighthouse"})
    file = oggopus.OggOpus(path)
    for number in range(3_000):
        file[f"CHAPTER{number:05}"] = "00:00:00.000"
        file[f"CHAPTER{number:05}NAME"] = "\U0001f30a" * 500
    file.save()

    assert lists.of(path, "ogg") == ()


def test_shared_recording_with_nine_chapters(shared_audio: Path, lists: Lists) -> None:
    """As Auphonic wrote them; the pictures in them are nothing to us."""
    found = _told(lists.of(shared_audio / "auphonic_chapters_demo.mp3", "mp3"))

    assert [start for _, start, _ in found[Carrier.ID3]] == [
        0, 15_000, 22_000, 34_000, 45_000, 60_000, 76_000, 94_000, 111_500,
    ]  # fmt: skip
    assert found[Carrier.ID3][2] == ("Sound analysis", 22_000, 1)


def test_carrier_that_nobody_here_reads_is_told_as_other(tmp_path: Path) -> None:
    """What ffprobe shows is not lost, and is not told twice."""
    shown = (ChapterMark(title="One", start_ms=0),)
    read = ChapterList(carrier=Carrier.ID3, marks=shown)

    assert chapter_lists(tmp_path, "aiff", (), shown) == (ChapterList(carrier=Carrier.OTHER, marks=shown),)
    assert chapter_lists(tmp_path, "mp3", (read,), shown) == (read,)
    assert chapter_lists(tmp_path, "mp3", (), ()) == ()
