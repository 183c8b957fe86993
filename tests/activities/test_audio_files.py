"""Packing is heard of however many files it makes, and asks for what it needs together."""

from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from temporalio.testing import ActivityEnvironment

from activities.audio_files import AudioFiles
from activities.documents import Documents
from activities.encodings import Encodings
from activities.scratch import Scratch
from activities.watching import ActivityWatcher
from shelfready.adapters.audio import open_audio
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.images import open_pictures
from shelfready.adapters.mp4 import open_packer
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs
from shelfready.plans import ChapterFilesRecipe, Make, Plan, WaveformRecipe
from shelfready.ports import EncodedFacts
from shelfready.titles import Stage
from tests.shelfready.planned_books import SECOND, SUBMISSION, a_book, a_track, planned

PLAN = planned(a_book(*(a_track(str(number), 20 * SECOND) for number in range(6))))


def _made(recipe: type) -> Make:
    return next(make for make in PLAN.makes if isinstance(make.recipe, recipe))


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """A store that holds the encodings of the book."""
    found = Blobs(open_store(f"file://{tmp_path / 'objects'}"))
    for encode in PLAN.encodes:
        count = encode.end_frame - encode.first_frame
        outputs = {
            "frames": found.put_bytes(bytes([encode.piece]) * (10 * count)),
            "sizes": found.put_bytes(np.full(count, 10, "<u2").tobytes()),
        }
        found.record(encode.key, outputs, EncodedFacts(frames=count, samples=0, channels=encode.format.channels))
    return found


@pytest.fixture
def files(blobs: Blobs, tmp_path: Path) -> AudioFiles:
    """The department that packs."""
    scratch = Scratch(tmp_path / "scratch")
    audio = open_audio(ffmpeg=None, ffprobe=None, scratch=tmp_path, memory_bytes=1 << 30)
    return AudioFiles(blobs, audio, open_packer(), open_pictures(), scratch, Encodings(blobs, audio, scratch))


def test_each_chapter_file_is_a_heartbeat(files: AudioFiles, catalogue: SqlCatalogue, tmp_path: Path) -> None:
    """Packing a chapter of some minutes says nothing by itself, and a book may have hundreds."""
    beats: list[Any] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    watcher = ActivityWatcher(catalogue, SystemClock(), SUBMISSION, Stage.MAKE, "chapter-files")
    make = _made(ChapterFilesRecipe)
    assert isinstance(make.recipe, ChapterFilesRecipe)

    facts = environment.run(files.chapter_files, PLAN, make, make.recipe, tmp_path, watcher)

    assert len(facts.durations_ms) == 6
    assert len(beats) >= 6


class Together:
    """A store that answers only when it is asked two things at once."""

    def __init__(self, blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
        self._read = blobs.read
        self._barrier = Barrier(2)
        monkeypatch.setattr(Blobs, "read", lambda _blobs, digest: self.read(digest))

    def read(self, digest: str) -> bytes:
        """Wait for the other question."""
        self._barrier.wait(timeout=5)
        return self._read(digest)


def test_tables_of_all_pieces_are_asked_for_together(
    files: AudioFiles, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, those of thousands of tracks would take longer than a heartbeat may."""
    Together(blobs, monkeypatch)

    frames, _ = files.encodings.book(PLAN, PLAN.encodes[0].format)

    assert [run.first_frame for run in frames.runs] == [encode.first_frame for encode in PLAN.encodes_in(frames.format)]


def test_peaks_of_all_tracks_are_asked_for_together(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come from a store that is far away."""
    peaks = [blobs.put_bytes(bytes([0, number]) * 200).sha256 for number in range(6)]
    plan: Plan = PLAN.model_copy(update={"waveforms": tuple(peaks)})
    Together(blobs, monkeypatch)
    make = _made(WaveformRecipe)
    assert isinstance(make.recipe, WaveformRecipe)

    Documents(blobs, open_pictures(), Scratch(tmp_path)).waveform(plan, make, make.recipe, tmp_path)

    assert (tmp_path / Path(make.path).name).exists()
