"""A disk that fills is tried again elsewhere: it says nothing of the title."""

from collections.abc import Callable

import pytest

SCRIPT = """
import sys
from pathlib import Path
from importlib import import_module
sys.path.insert(0, {repository!r})
from shelfready.adapters.audio import open_audio
from shelfready.errors import UnavailableError
from shelfready.plans import AudioFormat
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.audio.books import recording
elsewhere = Path({elsewhere!r})
audio = open_audio(ffmpeg=None, ffprobe=None, scratch={scratch}, memory_bytes=2 * 1024**3)
job = recording(200).jobs(elsewhere, AudioFormat(kbps=128, channels=2), piece_samples={piece})[-1]
({made}).mkdir(exist_ok=True)
try:
    audio.encode(job, {made}, CalmWatcher())
except UnavailableError as error:
    print(error.cause_code, *({made}).iterdir())
"""


def _said(on_small_disk: Callable[[str], str], pytestconfig: pytest.Config, **places: str) -> str:
    return on_small_disk(SCRIPT.format(repository=str(pytestconfig.rootpath), **places))


def test_frames_that_do_not_fit(
    on_small_disk: Callable[[str], str], pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where the encodings are written there is no room for them: try again, and nothing is left of them."""
    elsewhere = str(tmp_path_factory.mktemp("elsewhere"))

    said = _said(
        on_small_disk,
        pytestconfig,
        elsewhere=elsewhere,
        scratch="elsewhere / 'scratch'",
        made="root / 'made'",
        piece="10**9",
    )

    assert said == "no-space"


def test_a_part_of_a_track_that_does_not_fit(
    on_small_disk: Callable[[str], str], pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where work is in progress there is no room for the bytes of a piece: try again."""
    elsewhere = str(tmp_path_factory.mktemp("elsewhere"))

    said = _said(
        on_small_disk,
        pytestconfig,
        elsewhere=elsewhere,
        scratch="root",
        made="elsewhere / 'made'",
        piece="4_500_000",
    )

    assert said == "no-space"
