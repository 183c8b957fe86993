"""What is made for a title, what is made anew after a change, and how encodings are dealt out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.chaptering import chapterize
from shelfready.errors import RejectedError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.planning import encode_batches, plan, with_made
from shelfready.plans import AudioFormat, Encode, HlsRecipe, Make, Plan, Span
from shelfready.rules._examples import METADATA, audio, audiobook, book, cover, digest, ebook, track
from shelfready.timeline import frames_of
from shelfready.titles import AssetFacts, SubmissionRef, TitleFacts

SUBMISSION = SubmissionRef(submission_id="s1", publisher="harbour-press", title_id="9789999900010")
SECOND = TIMELINE_RATE_HZ


def _tracks(*lengths: int, changed: int | None = None) -> list[AssetFacts]:
    found = []
    for number, samples in enumerate(lengths):
        version = f"{number}{' changed' if number == changed else ''}"
        one = track(f"{number}.mp3", audio(timeline_samples=samples, pcm_sha256=digest(version)))
        asset = one.asset.model_copy(update={"sha256": digest(version)})
        found.append(one.model_copy(update={"asset": asset}))
    return found


def _plan(facts: TitleFacts, toolchain: str = "ffmpeg 8.1", submission: SubmissionRef = SUBMISSION) -> Plan:
    edges = {
        index: (digest(f"head {found.asset.sha256}"), digest(f"tail {found.asset.sha256}"))
        for index, found in enumerate(facts.tracks)
    }
    chapters = chapterize(facts) if facts.tracks else None
    return plan(facts, chapters, submission, edges, toolchain)


def _anew(before: Plan, after: Plan) -> tuple[set[int], set[str]]:
    """The tracks that are encoded anew, and the renditions that are made anew."""
    known = {encode.key for encode in before.encodes} | {make.key for make in before.makes}
    return (
        {encode.track for encode in after.encodes if encode.key not in known},
        {make.rendition for make in after.makes if make.key not in known},
    )


MINUTE = 60 * SECOND
BOOK = audiobook(*_tracks(MINUTE, MINUTE, MINUTE, MINUTE), cover())


def test_audiobook_is_made_into_all_of_its_renditions() -> None:
    """Each track is encoded once for both renditions; documents come in the second wave."""
    made = _plan(BOOK)

    assert [(encode.track, encode.format.key) for encode in made.encodes] == [
        (number, "aac-lc-64-mono") for number in range(4)
    ]
    assert [(make.wave, make.rendition, make.path) for make in made.makes] == [
        (1, "cover-1600", "cover-1600.jpg"),
        (1, "cover-400", "cover-400.jpg"),
        (1, "hls-aac-64", "hls/aac-64/index.m3u8"),
        (1, "m4b", "audiobook.m4b"),
        (2, "chapters-json", "chapters.json"),
        (2, "hls-master", "hls/master.m3u8"),
        (2, "readium-manifest", "manifest.json"),
    ]
    assert made.total_samples == 4 * MINUTE
    assert not any(encode.is_made for encode in made.encodes)
    assert not any(make.is_made for make in made.makes)


def test_ebook_is_published_as_it_is() -> None:
    """No audio, no manifest; and no pictures without a cover."""
    made = _plan(ebook())

    assert [make.rendition for make in made.makes] == ["epub"]
    assert made.encodes == ()
    assert made.chapters is None


def test_ebook_with_a_cover_gets_pictures() -> None:
    """Pictures are made for every medium."""
    assert [make.rendition for make in _plan(ebook(book(), cover())).makes] == ["cover-1600", "cover-400", "epub"]


def test_another_submission_of_the_same_makes_nothing() -> None:
    """A resent title has the keys of the first one."""
    again = SUBMISSION.model_copy(update={"submission_id": "s2"})

    assert _anew(_plan(BOOK), _plan(BOOK, submission=again)) == (set(), set())


def test_metadata_starts_no_encoder_and_leaves_the_stream() -> None:
    """A new description goes into the audiobook file and the manifest, and nowhere else."""
    changed = BOOK.model_copy(update={"metadata": METADATA.model_copy(update={"description": "New."})})

    assert _anew(_plan(BOOK), _plan(changed)) == (set(), {"m4b", "readium-manifest", "hls-master"})


def test_metadata_that_a_file_does_not_show_leaves_it() -> None:
    """Subjects are told by the manifest alone."""
    changed = BOOK.model_copy(update={"metadata": METADATA.model_copy(update={"subjects": ("Sea stories",)})})

    assert _anew(_plan(BOOK), _plan(changed)) == (set(), {"readium-manifest"})


def test_cover_makes_pictures_and_what_shows_them() -> None:
    """A changed cover encodes nothing."""
    other = cover("front.jpg")
    changed = audiobook(*_tracks(MINUTE, MINUTE, MINUTE, MINUTE), other)

    assert _anew(_plan(BOOK), _plan(changed)) == (
        set(),
        {"cover-1600", "cover-400", "m4b", "hls-master", "readium-manifest"},
    )


def test_chapter_title_leaves_the_stream() -> None:
    """Renamed chapters are in the file, the table and the manifest."""
    first = BOOK.assets[0]
    renamed = first.model_copy(update={"asset": first.asset.model_copy(update={"title": "The Storm"})})
    changed = BOOK.model_copy(update={"assets": (renamed, *BOOK.assets[1:])})

    assert _anew(_plan(BOOK), _plan(changed)) == (
        set(),
        {"m4b", "chapters-json", "hls-master", "readium-manifest"},
    )


def test_changed_track_encodes_itself_and_those_who_hear_it() -> None:
    """Of forty tracks, three are encoded anew when one is replaced by another of its length."""
    before = _plan(audiobook(*_tracks(*[MINUTE] * 40)))
    after = _plan(audiobook(*_tracks(*[MINUTE] * 40, changed=7)))

    assert _anew(before, after)[0] == {6, 7, 8}


def test_place_counts_by_its_phase_only() -> None:
    """A track put before a book whose length is a whole number of frames leaves the rest encoded."""
    frames = 1024 * 3000
    tracks = _tracks(MINUTE, frames, MINUTE, MINUTE, MINUTE)
    before = _plan(audiobook(tracks[0], *tracks[2:]))
    after = _plan(audiobook(*tracks))

    assert _anew(before, after)[0] == {0, 1, 2}


def test_last_track_is_another_encoding_than_one_in_between() -> None:
    """The end of the book is padded, the end of a track within it is not."""
    assert _anew(_plan(audiobook(*_tracks(MINUTE, MINUTE))), _plan(audiobook(*_tracks(MINUTE))))[0] == {0}


def test_other_tools_encode_anew_and_leave_what_is_ours() -> None:
    """Pictures do not change with ffmpeg."""
    tracks, renditions = _anew(_plan(BOOK), _plan(BOOK, toolchain="ffmpeg 9"))

    assert tracks == {0, 1, 2, 3}
    assert renditions == {"hls-aac-64", "m4b", "hls-master", "readium-manifest"}


def test_track_too_short_for_a_frame_is_not_encoded() -> None:
    """Its neighbours' frames hold its samples: no encoder is asked for nothing."""
    made = _plan(audiobook(*_tracks(MINUTE, 10, MINUTE)))

    assert frames_of(made.spans, 1)[0] == frames_of(made.spans, 1)[1]
    assert [encode.track for encode in made.encodes] == [0, 2]


