"""What is made for a title, and what is made anew after a change: that, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelfready.errors import RejectedError
from shelfready.media import Medium
from shelfready.planning import keys_of, plan, with_made
from shelfready.plans import (
    AudiobookFileRecipe,
    AudioFormat,
    ChapterFilesRecipe,
    DocumentRecipe,
    HlsRecipe,
    PackageRecipe,
    PictureRecipe,
    Plan,
    Recipe,
    Rendition,
    SampleRecipe,
    WaveformRecipe,
)
from shelfready.profiles import STREAMING
from shelfready.rules._examples import METADATA, audiobook, book, cover, digest, ebook
from shelfready.timeline import CONTEXT_SAMPLES
from shelfready.titles import AssetFacts, Role, TitleFacts
from tests.shelfready.planned_books import MINUTE, SECOND, SUBMISSION, a_book, a_track, anew, planned

AAC, OPUS = AudioFormat(kbps=64, channels=1), AudioFormat(codec="opus", kbps=32, channels=1)


def _rendition(recipe: Recipe, wave: int = 1) -> Rendition:
    return Rendition(
        frozenset(Medium), f"{recipe.shape}.x", "x/x", lambda material: _with_cover(recipe, material.facts), wave=wave
    )


def _with_cover(recipe: Recipe, facts: TitleFacts) -> Recipe | None:
    covers = facts.in_role(Role.COVER)
    field = {"audiobook-file": "cover", "picture": "original"}.get(recipe.shape)
    return recipe.model_copy(update={field: covers[0].asset.sha256}) if field and covers else recipe


ALL = {
    "hls-aac": _rendition(HlsRecipe(format=AAC)),
    "hls-opus": _rendition(HlsRecipe(format=OPUS)),
    "m4b": _rendition(AudiobookFileRecipe(format=AAC)),
    "chapters": _rendition(ChapterFilesRecipe(format=AAC)),
    "sample": _rendition(SampleRecipe(format=AAC, start_sample=30 * SECOND, samples=60 * SECOND)),
    "waveform": _rendition(WaveformRecipe(form="json")),
    "cover": _rendition(PictureRecipe(original=digest("none"), longest_side_px=400)),
    "toc": _rendition(DocumentRecipe(shows=("chapters",)), wave=2),
    "manifest": _rendition(DocumentRecipe(), wave=2),
    "lpf": _rendition(PackageRecipe(holds=("chapters", "cover")), wave=3),
}
BOOK = a_book(*(a_track(name) for name in "abcdef"))
HEARD = {"hls-aac", "hls-opus", "m4b", "chapters", "waveform", "lpf", "manifest"}


def _of(facts: TitleFacts, previous: Plan | None = None, toolchain: str = "ffmpeg 8.1") -> Plan:
    return planned(facts, previous, toolchain=toolchain, renditions=ALL)


def _replaced(place: int, track: AssetFacts) -> TitleFacts:
    tracks = [*BOOK.tracks[:place], track, *BOOK.tracks[place + 1 :]]
    return a_book(*tracks)


def test_piece_is_encoded_once_into_each_format_and_waves_follow_one_another() -> None:
    """Renditions in one format share its encodings; who is made from others comes after them."""
    made = _of(BOOK)

    assert [(encode.piece, encode.format) for encode in made.encodes] == [
        *((piece, AAC) for piece in range(6)),
        *((piece, OPUS) for piece in range(6)),
    ]
    assert [(make.wave, make.rendition) for make in made.makes] == [
        *((1, name) for name in ("chapters", "cover", "hls-aac", "hls-opus", "m4b", "sample", "waveform")),
        (2, "manifest"),
        (2, "toc"),
        (3, "lpf"),
    ]
    assert made.total_samples == 6 * MINUTE
    assert not any(encode.is_made for encode in made.encodes)
    assert not any(make.is_made for make in made.makes)
    assert len(made.waveforms) == 6


def test_ebook_has_no_timeline_and_keeps_its_contents() -> None:
    """No audio, no encodings, no loudness; the table of contents is there for documents."""
    made = planned(ebook(book(), cover()))

    assert (made.spans, made.pieces, made.encodes, made.chapters) == ((), (), (), None)
    assert "epub" in {make.rendition for make in made.makes}
    assert made.sound.gain_db == 0


def test_another_submission_of_the_same_makes_nothing() -> None:
    """A resent title has the keys of the first one, whether or not the first one is remembered."""
    before = _of(BOOK)

    assert anew(before, _of(BOOK)) == (set(), set())
    assert anew(before, _of(BOOK, before)) == (set(), set())


def test_metadata_starts_no_encoder() -> None:
    """A new title is written into whatever shows it, and the stream and the pictures stay."""
    changed = BOOK.model_copy(update={"metadata": METADATA.model_copy(update={"title": "New"})})

    made = anew(_of(BOOK), _of(changed))

    assert made == (set(), {"m4b", "chapters", "sample", "manifest", "lpf"})


def test_metadata_that_a_file_does_not_show_leaves_it() -> None:
    """A description is in the book's file, not in those of its chapters; subjects are told by documents alone."""
    described = BOOK.model_copy(update={"metadata": METADATA.model_copy(update={"description": "New."})})
    sorted_in = BOOK.model_copy(update={"metadata": METADATA.model_copy(update={"subjects": ("Sea stories",)})})

    assert anew(_of(BOOK), _of(described)) == (set(), {"m4b", "manifest", "lpf"})
    assert anew(_of(BOOK), _of(sorted_in)) == (set(), {"manifest", "lpf"})


