"""A piece among new neighbours keeps its frames, but for those at the end where they were heard."""

import math
from pathlib import Path

import pytest

from activities.encodings import Encodings
from activities.renewing import Renewing
from activities.scratch import Scratch
from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs, action_key
from shelfready.plans import AudioFormat, Encode
from shelfready.ports import Encoded, EncodeInput
from shelfready.renewing import renewed_frames
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.audio.books import (
    Floats,
    Recording,
    frames_of,
    heard_of,
    original_of,
    playable,
    recording,
)

LADDER = (AudioFormat(kbps=64, channels=1), AudioFormat(codec="opus", kbps=32, channels=1))
BOUNDS = (400_003, 800_128)


def _other(book: Recording) -> Recording:
    """The same book with another middle track."""
    pcm = book.pcm.copy()
    start, end = BOUNDS
    pcm[start:end] = -pcm[start:end][::-1]
    return Recording(pcm, book.bounds)


def _encode(job: EncodeInput, index: int, **more: object) -> Encode:
    target = job.targets[index]
    return Encode.model_validate(
        {
            "key": action_key("test", format=target.format.key, start=job.start_sample, **more),
            "piece": 0,
            "format": target.format,
            "first_frame": target.first_frame,
            "end_frame": target.end_frame,
            **more,
        }
    )


def _error(ours: Floats, original: Floats, at: slice) -> float:
    return 10 * math.log10(float(((ours[at] - original[at]) ** 2).mean()) + 1e-12)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty store."""
    return Blobs(open_store((tmp_path / "store").as_uri()))


def test_neighbours_of_a_replaced_track_are_encoded_at_the_cut_only(
    audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path, blobs: Blobs
) -> None:
    """The frames away from the cut are those of before; over the cut it sounds as if all had been made anew."""
    before = recording(27.0, BOUNDS)
    after = _other(before)
    folders = [tmp_path / name for name in ("before", "after", "anew", "renewed")]
    for folder in folders:
        folder.mkdir()
    store = Encodings(blobs, audio, Scratch(tmp_path / "scratch"))
    old, new = before.jobs(folders[0], *LADDER), after.jobs(folders[1], *LADDER)
    olds = [_made(audio, job, folders[0] / f"made-{number}", watcher) for number, job in enumerate(old)]
    anew = [_made(audio, job, folders[2] / f"made-{number}", watcher) for number, job in enumerate(new)]

    runs: dict[AudioFormat, list[Encoded]] = {format: [] for format in LADDER}
    for number, (job, ends) in enumerate(zip(new, (["tail"], [], ["head"]), strict=True)):
        bases = {}
        encodes: list[Encode] = []
        for index, base in enumerate(olds[number]):
            if not ends:
                encodes.append(_encode(job, index))
                continue
            key = action_key("base", number=number, index=index)
            bases[key] = store.keep(key, base, watcher.moved)
            encodes.append(_encode(job, index, base=key, renews=ends))
        place = folders[3] / f"made-{number}"
        place.mkdir()
        made = Renewing(blobs, audio, place, watcher).encoded(job, encodes, bases)
        for one, base in zip(made, olds[number], strict=True):
            runs[one.format].append(one)
            kept, length = renewed_frames(one.format), len(frames_of(base))
            where = {"tail": slice(0, length - kept), "head": slice(kept, length)}
            if ends:
                assert frames_of(one)[where[ends[0]]] == frames_of(base)[where[ends[0]]]
                assert frames_of(one) != frames_of(base)

    for index, format in enumerate(LADDER):
        renewed = playable(runs[format], tmp_path / f"renewed-{format.key}")
        whole = playable([made[index] for made in anew], tmp_path / f"anew-{format.key}")
        ours, theirs = heard_of(renewed, format, ffmpeg), heard_of(whole, format, ffmpeg)
        original = original_of(after, format, ffmpeg)
        assert len(ours) == len(theirs)
        # Over the cuts, and where the new frames meet those of before.
        for cut in BOUNDS:
            near = cut * format.rate_hz // 44_100
            for at in (slice(near - 4000, near + 4000), slice(near - 90_000, near + 90_000)):
                assert _error(ours, original, at) < _error(theirs, original, at) + 1.5


def test_what_has_no_base_any_more_is_made_as_a_whole(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, blobs: Blobs
) -> None:
    """A base that the store has lost costs time, and nothing else."""
    (job,) = recording(9.0).jobs(tmp_path, *LADDER)
    encodes = [_encode(job, index, base="a" * 64, renews=("tail",)) for index in range(len(LADDER))]

    made = Renewing(blobs, audio, tmp_path, watcher).encoded(job, encodes, {})

    assert [one.facts.frames for one in made] == [one.end_frame - one.first_frame for one in encodes]
    assert [one.format for one in made] == list(LADDER)


def _made(audio: FfmpegAudio, job: EncodeInput, folder: Path, watcher: CalmWatcher) -> tuple[Encoded, ...]:
    folder.mkdir()
    return audio.encode(job, folder, watcher)