def test_unknown_content_type_is_refused() -> None:
    """The message names those that there are."""
    with pytest.raises(RejectedError, match="no content type 'podcast'; send one of audiobook, ebook"):
        _plan(audiobook(content_type="podcast"))


def test_plan_is_read_back_as_it_was_stored() -> None:
    """A plan is a document."""
    made = _plan(BOOK)

    assert Plan.from_json(made.to_json()) == made


def test_what_the_store_holds_is_marked_as_made() -> None:
    """By key, for encodings and renditions alike."""
    made = _plan(BOOK)
    keys = frozenset({made.encodes[1].key, made.makes[0].key})

    marked = with_made(made, keys)

    assert [encode.is_made for encode in marked.encodes] == [False, True, False, False]
    assert [make.is_made for make in marked.makes] == [True] + [False] * 6
    assert with_made(marked, frozenset()) == made


FORMATS = (AudioFormat(kbps=64, channels=1), AudioFormat(kbps=128, channels=2))


def _bare(lengths: list[int], made: list[bool]) -> Plan:
    spans, start = [], 0
    for index, length in enumerate(lengths):
        shared = {"name": f"{index}", "kind": "mp3", "sha256": digest(""), "head": digest(""), "tail": digest("")}
        spans.append(Span.model_validate({"track": index, "start_sample": start, "samples": length, **shared}))
        start += length
    encodes = [
        Encode(key=digest(f"{format.key} {index}"), track=index, format=format, is_made=is_made)
        for format in FORMATS
        for index, is_made in enumerate(made)
    ]
    makes = [
        Make(
            rendition=format.key,
            key=digest(format.key),
            path="x",
            media_type="x/x",
            recipe=HlsRecipe(format=format),
        )
        for format in FORMATS
    ]
    ids = {"publisher": "p", "title_id": "t", "content_type": "audiobook", "submission_id": "s", "toolchain": "f"}
    return Plan.model_validate({"metadata": METADATA, "spans": spans, "encodes": encodes, "makes": makes, **ids})


@given(st.lists(st.tuples(st.integers(1, 600), st.booleans()), min_size=1, max_size=60))
def test_batches_hold_every_encoding_to_do_once(tracks: list[tuple[int, bool]]) -> None:
    """Long tracks are alone; short ones are together until they are worth an activity; formats are not mixed."""
    made = _bare([seconds * SECOND for seconds, _ in tracks], [is_made for _, is_made in tracks])

    batches = encode_batches(made)

    to_do = [index for index, encode in enumerate(made.encodes) if not encode.is_made]
    lengths = {index: tracks[made.encodes[index].track][0] for index in to_do}
    assert to_do == sorted(index for batch in batches for index in batch)
    for format in FORMATS:
        ours = [batch for batch in batches if made.encodes[batch[0]].format == format]
        assert all(made.encodes[index].format == format for batch in ours for index in batch)
        assert all(list(batch) == sorted(batch) for batch in ours)
        assert sum(sum(lengths[index] for index in batch) < 240 for batch in ours) <= 1
        assert all(len(batch) == 1 for batch in ours if any(lengths[index] >= 240 for index in batch))
        assert all(sum(lengths[index] for index in batch) < 3 * 240 for batch in ours if len(batch) > 1)


def test_three_hundred_short_tracks_are_few_activities() -> None:
    """A book of 300 one-minute tracks becomes 75 activities of four minutes each and format."""
    made = _bare([MINUTE] * 300, [False] * 300)

    assert len(encode_batches(made)) == 75 * len(FORMATS)


def test_nothing_is_encoded_for_what_is_made() -> None:
    """Encodings that were swept away are not missed while their renditions are there."""
    made = _bare([MINUTE] * 3, [False] * 3)

    batches = encode_batches(with_made(made, frozenset({made.makes[0].key})))

    assert [made.encodes[index].format for batch in batches for index in batch] == [FORMATS[1]] * 3
