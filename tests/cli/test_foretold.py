"""A forecast for people: what must be done stands out."""

from cli.foretold import describe
from shelfready.findings import Finding, Outcome, Severity, Verdict
from shelfready.forecasts import Fetching, Forecast, ForeseenEncode, ForeseenFile, ForeseenRendition, Sums
from shelfready.sound import Sound
from shelfready.titles import Role

HELD = ForeseenFile(name="01.mp3", role=Role.TRACK, size_bytes=5_000_000, fetching=Fetching.HELD, is_measured=True)
NEW = HELD.model_copy(update={"name": "02.mp3", "fetching": Fetching.TO_FETCH, "is_measured": False})
NAMELESS = NEW.model_copy(update={"name": "x" * 300, "fetching": Fetching.UNKNOWN, "size_bytes": None})
DONE = ForeseenEncode(track=1, name="01.mp3", audio_s=60, made=(), reused=("aac-lc-64-mono",))
TO_DO = ForeseenEncode(
    track=2, name="02.mp3", piece=2, pieces=4, audio_s=900, made=("aac-lc-64-mono", "opus-32-mono"), reused=()
)
FORECAST = Forecast(
    title_id="9789999900010",
    content_type="audiobook",
    summary="1 of 2 files to fetch.",
    unknown=("what the rules say: 02.mp3 must be measured first",),
    files=(HELD, NEW, NAMELESS),
    chapters=12,
    sound=Sound(gain_db=5.0, reason="from -23.0 LUFS to -18 LUFS"),
    encodes=(DONE, TO_DO),
    renditions=(
        ForeseenRendition(rendition="m4b", path="audiobook.m4b", is_reused=False),
        ForeseenRendition(rendition="cover-400", path="cover-400.jpg", is_reused=True),
    ),
    sums=Sums(),
)


def test_what_is_to_do_is_listed_and_the_rest_is_counted() -> None:
    """Nobody reads forty lines of what stays as it is."""
    assert describe(FORECAST).splitlines() == [
        "audiobook 9789999900010: nothing was sent",
        "1 of 2 files to fetch.",
        "files",
        "  02.mp3                                       5.0 MB  to fetch, to measure",
        f"  {'x' * 40}          ?  to fetch, or held, to measure",
        "  1 held and measured already",
        "chapters: 12",
        "gain: +5.0 dB (from -23.0 LUFS to -18 LUFS)",
        "encodings",
        "  track 2, piece 2 of 4           15:00  aac-lc-64-mono, opus-32-mono",
        "  1 there already",
        "renditions",
        "  make m4b",
        "  1 there already",
        "not known beforehand",
        "  what the rules say: 02.mp3 must be measured first",
    ]


def test_refusal_says_what_for() -> None:
    """Every finding that blocks, of a file or of the title."""
    finding = Finding(code="CVR-001", name="x", severity=Severity.ERROR, message="there is no cover", remedy="Add one.")
    verdict = Verdict(outcome=Outcome.REFUSE, counts={"E": 1}, decisive="CVR-001")
    refused = FORECAST.model_copy(
        update={"refused_for": (finding,), "verdict": verdict, "encodes": (), "renditions": (), "unknown": ()}
    )

    lines = describe(refused).splitlines()

    assert "  CVR-001 the title: there is no cover" in lines
    assert "verdict: refuse (E 1)" in lines