def test_cover_makes_pictures_and_what_holds_them() -> None:
    """A changed cover encodes nothing."""
    changed = audiobook(*BOOK.tracks, cover("front.jpg"))

    assert anew(_of(BOOK), _of(changed)) == (set(), {"cover", "m4b", "manifest", "lpf"})


def test_chapter_title_leaves_the_stream() -> None:
    """Renamed chapters are in the files, the table and the manifest."""
    first = BOOK.assets[0]
    renamed = first.model_copy(update={"asset": first.asset.model_copy(update={"title": "The Storm"})})
    changed = BOOK.model_copy(update={"assets": (renamed, *BOOK.assets[1:])})

    assert anew(_of(BOOK), _of(changed)) == (set(), {"m4b", "chapters", "toc", "manifest", "lpf"})


def test_replaced_track_leaves_the_sample_that_is_cut_elsewhere() -> None:
    """The fifth track is not in it; the first is."""
    before = _of(BOOK)

    assert anew(before, _of(_replaced(4, a_track("new")), before))[1] == HEARD | {"toc"}
    assert anew(before, _of(_replaced(0, a_track("new")), before))[1] == HEARD | {"toc", "sample"}


def test_replaced_track_of_another_length_moves_chapters_and_no_encodings() -> None:
    """Of six tracks, three are encoded anew, and later chapters begin where their tracks lie now."""
    before = _of(BOOK)
    after = _of(_replaced(2, a_track("new", MINUTE + 12_345)), before)

    assert anew(before, after) == ({1, 2, 3}, HEARD | {"toc"})
    assert after.spans[2].padding_samples == -12_345 % 1024
    assert after.chapters is not None
    assert [chapter.start_sample for chapter in after.chapters.chapters] == [span.start_sample for span in after.spans]
    assert after.chapters.total_samples == after.total_samples == 6 * MINUTE + 12_345 + after.spans[2].padding_samples
    assert anew(after, _of(_replaced(2, a_track("new", MINUTE + 12_345)), after)) == (set(), set())


LENGTHS = st.lists(st.integers(20_000, 200_000) | st.integers(1, 12_000), min_size=1, max_size=10)


