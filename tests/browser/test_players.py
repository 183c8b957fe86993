"""What is packed plays in players that others wrote, in a real browser: every rung, through HLS and through DASH."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import pytest
from playwright.sync_api import Page

from shelfready.plans import AudioFormat
from tests.browser.conftest import Open
from tests.browser.ladder import CHAPTERS, CODECS, PLAYERS, Ladder, make_ladder, name_of, serving
from tests.shelfready.adapters.mp4.encodings import AAC_32, AAC_64, AAC_128, LADDER, OPUS_32

pytestmark = pytest.mark.server

TOLERANCE_S = 0.05

_LISTEN = """() => {
    window.complaints = [];
    const audio = document.querySelector("audio");
    let seeking = true;
    audio.onseeking = () => { seeking = true; };
    audio.onplaying = () => { seeking = false; };
    audio.onwaiting = () => { if (!seeking) complaints.push(`stalled at ${audio.currentTime}`); };
    audio.onerror = () => complaints.push(`error ${audio.error.code}: ${audio.error.message}`);
    document.querySelector("button").onclick = () => audio.play();
}"""

_HLS = """rung => new Promise((done, failed) => {
    const hls = window.hls = new Hls({ maxBufferLength: 12 });
    hls.on(Hls.Events.ERROR, (_, told) => complaints.push(`${told.details}: ${told.error}`));
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
        hls.startLevel = hls.loadLevel = hls.levels.findIndex(level => level.url[0].includes(`/${rung}/`));
    });
    hls.on(Hls.Events.LEVEL_SWITCHED, (_, told) => { window.level = hls.levels[told.level].url[0]; });
    hls.on(Hls.Events.FRAG_BUFFERED, () => done());
    hls.loadSource("hls/master.m3u8");
    hls.attachMedia(document.querySelector("audio"));
})"""

_BUFFERED = """() => {
    const ranges = document.querySelector("audio").buffered;
    return Array.from(ranges, (_, number) => [ranges.start(number), ranges.end(number)]);
}"""

_CLIMB = """rungs => new Promise(done => {
    const hls = window.hls = new Hls({ maxBufferLength: 120 });
    const used = [];
    const next = () => {
        const rung = rungs[used.length % rungs.length];
        hls.loadLevel = hls.levels.findIndex(level => level.url[0].includes(`/${rung}/`));
    };
    hls.on(Hls.Events.ERROR, (_, told) => {
        // It gives up a request of its own when it is told to change.
        if (told.details !== "aborted") complaints.push(`${told.details}: ${told.error}`);
    });
    hls.on(Hls.Events.MANIFEST_PARSED, next);
    hls.on(Hls.Events.FRAG_BUFFERED, (_, told) => {
        used.push(hls.levels[told.frag.level].url[0].split("/").at(-2));
        next();
    });
    hls.on(Hls.Events.BUFFERED_TO_END, () => done(used));
    hls.loadSource("hls/master.m3u8");
    hls.attachMedia(document.querySelector("audio"));
})"""

_LEFT_ALONE = """audioPreference => new Promise(done => {
    const hls = window.hls = new Hls({ maxBufferLength: 120, ...(audioPreference && { audioPreference }) });
    const used = [];
    hls.on(Hls.Events.ERROR, (_, told) => complaints.push(`${told.details}: ${told.error}`));
    hls.on(Hls.Events.FRAG_BUFFERED, (_, told) => used.push(hls.levels[told.frag.level].url[0].split("/").at(-2)));
    hls.on(Hls.Events.BUFFERED_TO_END, () => done(used));
    hls.loadSource("hls/master.m3u8");
    hls.attachMedia(document.querySelector("audio"));
})"""

_DASH = """async ([codec, kbps]) => {
    const player = window.dash = new shaka.Player();
    player.addEventListener("error", told => complaints.push(`${told.detail.code}: ${told.detail.data}`));
    player.configure({
        abr: { enabled: false },
        preferredAudioCodecs: [codec],
        restrictions: { minBandwidth: kbps * 900, maxBandwidth: kbps * 1500 },
        streaming: { bufferingGoal: 12 },
    });
    await player.attach(document.querySelector("audio"));
    await player.load("manifest.mpd");
}"""


@dataclass(frozen=True)
class Player:
    """A page in which one player is open."""

    page: Page
    book_s: float

    @property
    def now(self) -> float:
        """Where it is."""
        return float(self.page.evaluate("document.querySelector('audio').currentTime"))

    def play_from(self, seconds: float) -> None:
        """Go there, and see that it plays on from there without a stop."""
        self.page.evaluate("at => { document.querySelector('audio').currentTime = at; }", seconds)
        self.page.wait_for_function(
            "until => document.querySelector('audio').currentTime >= until && !document.querySelector('audio').seeking",
            arg=seconds + 0.6,
            timeout=15_000,
        )
        assert seconds + 0.6 <= self.now < seconds + 6
        self.is_content()

    def is_content(self) -> None:
        """Nothing stalled, nothing was complained about."""
        assert self.page.evaluate("complaints") == []


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Path) -> Ladder:
    """The book, packed once."""
    return make_ladder(tmp_path_factory.mktemp("ladder"), ffmpeg)


@pytest.fixture(scope="module")
def origin(ladder: Ladder) -> Iterator[str]:
    """Where it is served."""
    with serving(ladder.folder) as address:
        yield address


def _open(open_page: Open, origin: str, ladder: Ladder, library: str | None = None) -> Player:
    page = open_page(f"{origin}/").page
    page.evaluate(_LISTEN)
    if library is not None:
        found = next(iter(PLAYERS.glob(f"{library}-*.js")), None)
        if found is None:
            pytest.skip(f"{library} is not here: `make browser` fetches it where there is npm")
        page.add_script_tag(url=f"{origin}/{found.name}")
    return Player(page, ladder.seconds)


def _visits_all_chapters(player: Player) -> None:
    page = player.page
    page.wait_for_function("document.querySelector('audio').readyState === HTMLMediaElement.HAVE_ENOUGH_DATA")
    assert abs(page.evaluate("document.querySelector('audio').duration") - player.book_s) < TOLERANCE_S
    page.get_by_role("button").click()
    for _, start, _ in CHAPTERS:
        player.play_from(start / 44_100)


def _plays_its_end(player: Player) -> None:
    """To where the book ends, and not a frame further."""
    player.page.evaluate("at => { document.querySelector('audio').currentTime = at; }", player.book_s - 0.7)
    player.page.wait_for_function("document.querySelector('audio').ended", timeout=15_000)
    assert abs(player.now - player.book_s) < TOLERANCE_S
    player.is_content()


@pytest.mark.parametrize("format", LADDER, ids=attrgetter("key"))
def test_every_rung_plays_through_hls(open_page: Open, origin: str, ladder: Ladder, format: AudioFormat) -> None:
    """hls.js plays each: from the first sample, from each chapter, and to the end, as long as the book is."""
    player = _open(open_page, origin, ladder, "hls.js")
    player.page.evaluate(_HLS, name_of(format))
    [[first, _]] = player.page.evaluate(_BUFFERED)

    assert first < 0.001, "the encoder's priming is heard"
    _visits_all_chapters(player)
    _plays_its_end(player)
    assert player.page.evaluate("hls.levels.length") == len(LADDER)
    assert f"/{name_of(format)}/" in player.page.evaluate("window.level")


def test_rungs_are_changed_without_a_gap(open_page: Open, origin: str, ladder: Ladder) -> None:
    """From one segment to the next of another rung: what is buffered is one stretch from beginning to end."""
    player = _open(open_page, origin, ladder, "hls.js")
    page = player.page
    rungs = [name_of(format) for format in (AAC_32, AAC_64, AAC_128)]
    used = page.evaluate(_CLIMB, rungs)

    assert set(used) == set(rungs)
    assert sum(before != after for before, after in pairwise(used)) >= 5
    [[first, last]] = page.evaluate(_BUFFERED)
    assert first < 0.001
    assert abs(last - player.book_s) < TOLERANCE_S
    page.get_by_role("button").click()
    player.play_from(258 * 1024 / 44_100 - 0.3)
    _plays_its_end(player)


def test_hls_js_told_to_prefer_aac_climbs(open_page: Open, origin: str, ladder: Ladder) -> None:
    """As `docs/renditions.md` says: left alone, it stays in the family of the lightest rung of a mono title."""
    master = (ladder.folder / "hls/master.m3u8").read_text().replace('CHANNELS="2"', 'CHANNELS="1"')
    with_light_opus = re.sub('AVERAGE-BANDWIDTH=[0-9]+,CODECS="opus"', 'AVERAGE-BANDWIDTH=1,CODECS="opus"', master)
    used: dict[str | None, set[str]] = {}
    for preferred in (None, CODECS["aac-lc"]):
        page = _open(open_page, origin, ladder, "hls.js").page
        page.route("**/master.m3u8", lambda route: route.fulfill(body=with_light_opus))
        used[preferred] = set(page.evaluate(_LEFT_ALONE, {"audioCodec": preferred} if preferred else None))
        assert page.evaluate("complaints") == []

    assert used[None] == {name_of(OPUS_32)}, "hls.js has learnt to climb: docs/renditions.md need not tell it"
    assert name_of(AAC_128) in used[CODECS["aac-lc"]]
    assert name_of(OPUS_32) not in used[CODECS["aac-lc"]]


@pytest.mark.parametrize("format", [AAC_64, OPUS_32], ids=attrgetter("key"))
def test_the_same_bytes_play_through_dash(open_page: Open, origin: str, ladder: Ladder, format: AudioFormat) -> None:
    """Shaka Player finds the segments by the index in the file: each chapter, and the end."""
    player = _open(open_page, origin, ladder, "shaka-player")
    player.page.evaluate(_DASH, [CODECS[format.codec], format.kbps])

    _visits_all_chapters(player)
    _plays_its_end(player)
    [active] = player.page.evaluate("dash.getVariantTracks().filter(one => one.active).map(one => one.originalAudioId)")
    assert active == f"{format.codec}-{format.kbps}"


@pytest.mark.parametrize(("name", "start", "end"), [("book.m4b", 0, None), ("chapter.m4a", *CHAPTERS[1][1:])])
def test_files_play_as_they_are(
    *, open_page: Open, origin: str, ladder: Ladder, name: str, start: int, end: int | None
) -> None:
    """The browser itself knows their length from the first bytes, and jumps within them."""
    player = _open(open_page, origin, ladder)
    seconds = ((end or ladder.encodings[0].samples) - start) / 44_100
    player.page.evaluate("name => { document.querySelector('audio').src = name; }", name)
    player.page.wait_for_function("document.querySelector('audio').readyState >= 1")

    assert abs(player.page.evaluate("document.querySelector('audio').duration") - seconds) < TOLERANCE_S
    player.page.get_by_role("button").click()
    for share in (0, 0.3, 0.8):
        player.play_from(seconds * share)
