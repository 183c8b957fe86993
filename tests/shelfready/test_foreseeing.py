"""What a submission would do is said beforehand: for each kind of update the very things that it must do."""

from pathlib import Path

import pytest

from shelfready.forecasts import Fetching, Forecast
from shelfready.rules._examples import book, cover
from shelfready.titles import AssetFacts, Drop, DropKind
from tests.shelfready.planned_books import MINUTE, a_track
from tests.shelfready.shelves import METADATA, NOW, TITLE, Shelf, stored

FORMATS = ("aac-lc-128-mono", "aac-lc-32-mono", "aac-lc-64-mono", "opus-32-mono")
PICTURES = {"cover-1600", "cover-400"}
SHOWS_COVER = {"m4b", "lpf"}
LISTS = {"hls-master", "dash", "readium-manifest", "w3c-publication", "w3c-contents"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A publisher with nothing on the shelf."""
    return Shelf(tmp_path)


def _tracks(*names: str, samples: int = 6 * MINUTE) -> list[AssetFacts]:
    return [stored(_numbered(a_track(name, samples), place)) for place, name in enumerate(names, start=1)]


def _numbered(track: AssetFacts, place: int) -> AssetFacts:
    return track.model_copy(update={"asset": track.asset.model_copy(update={"order": place})})


BOOK = [*_tracks("a", "b", "c", "d", "e"), stored(cover())]


def _made(forecast: Forecast) -> tuple[list[int], set[str]]:
    return (
        [encode.track for encode in forecast.encodes if encode.made],
        {one.rendition for one in forecast.renditions if not one.is_reused},
    )


def test_redelivery_does_nothing(shelf: Shelf) -> None:
    """All of it is there, and that is said."""
    shelf.publish(*BOOK)

    forecast = shelf.foresight().of(shelf.submission(*BOOK), NOW)

    assert forecast.summary == "All of it is there already: nothing is fetched, measured, encoded or made."
    assert forecast.unknown == ()
    assert _made(forecast) == ([], set())
    assert forecast.verdict is not None
    assert (forecast.chapters, forecast.sums.encodes_reused, forecast.sums.cpu_s) == (5, 20, 0.0)
    assert all(file.fetching is Fetching.HELD and file.is_measured for file in forecast.files)
    assert all(set(encode.reused) == set(FORMATS) for encode in forecast.encodes)


def test_new_metadata_starts_no_encoder(shelf: Shelf) -> None:
    """The files that show it are put together anew."""
    shelf.publish(*BOOK)

    changed = METADATA.model_copy(update={"description": "Now with a description that tells what it is about at last."})
    forecast = shelf.foresight().of(shelf.submission(*BOOK, metadata=changed), NOW)

    tracks, renditions = _made(forecast)
    assert tracks == []
    assert {"m4b", "lpf", "readium-manifest"} <= renditions
    assert not renditions & {"sample", "chapter-files", "waveform-json", "hls-aac-64", *PICTURES}
    assert (forecast.sums.encodes_made, forecast.sums.cpu_s, forecast.sums.files_to_fetch) == (0, 0.0, 0)


def test_new_cover_is_seen_before_it_is_sent(shelf: Shelf) -> None:
    """Nobody has measured it, and yet it is known what will be made of it; the rules are not asked."""
    shelf.publish(*BOOK)
    other = stored(cover("front.jpg"))

    forecast = shelf.foresight().of(shelf.submission(*BOOK[:-1], other), NOW)

    assert _made(forecast) == ([], PICTURES | SHOWS_COVER | LISTS)
    assert [(file.name, file.fetching) for file in forecast.files if not file.is_measured] == [
        ("front.jpg", Fetching.TO_FETCH)
    ]
    assert forecast.verdict is None
    assert forecast.unknown == ("what the rules say: front.jpg must be measured first",)


def test_one_track_is_encoded_with_those_who_hear_it(shelf: Shelf) -> None:
    """The track is not there yet: its neighbours and itself are encoded, and the rest of the book is not."""
    shelf.publish(*BOOK)
    [_, _, new, _, _] = _tracks("-", "-", "new", "-", "-")
    tracks = [*BOOK[:2], new, *BOOK[3:]]

    forecast = shelf.foresight().of(shelf.submission(*tracks), NOW)

    assert _made(forecast)[0] == [2, 3, 4]
    assert not _made(forecast)[1] & PICTURES
    assert (forecast.sums.encodes_made, forecast.sums.encodes_reused) == (12, 8)
    assert forecast.sums.audio_s_to_encode == 3 * 360.0
    assert forecast.sums.bytes_to_fetch == new.asset.size_bytes
    assert forecast.unknown == (
        "what the rules say: new.mp3 must be measured first",
        "how long and how loud the title is: new.mp3 count as what they take the place of",
    )


def test_what_was_foreseen_is_what_is_planned(shelf: Shelf) -> None:
    """With the new track fetched and measured, the same is to do; then it is done, and nothing is."""
    shelf.publish(*BOOK)
    [_, _, new, _, _] = _tracks("-", "-", "new", "-", "-", samples=7 * MINUTE + 12_345)
    tracks = [*BOOK[:2], new, *BOOK[3:]]
    before = shelf.foresight().of(shelf.submission(*tracks), NOW)
    shelf.deliver(new)

    after = shelf.foresight().of(shelf.submission(*tracks), NOW)

    assert _made(after)[0] == _made(before)[0] == [2, 3, 4]
    assert (after.unknown, after.sums.files_to_fetch) == ((), 0)
    shelf.publish(*tracks)
    assert _made(shelf.foresight().of(shelf.submission(*tracks), NOW)) == ([], set())


def test_other_loudness_is_another_sound(shelf: Shelf) -> None:
    """A profile that wants titles louder has every track encoded, and no picture made."""
    shelf.publish(*BOOK)
    shelf.hold_to(target_lufs=-16.0)

    forecast = shelf.foresight().of(shelf.submission(*BOOK), NOW)

    tracks, renditions = _made(forecast)
    assert tracks == [1, 2, 3, 4, 5]
    assert not renditions & PICTURES
    assert forecast.sound is not None
    assert (forecast.sound.gain_db, forecast.sound.reason) == (7.0, "from -23.0 LUFS to -16 LUFS")


def test_stricter_profile_refuses_and_nothing_is_made(shelf: Shelf) -> None:
    """What is refused is said with all that refuses it."""
    shelf.publish(*BOOK)
    shelf.hold_to(smallest_cover_px=9000, refused_cover_px=9000)

    forecast = shelf.foresight().of(shelf.submission(*BOOK), NOW)

    assert [finding.code for finding in forecast.refused_for] == ["CVR-005"]
    assert forecast.summary.startswith("The rules refuse the title (CVR-005), and nothing is made; 0 of 6 files")
    assert (forecast.encodes, forecast.renditions) == ((), ())


def test_first_submission_knows_its_files_only(shelf: Shelf) -> None:
    """Nothing is there to tell from what will be made."""
    forecast = shelf.foresight().of(shelf.submission(*BOOK), NOW)

    assert all(file.fetching is Fetching.TO_FETCH and not file.is_measured for file in forecast.files)
    assert forecast.sums.bytes_to_fetch == sum(found.asset.size_bytes for found in BOOK)
    assert (forecast.verdict, forecast.chapters, forecast.encodes) == (None, None, ())
    assert forecast.summary.endswith("6 to measure; what is made shows when they are measured.")


def test_what_was_measured_for_another_submission_is_known(shelf: Shelf) -> None:
    """A title that was parked before it was published is planned like any other."""
    shelf.deliver(*BOOK)

    forecast = shelf.foresight().of(shelf.submission(*BOOK), NOW)

    assert forecast.verdict is not None
    assert _made(forecast)[0] == [1, 2, 3, 4, 5]
    assert forecast.sums.renditions_reused == 0


def test_nothing_is_told_of_anothers_files(shelf: Shelf) -> None:
    """Who names the hash of a file has not delivered it: it counts as never seen."""
    shelf.deliver(*BOOK, publisher="other-press")

    forecast = shelf.foresight().of(shelf.submission(*BOOK), NOW)

    assert all(file.fetching is Fetching.TO_FETCH and not file.is_measured for file in forecast.files)
    assert (forecast.verdict, forecast.sound, forecast.chapters) == (None, None, None)


def test_file_without_a_hash_is_unknown_until_it_is_fetched(shelf: Shelf) -> None:
    """It may be the very same as before; what it costs if not is foreseen."""
    shelf.publish(*BOOK)
    submission = shelf.submission(*BOOK)
    files = list(submission.drop.files)
    files[0] = files[0].model_copy(update={"sha256": None, "source": "https://files.example.com/a.mp3"})
    drop = submission.drop.model_copy(update={"files": tuple(files)})

    forecast = shelf.foresight().of(submission.model_copy(update={"drop": drop}), NOW)

    assert forecast.files[0].fetching is Fetching.UNKNOWN
    assert _made(forecast)[0] == [1, 2]
    assert forecast.unknown[0].startswith("whether a.mp3 must be fetched")


@pytest.mark.parametrize("kind", [DropKind.FOLDER, DropKind.ZIP])
def test_what_is_not_listed_is_not_foreseen(shelf: Shelf, kind: DropKind) -> None:
    """A dry run fetches nothing, and so opens nothing."""
    shelf.publish(*BOOK)

    forecast = shelf.foresight().of(shelf.submission(drop=Drop(kind=kind, source="s3://in/drop")), NOW)

    assert (forecast.files, forecast.encodes, forecast.title_id) == ((), (), TITLE)
    assert f"opens no {kind.value}" in forecast.unknown[0]


def test_other_tools_encode_all_and_the_tracks_stand_in_for_themselves(shelf: Shelf) -> None:
    """Measured by an older toolchain, a track counts as what it was then: all of it is encoded."""
    shelf.publish(*BOOK)

    forecast = shelf.foresight("ffmpeg 9").of(shelf.submission(*BOOK), NOW)

    assert _made(forecast)[0] == [1, 2, 3, 4, 5]
    assert not any(file.is_measured for file in forecast.files)
    assert all(file.fetching is Fetching.HELD for file in forecast.files)


def test_without_a_toolchain_of_its_own_the_last_one_counts(shelf: Shelf) -> None:
    """An API on a machine without ffmpeg still says of a redelivery that it does nothing."""
    shelf.publish(*BOOK)

    assert _made(shelf.foresight(None).of(shelf.submission(*BOOK), NOW)) == ([], set())


def test_unreadable_track_is_refused_and_not_planned(shelf: Shelf) -> None:
    """What was found out about it is kept as well."""
    broken = BOOK[0].model_copy(update={"audio": None, "problem": "this is no audio"})
    shelf.deliver(broken, *BOOK[1:])

    forecast = shelf.foresight().of(shelf.submission(broken, *BOOK[1:]), NOW)

    assert forecast.refused_for
    assert forecast.encodes == ()


def test_copied_book_is_not_encoded_twice(shelf: Shelf) -> None:
    """Taking a publisher's own AAC over costs no encoding: the book counts once, however many formats it has."""
    own = a_track("a", 6 * MINUTE)
    assert own.audio is not None
    facts = own.audio.model_copy(update={"codec": "aac", "bitrate_kbps": 64})
    track = stored(_numbered(own.model_copy(update={"kind": "m4a", "audio": facts}), 1))
    shelf.hold_to(target_lufs=None)
    shelf.deliver(track, BOOK[-1])

    forecast = shelf.foresight().of(shelf.submission(track, BOOK[-1]), NOW)

    assert any("copied" in format for encode in forecast.encodes for format in encode.made)
    assert forecast.sums.audio_s_to_encode == 360.0


def test_what_is_in_an_ebook_is_unknown_until_it_is_opened(shelf: Shelf) -> None:
    """Whether it has a table of contents to publish, nobody can say before."""
    forecast = shelf.foresight().of(shelf.submission(book(), cover(), content_type="ebook"), NOW)

    assert "epub-toc" not in _made(forecast)[1]
    assert forecast.unknown[1:] == (
        "what is made of a table of contents, or of a cover within: book.epub must be opened first",
    )


def test_added_track_is_taken_to_be_as_long_as_most(shelf: Shelf) -> None:
    """There is none in whose place it stands."""
    shelf.publish(*BOOK)
    added = stored(_numbered(a_track("f", 1), 6))

    forecast = shelf.foresight().of(shelf.submission(*BOOK[:-1], added, BOOK[-1]), NOW)

    assert [(encode.track, encode.audio_s) for encode in forecast.encodes if encode.made] == [(5, 360.0), (6, 360.0)]


def test_nothing_is_written(shelf: Shelf) -> None:
    """Neither the catalogue nor the store is another one afterwards."""
    shelf.publish(*BOOK)
    [_, new, _] = _tracks("-", "new", "-")

    def everything() -> dict[str, bytes]:
        files = (path for path in shelf.folder.rglob("*") if path.is_file() and "catalogue" not in path.name)
        return {str(path): path.read_bytes() for path in files}

    before = everything()
    shelf.foresight().of(shelf.submission(BOOK[0], new, *BOOK[2:]), NOW)

    assert everything() == before
    with shelf.catalogue.begin(read_only=True) as unit:
        assert len(unit.titles.releases("harbour-press", TITLE)) == 1


def test_forecast_is_a_document(shelf: Shelf) -> None:
    """The command line reads what the API wrote."""
    shelf.publish(*BOOK)

    forecast = shelf.foresight().of(shelf.submission(*BOOK), NOW)

    assert Forecast.from_json(forecast.model_dump_json()) == forecast
