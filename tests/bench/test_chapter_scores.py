"""Chapters are counted as found when they begin within half a second; and on what is shared, all are."""

from pathlib import Path

import pytest

from bench.bare import BareFfmpeg
from bench.chapter_scores import SHARED, long_book_scores, matched, score, shared_scores
from bench.observed import ChapterScore
from shelfready.rules._examples import audio, audiobook, track

CACHE = Path(__file__).parents[2] / ".shelfready" / "bench"
_EPUB = SHARED / "epub" / "the-art-of-war_standardebooks.epub"


def test_each_truth_is_found_once() -> None:
    """By the nearest; what is further away than half a second is not found."""
    assert list(matched([0, 10.4, 10.1, 30.6], [0, 10, 20, 30])) == pytest.approx([0, 0.1])


def test_score_counts_what_is_invented_and_what_is_missed() -> None:
    """Two files, of which the truth knows only the second place as another one."""
    found = score("x", audiobook(track("1 A.mp3", audio(100)), track("2 B.mp3", audio(100))), [0, 50, 150])

    assert (found.found, found.are, found.matched) == (2, 3, 1)
    assert found.precision == pytest.approx(1 / 2)
    assert found.recall == pytest.approx(1 / 3)
    assert found.f1 == pytest.approx(0.4)
    assert (found.evidence, found.is_published) == ("file", True)


def test_nothing_found_is_no_division_by_zero() -> None:
    """A score of nothing is nothing."""
    empty = ChapterScore(recording="x", evidence="silence", is_published=False, found=0, are=0, matched=0, worst_ms=0)

    assert (empty.precision, empty.recall, empty.f1) == (0, 0, 0)


@pytest.mark.skipif(not (SHARED / "audio").is_dir(), reason="the shared test material (../shared/data) is not here")
def test_shared_files_keep_their_scores(ffmpeg: Path, tmp_path: Path) -> None:
    """Each file is a chapter, each mark begins one, and nothing else does."""
    scores = shared_scores(tmp_path, BareFfmpeg(ffmpeg))

    assert [(one.evidence, one.is_published, one.f1) for one in scores] == [
        ("file", True, 1),
        ("file", True, 1),
        ("id3", True, 1),
    ]
    assert max(one.worst_ms for one in scores) < 1


@pytest.mark.skipif(
    not ((CACHE / "longbook").is_dir() and _EPUB.exists()),
    reason="the long book has not been made here yet (`make bench` does), or the shared EPUB is not here",
)
def test_long_book_keeps_its_scores(ffmpeg: Path, tmp_path: Path) -> None:
    """With its text it is published, in spite of room tone and false pauses; without, it is right and only proposed."""
    (tmp_path / "longbook").symlink_to(CACHE / "longbook")

    scores = long_book_scores(tmp_path, BareFfmpeg(ffmpeg))

    assert [(one.evidence, one.is_published, one.f1) for one in scores] == [
        ("silence", True, 1),
        ("silence", True, 1),
        ("silence", False, 1),
        ("file", True, 1),
    ]
    assert max(one.worst_ms for one in scores) < 100
