"""No rule fails on facts that are hardly any: an empty recording, a cover of one pixel, a title without files."""

from math import inf

import pytest

from shelfready.checking import check
from shelfready.mending import mend
from shelfready.profiles import PROFILES, overridden
from shelfready.rules._examples import audio, audiobook, book, cover, ebook, epub, image, supplement, track
from shelfready.titles import Metadata, TitleFacts

SILENT = {"sample_peak_dbfs": -inf, "rms_dbfs": -inf, "noise_floor_dbfs": -inf, "true_peak_dbtp": -inf}
SIDES = {"channels": 2, "mid_rms_dbfs": -inf, "side_rms_dbfs": -inf, "integrated_lufs": -inf}
THROUGHOUT = ({"start_ms": 0, "length_ms": 60_000},)
ODD = {
    "no files": audiobook().model_copy(update={"assets": ()}),
    "no ebook": ebook().model_copy(update={"assets": ()}),
    "nothing known": audiobook(metadata=Metadata(), content_type="unheard-of", medium=None, needs=(), accepts=()),
    "nothing measured": audiobook(track(audio=None), cover(image=None), supplement(kind=None)),
    "no sound": audiobook(track("1.mp3", audio(0, **SILENT)), track("2.mp3", audio(0, **SILENT, **SIDES)), cover()),
    "an instant": audiobook(track("1.mp3", audio(1 / 44_100, chapters=({"start_ms": 0}, {"start_ms": 0})))),
    "silence": audiobook(
        track("1.mp3", audio(60, **SILENT, **SIDES, silences=({"start_ms": 0, "length_ms": 60_000},)))
    ),
    "channels of a cinema": audiobook(track("1.mp3", audio(channels=8, sample_rate_hz=1, decoded_samples=600))),
    "nameless": audiobook(track(" ", title=" "), track(".mp3"), track("..."), cover("/")),
    "one pixel": audiobook(track(), cover(picture=image(1, 1, mode="P", bits_per_channel=1))),
    "empty book": ebook(book(contents=epub(title=None, languages=(), identifiers=(), authors=(), spine_items=0))),
}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("title", ODD.values(), ids=ODD.keys())
def test_odd_facts_have_a_verdict(title: TitleFacts, profile: str) -> None:
    """Whatever was measured, there is a report, whether it is mended first or not."""
    for mends in (True, False):
        held_to = overridden(PROFILES[profile], {"mends": mends}, profile)
        facts, _ = mend(title, held_to)

        assert check(facts, held_to).verdict.counts is not None


def test_silence_is_said_once() -> None:
    """Levels of what cannot be heard are no news beside that."""
    silent = audiobook(track("1.mp3", audio(60, **SILENT, silences=THROUGHOUT)), cover())

    assert [found.name for found in check(silent).findings] == ["audio-silent"]


def test_quiet_track_is_said_once() -> None:
    """RMS and loudness are two measures of one fault."""
    quiet = audiobook(track("1.mp3", audio(rms_dbfs=-36.0, integrated_lufs=-35.0)), cover())

    assert [found.name for found in check(quiet).findings] == ["rms-out-of-range"]
