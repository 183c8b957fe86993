"""What the bench does, in order; everything in one run, so that what is compared was measured side by side."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from bench import listening
from bench.bare import BareFfmpeg
from bench.books.book import Book
from bench.books.narration import CHECKOUT
from bench.books.shelf import Scale, stocked
from bench.books.speech import speech
from bench.chapter_scores import chapter_scores
from bench.chapter_times import chapter_times
from bench.check_costs import check_costs
from bench.encoding_quality import encoding_quality
from bench.epub_checks import epub_checks
from bench.house import house
from bench.observed import Observed, Onboarding
from bench.onix_messages import onix_reading
from shelfready.adapters.audio.toolchain import find_toolchain

Say = Callable[[str], None]

_EBOOK = CHECKOUT / "samples" / "ebook" / "shelf-ready.epub"
_ANOTHER_LOUDNESS_LUFS = -30.0
"""Far enough from where any narration lies, and below it, so that no peak stands in the gain's way."""


def observe(cache: Path, scale: Scale, say: Say) -> Observed:
    """Run everything once. `cache` keeps the books from run to run; the system's own state is removed."""
    tools = find_toolchain(None, None)
    ffmpeg, cores = BareFfmpeg(tools.ffmpeg), os.cpu_count() or 1
    shelf = stocked(cache, ffmpeg, scale, say)
    say(f"bare ffmpeg: {len(shelf.long.tracks)} tracks one after the other")
    bare_before = ffmpeg.encodes(shelf.long.tracks, at_once=1, sample_s=_sample_s(shelf.long))
    run = Path(mkdtemp(prefix="run-", dir=cache))
    try:
        with house(run / "house") as system:

            def onboarded(what: str, book: Book) -> Onboarding:
                say(f"onboarding {what}")
                return system.onboard(book)

            ebook = onboarded("an ebook", shelf.ebook)
            short = onboarded("a short book", shelf.short)
            long = onboarded("the long book", shelf.long)
            long_chapters = chapter_times(system, shelf.long, tools.ffprobe)
            again = onboarded("the long book again, unchanged", shelf.long)
            retitled = onboarded("the long book with another description", shelf.retitled)
            ebook_retitled = onboarded("the ebook with another description", shelf.ebook_retitled)
            recovered = onboarded("the long book with another cover", shelf.recovered)
            single = onboarded("the long book in one file", shelf.single)
            forty = onboarded("a book of 40 tracks", shelf.forty)
            same = onboarded("the 40 tracks, one replaced by another of its length", shelf.forty_same_length)
            other = onboarded("the 40 tracks, one replaced by a longer one", shelf.forty_other_length)
            tiny = onboarded(f"a book of {len(shelf.tiny.tracks)} tiny files", shelf.tiny)
            tiny_chapters = chapter_times(system, shelf.tiny, tools.ffprobe)
            system.hold_to(target_lufs=_ANOTHER_LOUDNESS_LUFS)
            quieter = onboarded("the long book again, to be of another loudness", shelf.recovered)
    finally:
        shutil.rmtree(run, ignore_errors=True)
    say("bare ffmpeg: the same tracks, spread over all cores")
    bare_after = ffmpeg.encodes(shelf.long.tracks, at_once=cores, sample_s=_sample_s(shelf.long))
    say("bare ffmpeg: a command for each track and rung")
    bare_apart = ffmpeg.encodes_apart(shelf.long.tracks, at_once=cores, sample_s=_sample_s(shelf.long))
    say("bare ffmpeg: the book joined and encoded whole, once for each file")
    bare_joined = ffmpeg.encodes_joined(shelf.long.tracks)
    say("bare ffmpeg: the book in one file")
    bare_single = ffmpeg.encodes(shelf.single.tracks, at_once=1, sample_s=_sample_s(shelf.single))
    say("an EPUB: checked by the command line, and warm")
    checks = epub_checks(_EBOOK)
    say("a long ONIX message")
    messages = onix_reading(cache)
    say("tracks: decoded by bare ffmpeg, and measured")
    costs = check_costs(tools, shelf.single.tracks[0], at_once=cores)
    for package in listening.missing():
        say(f"{package} is not installed, so its figures are left out; `make bench` installs it")
    say("speech in each rung")
    quality = encoding_quality(ffmpeg, speech(cache))
    say("chapters: found in recordings whose chapters are known")
    scores = chapter_scores(cache, ffmpeg)
    return Observed(
        measured_at=datetime.now(UTC),
        cores=cores,
        ffmpeg=ffmpeg.version(),
        material=shelf.material,
        bare_before=bare_before,
        bare_after=bare_after,
        bare_apart=bare_apart,
        bare_joined=bare_joined,
        bare_single=bare_single,
        short=short,
        long=long,
        again=again,
        retitled=retitled,
        recovered=recovered,
        quieter=quieter,
        single=single,
        ebook=ebook,
        ebook_retitled=ebook_retitled,
        forty=forty,
        forty_same_length=same,
        forty_other_length=other,
        tiny=tiny,
        long_chapters=long_chapters,
        tiny_chapters=tiny_chapters,
        epub_checks=checks,
        onix_reading=messages,
        check_costs=costs,
        encoding_quality=quality,
        chapter_scores=scores,
    )


def _sample_s(book: Book) -> float:
    """How long a release's sample of a book is: five minutes, or a tenth of a short book."""
    return min(300.0, book.audio_s / 10)
