"""Telling what was published."""

from cli.answers import SubmissionView
from cli.published import (
    MediaLink,
    PublishedChapter,
    PublishedFile,
    PublishedRelease,
    TemporalUi,
    addresses,
    describe_release,
)
from shelfready.titles import SubmissionRef, SubmissionState

REF = SubmissionRef(submission_id="sub_1", publisher="demo", title_id="9789999900010")
VIEW = SubmissionView(
    id="sub_1", title_id="9789999900010", content_type="audiobook", state=SubmissionState.PUBLISHED, release_number=2
)
RELEASE = PublishedRelease(
    number=2,
    duration_ms=3_723_400,
    chapters=(PublishedChapter(title="Opening", start_ms=0), PublishedChapter(title="One", start_ms=61_000)),
    files=(
        PublishedFile(path="audiobook.m4b", media_type="audio/mp4", size_bytes=12_345_678),
        PublishedFile(path="hls/master.m3u8", media_type="application/vnd.apple.mpegurl", size_bytes=321),
    ),
    media=MediaLink(url="/v1/media/ticket/"),
)


def test_a_release_is_told_in_numbers() -> None:
    """Its number, its length, its files with their sizes, and its chapters with their times."""
    assert describe_release(VIEW, RELEASE).splitlines() == [
        "audiobook 9789999900010: release 2, 2 files, 1:02:03, 2 chapters",
        "  audiobook.m4b      12.3 MB  audio/mp4",
        "  hls/master.m3u8      321 B  application/vnd.apple.mpegurl",
        "       0:00  Opening",
        "       1:01  One",
    ]


def test_the_addresses_lead_on() -> None:
    """The workflow's page, the report, the title, and the files without a key."""
    ui = TemporalUi("http://127.0.0.1:8233", "default")

    assert addresses(REF, "http://127.0.0.1:8080", RELEASE, ui) == [
        "  workflow  http://127.0.0.1:8233/namespaces/default/workflows/onboard%2Fdemo%2F9789999900010",
        "  report    http://127.0.0.1:8080/v1/submissions/sub_1/report",
        "  title     http://127.0.0.1:8080/v1/titles/9789999900010",
        "  files     http://127.0.0.1:8080/v1/media/ticket/<path>, without a key for some hours",
    ]


def test_what_is_not_known_is_not_shown() -> None:
    """No UI of an outer Temporal, no files of what was not published."""
    shown = addresses(REF, "http://127.0.0.1:8080", None, TemporalUi(None, "default"))

    assert [line.split()[0] for line in shown] == ["report", "title"]


def test_the_reports_page_is_shown_where_there_is_one() -> None:
    """A browser needs no key for it; without one the API's report is named."""
    shown = addresses(REF, "http://127.0.0.1:8080", None, TemporalUi(None, "default"), "/v1/reports/t/report")

    assert shown[0] == "  report    http://127.0.0.1:8080/v1/reports/t/report"
