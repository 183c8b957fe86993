"""Reports in every form, with a key and by a link without one."""

import csv
import io
from datetime import timedelta

import httpx
import pytest

from shelfready.media import AudioFacts
from shelfready.titles import AssetFacts, Metadata, Role, SubmissionState
from tests.api.house import ISBN, House, body, problem, submitted

pytestmark = pytest.mark.anyio

SOUND = bytes(range(256)) * 100


def track(house: House, **changed: object) -> AssetFacts:
    """A track that was measured, with its waveform."""
    waveform = house.services.blobs.put_bytes(b"\xc0\x40" * 100)
    audio = AudioFacts(
        container="mp3",
        codec="mp3",
        sample_rate_hz=44_100,
        channels=1,
        decoded_samples=441_000,
        timeline_samples=441_000,
        sample_peak_dbfs=-3.0,
        rms_dbfs=-20.0,
        noise_floor_dbfs=-60.0,
        pcm_sha256="0" * 64,
    )
    known: dict[str, object] = {"audio": audio, "waveform": waveform.sha256}
    return house.asset(Role.TRACK, "01 <b>one</b>.mp3", "mp3", SOUND).model_copy(update=known | changed)


async def page_of(client: httpx.AsyncClient, submission_id: str) -> str:
    """The link to the page."""
    return str((await client.get(f"/v1/submissions/{submission_id}")).json()["links"]["report_page"])


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        (None, "", "application/json"),
        ("*/*", "", "application/json"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "", "text/html; charset=utf-8"),
        ("text/csv", "", "text/csv; charset=utf-8"),
        ("application/xml", "", "application/xml"),
        ("text/html", "?format=json", "application/json"),
        ("application/json", "?format=csv", "text/csv; charset=utf-8"),
        (None, "?format=onix", "application/xml"),
        (None, "?format=html", "text/html; charset=utf-8"),
    ],
)
async def test_a_report_is_written_as_asked(house: House, accept: str | None, query: str, kind: str) -> None:
    """By the header Accept, and before it by `format`."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.report(submission_id, house.facts(track(house)))
        headers = {"Accept": accept} if accept else {}
        if accept is None:
            client.headers.pop("accept")
        found = await client.get(f"/v1/submissions/{submission_id}/report{query}", headers=headers)

    assert (found.status_code, found.headers["content-type"]) == (200, kind)
    assert "Accept" in found.headers["vary"].split(", ")
    assert found.headers["cache-control"] == "no-store"
    assert found.content


async def test_a_report_that_is_not_written_so(house: House) -> None:
    """What is written is said: an unknown format is the client's mistake, and so is a header that takes none."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.report(submission_id)
        url = f"/v1/submissions/{submission_id}/report"
        unknown = await client.get(f"{url}?format=pdf")
        misspelt = await client.get(f"{url}?format=../etc")
        none = await client.get(url, headers={"Accept": "image/png"})

    assert "csv, html, json, onix" in problem(unknown, 422, "report-format-unknown")["detail"]
    problem(misspelt, 422, "request-invalid")
    assert "text/html" in problem(none, 406, "media-type-not-acceptable")["expected"]


async def test_the_table_is_saved_under_the_titles_id(house: House) -> None:
    """As a file, and with the finding in it."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.report(submission_id)
        found = await client.get(f"/v1/submissions/{submission_id}/report?format=csv")

    [row] = csv.DictReader(io.StringIO(found.content.decode("utf-8-sig")))
    assert (row["code"], row["message"]) == ("AUD-001", "too loud")
    assert found.headers["content-disposition"] == f'attachment; filename="{ISBN}-report.csv"'


async def test_the_page_opens_without_a_key(house: House) -> None:
    """By the link of the submission, which is there as soon as the report is, and in nothing that is kept."""
    async with house.client() as client, house.client(None) as browser:
        accepted = await client.post("/v1/submissions", json=body())
        submission_id = accepted.json()["id"]
        early = (await client.get(f"/v1/submissions/{submission_id}")).json()["links"]["report_page"]
        house.report(submission_id, house.facts(track(house)))
        listed = (await client.get("/v1/submissions")).json()["items"][0]["links"]["report_page"]
        page = await browser.get(await page_of(client, submission_id))
        table = await browser.get(f"{listed}?format=csv")

    assert (accepted.json()["links"]["report_page"], early) == (None, None)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-disposition"] == f'inline; filename="{ISBN}-report.html"'
    assert "too loud" in page.text
    assert "<b>one</b>" not in page.text
    assert table.headers["content-type"] == "text/csv; charset=utf-8"


async def test_the_page_may_do_nothing_but_what_it_is(house: House) -> None:
    """Its own style and script by their hash, files from beside it; no frame, no sniffing, no address passed on."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.report(submission_id, house.facts(track(house)))
        page = await client.get(await page_of(client, submission_id))

    policy = page.headers["content-security-policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert [part for part in policy if part.startswith(("script-src", "style-src"))] == [
        part for part in policy if "'sha256-" in part
    ]
    assert {"img-src 'self' data:", "media-src 'self'", "frame-ancestors 'none'", "form-action 'none'"} <= set(policy)
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_a_link_runs_out(house: House) -> None:
    """For the page and for what it plays; the submission has a new one."""
    async with house.client() as client:
        submission_id = await submitted(client)
        sound = track(house)
        house.report(submission_id, house.facts(sound))
        page = await page_of(client, submission_id)
        asset = f"{page.removesuffix('/report')}/assets/{sound.asset.sha256}"
        before = await client.get(asset)
        house.clock.pass_by(house.limits.report_link_life + timedelta(seconds=1))

        assert before.status_code == 200
        problem(await client.get(page), 404, "report-link-expired")
        problem(await client.get(asset), 404, "report-link-expired")
        assert (await client.get(await page_of(client, submission_id))).status_code == 200


