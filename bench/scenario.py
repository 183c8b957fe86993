"""What the bench does, in order; everything in one run, so that what is compared was measured side by side."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from bench.bare import BareFfmpeg
from bench.books.book import Book
from bench.books.narration import CHECKOUT
from bench.books.shelf import Scale, stocked
from bench.chapter_times import chapter_times
from bench.check_costs import check_costs
from bench.epub_checks import epub_checks
from bench.house import house
from bench.observed import Observed, Onboarding
from bench.onix_messages import onix_reading
from shelfready.adapters.audio.toolchain import find_toolchain

Say = Callable[[str], None]

_EBOOK = CHECKOUT / "samples" / "ebook" / "shelf-ready.epub"


def observe(cache: Path, scale: Scale, say: Say) -> Observed:
    """Run everything once. `cache` keeps the books from run to run; the system's own state is removed."""
    tools = find_toolchain(None, None)
    ffmpeg, cores = BareFfmpeg(tools.ffmpeg), os.cpu_count() or 1
    shelf = stocked(cache, ffmpeg, scale, say)
    say(f"bare ffmpeg: {len(shelf.long.tracks)} tracks one after the other")
    bare_before = ffmpeg.encodes(shelf.long.tracks, at_once=1)
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
            forty = onboarded("a book of 40 tracks", shelf.forty)
            same = onboarded("the 40 tracks, one replaced by another of its length", shelf.forty_same_length)
            other = onboarded("the 40 tracks, one replaced by a longer one", shelf.forty_other_length)
            tiny = onboarded(f"a book of {len(shelf.tiny.tracks)} tiny files", shelf.tiny)
            tiny_chapters = chapter_times(system, shelf.tiny, tools.ffprobe)
    finally:
        shutil.rmtree(run, ignore_errors=True)
    say("bare ffmpeg: the same tracks, spread over all cores")
    bare_after = ffmpeg.encodes(shelf.long.tracks, at_once=cores)
    say("bare ffmpeg: one encode of the book for HLS, and one for the M4B")
    bare_twice = ffmpeg.two_encodes(shelf.long.tracks, at_once=cores)
    say("an EPUB: checked by the command line, and warm")
    checks = epub_checks(_EBOOK)
    say("a long ONIX message")
    messages = onix_reading(cache)
    say("tracks: decoded by bare ffmpeg, and measured")
    costs = check_costs(tools, cache, shelf.long.tracks, at_once=cores)
    return Observed(
        measured_at=datetime.now(UTC),
        cores=cores,
        ffmpeg=ffmpeg.version(),
        material=shelf.material,
        bare_before=bare_before,
        bare_after=bare_after,
        bare_twice=bare_twice,
        short=short,
        long=long,
        again=again,
        retitled=retitled,
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
    )