@settings(max_examples=150, deadline=None)
@given(LENGTHS, st.data())
def test_one_of_many_replaced_encodes_itself_and_those_who_hear_it(lengths: list[int], data: st.DataObject) -> None:
    """Whatever the lengths: exactly the track, and the tracks that it is within reach of, are encoded anew; then none.

    Also the second time, when the title is padded already and its Opus lies on a grid of its own.
    """
    tracks = [a_track(str(place), samples) for place, samples in enumerate(lengths)]
    plan_now = _of(a_book(*tracks))
    for version in ("new", "newer"):
        place = data.draw(st.integers(0, len(lengths) - 1))
        tracks[place] = a_track(f"{version} {place}", data.draw(st.integers(1, 200_000)))
        before, plan_now = plan_now, _of(a_book(*tracks), plan_now)

        encoded, _ = anew(before, plan_now)

        assert encoded <= _within_reach(plan_now, place)
        is_held_by_others = {encode.piece for encode in plan_now.encodes if encode.format == AAC}
        heard_at_once = {place - 1, place, place + 1} & is_held_by_others
        assert {other for other in heard_at_once if other < len(lengths)} <= encoded
        assert anew(plan_now, _of(a_book(*tracks), plan_now)) == (set(), set())


def _within_reach(made: Plan, place: int) -> set[int]:
    """The tracks between which and this one there is less than an encoder is given."""
    found = {place}
    for step in (-1, 1):
        other, between = place + step, made.spans[place].padding_samples if step > 0 else 0
        while 0 <= other < len(made.spans) and between < CONTEXT_SAMPLES + 2048:
            found.add(other)
            between += made.spans[other].samples + made.spans[other].padding_samples
            other += step
    return found


def test_forty_tracks_and_one_replaced_are_three_of_forty() -> None:
    """The bar: a fortieth of the work, and what hears it."""
    tracks = [a_track(str(place)) for place in range(40)]
    before = _of(a_book(*tracks))
    tracks[7] = a_track("new", 2 * MINUTE + 1)

    assert anew(before, _of(a_book(*tracks), before))[0] == {6, 7, 8}


def test_added_and_removed_tracks_leave_the_rest() -> None:
    """What is not beside the change stays, wherever it lies now."""
    before = _of(BOOK)
    a, b, c, d, e, f = BOOK.tracks

    assert anew(before, _of(a_book(a, b, a_track("new", 99_999), c, d, e, f), before))[0] == {1, 2, 3}
    assert anew(before, _of(a_book(a, b, d, e, f), before))[0] == {1, 2}
    assert anew(before, _of(a_book(a, b, c, d, e), before))[0] == {4}


def test_two_replaced_tracks_encode_twice_three() -> None:
    """Changes that are far apart do not make one out of all that lies between."""
    before = _of(a_book(*(a_track(str(place)) for place in range(12))))
    tracks = [a_track("new", 77_777) if place in (2, 9) else a_track(str(place)) for place in range(12)]

    assert anew(before, _of(a_book(*tracks), before))[0] == {1, 2, 3, 8, 9, 10}


def test_piece_within_a_long_track_hears_nothing_of_others() -> None:
    """Of an hour in four pieces, only the outer ones are encoded anew when a neighbour changes."""
    hour = a_track("hour", 60 * MINUTE)
    before = _of(a_book(a_track("a"), hour, a_track("b")))
    after = _of(a_book(a_track("new", 12_345_678), hour, a_track("newer")), before)

    known = keys_of(before)
    assert [encode.piece for encode in after.encodes if encode.format == AAC and encode.key in known] == [2, 3]
    assert [encode.piece for encode in after.encodes if encode.format == OPUS and encode.key in known] == [2, 3]


def test_another_gain_encodes_everything_and_lays_it_out_anew() -> None:
    """Padding saves nothing then, and is left out."""
    before = _of(BOOK)
    padded = _of(_replaced(2, a_track("new", 99_999)), before)
    loud = STREAMING.model_copy(update={"target_lufs": -16.0})

    louder = planned(_replaced(2, a_track("new", 99_999)), padded, loud, renditions=ALL)

    encoded, made = anew(padded, louder)
    assert encoded == set(range(6))
    assert made == HEARD | {"toc"}
    assert not any(span.padding_samples for span in louder.spans)