async def test_a_link_to_media_is_none_to_a_report(house: House) -> None:
    """Each is signed for what it is."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.publish(submission_id, [("a.txt", "text/plain", b"a")])
        house.report(submission_id)
        media = (await client.get(f"/v1/titles/{ISBN}/live")).json()["media"]["url"].split("/")[3]
        report = (await page_of(client, submission_id)).split("/")[3]

        problem(await client.get(f"/v1/reports/{media}/report"), 404, "report-link-unknown")
        problem(await client.get(f"/v1/media/{report}/a.txt"), 404, "media-link-unknown")


async def test_tracks_are_heard_and_covers_seen(house: House) -> None:
    """As they were sent, whole or a range, of the type that they are, and sandboxed."""
    async with house.client() as client, house.client(None) as browser:
        submission_id = await submitted(client)
        sound, cover = track(house), house.asset(Role.COVER, "c.png", "png", b"\x89PNG")
        house.report(submission_id, house.facts(sound, cover))
        below = (await page_of(client, submission_id)).removesuffix("/report")
        whole = await browser.get(f"{below}/assets/{sound.asset.sha256}")
        part = await browser.get(f"{below}/assets/{sound.asset.sha256}", headers={"Range": "bytes=5-9"})
        head = await browser.head(f"{below}/assets/{sound.asset.sha256}")
        picture = await browser.get(f"{below}/assets/{cover.asset.sha256}")

    assert (whole.content, whole.headers["content-type"]) == (SOUND, "audio/mpeg")
    assert whole.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert whole.headers["content-disposition"].startswith("inline; ")
    assert (part.status_code, part.content) == (206, SOUND[5:10])
    assert (head.status_code, head.content) == (200, b"")
    assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG", "image/png")


async def test_nothing_that_could_run_is_given_out(house: House) -> None:
    """No book, no document, no sound that is none, and nothing of the store that the report is not about."""
    async with house.client() as client:
        submission_id = await submitted(client)
        book = house.asset(Role.EPUB, "b.epub", "epub", b"PK")
        odd = house.asset(Role.TRACK, "x.mp3", "xml", b"<html>")
        svg = house.asset(Role.COVER, "x.png", "xml", b"<svg>")
        foreign = house.asset(Role.TRACK, "f.mp3", "mp3", b"another's")
        report = house.report(submission_id, house.facts(book, odd, svg))
        below = (await page_of(client, submission_id)).removesuffix("/report")

        hidden = [one.asset.sha256 for one in (book, odd, svg, foreign)]
        assert report.facts is not None
        for digest in [*hidden, report.facts, "0" * 64]:
            problem(await client.get(f"{below}/assets/{digest}"), 404, "report-asset-unknown")
        problem(await client.get(f"{below}/assets/..%2f..%2fetc"), 404, "route-unknown")
        problem(await client.get(f"{below}/assets/nonsense"), 422, "request-invalid")


async def test_reports_of_before_facts_were_kept(house: House) -> None:
    """They are pages too, and so are those whose facts or waveforms are gone."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.report(submission_id)
        old = await client.get(await page_of(client, submission_id))
        house.report(submission_id, house.facts(track(house, waveform="1" * 64)))
        undrawn = await client.get(await page_of(client, submission_id))
        report = house.report(submission_id)
        gone = report.model_copy(update={"facts": "2" * 64})
        house.change(submission_id, report_sha256=house.services.blobs.put_value(gone).sha256)
        forgotten = await client.get(await page_of(client, submission_id))

    assert [found.status_code for found in (old, undrawn, forgotten)] == [200, 200, 200]
    assert ["<audio" in found.text for found in (old, undrawn, forgotten)] == [False, True, False]


async def test_the_page_says_what_happens_next(house: House) -> None:
    """As the submission stands now, and not as it stood when it was checked."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.report(submission_id, house.facts(metadata=Metadata(title="The Harbour")))
        url = f"/v1/submissions/{submission_id}/report?format=html"
        running = (await client.get(url)).text
        house.park(submission_id)
        parked = (await client.get(url)).text
        house.publish(submission_id, [])
        published = (await client.get(url)).text
        house.change(submission_id, state=SubmissionState.SUPERSEDED)
        superseded = (await client.get(url)).text
        house.change(submission_id, state=SubmissionState.ABANDONED)
        abandoned = (await client.get(url)).text

    assert "<title>Ready, with warnings: The Harbour</title>" in running
    assert "goes on by itself" in running
    assert "waits for a decision (PKG-004). Send it again." in parked
    assert "published as release 1" in published
    assert "newer submission" in superseded
    assert "given up" in abandoned
