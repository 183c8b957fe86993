"""Settings become departments."""

from pathlib import Path

import pytest

from activities.inspection import Inspection
from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.epubs.checker import EpubCheckChecker
from shelfready.adapters.epubs.reader import EbookLibReader
from shelfready.adapters.epubs.warm_javas import WarmJavas
from shelfready.adapters.images.pictures import PillowPictures
from shelfready.settings import Settings
from workers.assembly import assemble, scratch_of
from workflows.queues import PROCESSOR


def test_adapters_work_where_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed worker's tools leave lies in the worker's home, which the next sweep removes."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path))
    settings = Settings()
    home = scratch_of(settings).home()

    departments = [getattr(one, "__self__", None) for one in assemble(settings)[PROCESSOR]]
    inspection = next(one for one in departments if isinstance(one, Inspection))

    tools = inspection.instruments
    assert isinstance(tools.audio, FfmpegAudio)
    with tools.audio.workshop.folder() as folder:
        assert Path(folder).parent == home
    assert isinstance(tools.epubs, EbookLibReader)
    assert isinstance(tools.epub_checker, EpubCheckChecker)
    assert isinstance(tools.epub_checker.validator, WarmJavas)
    assert isinstance(tools.pictures, PillowPictures)
    assert {tools.epubs.scratch, tools.epub_checker.validator.scratch, tools.pictures.scratch} == {home}