def test_other_tools_encode_anew_and_leave_what_is_ours() -> None:
    """Pictures do not change with ffmpeg."""
    encoded, made = anew(_of(BOOK), _of(BOOK, toolchain="ffmpeg 9"))

    assert encoded == set(range(6))
    assert made == {"hls-aac", "hls-opus", "m4b", "chapters", "sample", "manifest", "lpf"}


def test_last_track_is_another_encoding_than_one_in_between() -> None:
    """The end of the book is padded by the encoder, the end of a track within it is not."""
    before = _of(a_book(a_track("a"), a_track("b")))

    assert anew(before, _of(a_book(a_track("a")), before))[0] == {0}


def test_track_too_short_for_a_frame_is_not_encoded() -> None:
    """Its neighbours' frames hold its samples: no encoder is asked for nothing."""
    made = _of(a_book(a_track("a", MINUTE + 5), a_track("short", 10), a_track("b")))

    assert [encode.piece for encode in made.encodes] == [0, 2, 0, 2]


def test_own_aac_is_taken_over_as_a_piece_of_its_own() -> None:
    """A copy is one encoding of the whole file, whatever else is cut, and depends on nothing but the file."""
    own = {"codec": "aac", "container": "mp4", "bitrate_kbps": 63}
    whole = a_track("book", 60 * MINUTE, lufs=-18.2, **own).model_copy(update={"kind": "m4a"})
    keep = Rendition(
        frozenset(Medium),
        "book.m4b",
        "audio/mp4",
        lambda material: AudiobookFileRecipe(format=material.copied) if material.copied else None,
    )
    renditions = {"m4b": keep, "hls-aac": ALL["hls-aac"]}

    made = planned(a_book(whole), renditions=renditions)

    assert [(encode.piece, encode.format.key) for encode in made.encodes if encode.format.is_copied] == [
        (4, "aac-lc-63-mono-copied")
    ]
    assert [encode.piece for encode in made.encodes if not encode.format.is_copied] == [0, 1, 2, 3]
    assert [piece.samples for piece in made.pieces] == [15 * MINUTE] * 4 + [60 * MINUTE]
    assert (
        planned(a_book(a_track("loud", 60 * MINUTE, lufs=-12, **own)), renditions=renditions).makes[0].rendition
        == "hls-aac"
    )


def test_unknown_content_type_is_refused() -> None:
    """The message names those that there are."""
    with pytest.raises(RejectedError, match="no content type 'podcast'; send one of audiobook, ebook"):
        plan(audiobook(content_type="podcast", assets=(cover(),)), None, SUBMISSION, {}, "ffmpeg 8.1")


def test_plan_is_read_back_as_it_was_stored() -> None:
    """A plan is a document."""
    made = _of(BOOK)

    assert Plan.from_json(made.to_json()) == made


def test_what_the_store_holds_is_marked_as_made() -> None:
    """By key, for encodings and renditions alike."""
    made = _of(BOOK)
    keys = frozenset({made.encodes[1].key, made.makes[0].key})

    marked = with_made(made, keys)

    assert [encode.is_made for encode in marked.encodes] == [False, True, *[False] * 10]
    assert [make.is_made for make in marked.makes] == [True] + [False] * 9
    assert with_made(marked, frozenset()) == made
    assert keys < keys_of(made)


def test_neighbours_of_a_replaced_track_are_encoded_at_the_cut_only() -> None:
    """What an encoder made of a track does not change a second and a half away from another neighbour."""
    first = _of(BOOK)
    second = _of(_replaced(2, a_track("x", 11 * MINUTE)), first)
    keys = {(encode.piece, encode.format): encode.key for encode in first.encodes}

    found = {
        (encode.piece, encode.format): (encode.base, encode.renews)
        for encode in second.encodes
        if encode.key not in keys.values()
    }

    assert found == {
        **{(1, format): (keys[1, format], ("tail",)) for format in (AAC, OPUS)},
        **{(2, format): (None, ()) for format in (AAC, OPUS)},
        **{(3, format): (keys[3, format], ("head",)) for format in (AAC, OPUS)},
    }
