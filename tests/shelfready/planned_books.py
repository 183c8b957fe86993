"""Small books as plans are made of them: tracks that differ in name, length and sound, and what changes of them."""

from collections.abc import Mapping

from shelfready.chaptering import chapterize
from shelfready.media import TIMELINE_RATE_HZ, LoudnessBin
from shelfready.planning import plan
from shelfready.plans import Plan, Rendition
from shelfready.profiles import STREAMING, Profile
from shelfready.renditions import RENDITIONS
from shelfready.rules._examples import audio, audiobook, cover, digest, track
from shelfready.titles import AssetFacts, SubmissionRef, TitleFacts

SUBMISSION = SubmissionRef(submission_id="s1", publisher="harbour-press", title_id="9789999900010")
SECOND = TIMELINE_RATE_HZ
MINUTE = 60 * SECOND


def loud(lufs: float, seconds: float = 60) -> tuple[LoudnessBin, ...]:
    """Sound of one loudness all through."""
    power = 10 ** ((lufs + 0.691) / 10)
    return (LoudnessBin(lufs=int(lufs // 1), blocks=round(seconds * 10), power=power),)


def a_track(name: str, samples: int = MINUTE, lufs: float = -23.0, **changes: object) -> AssetFacts:
    """A track that is told from others by its name, mono, as loud as is said, with peaks of -12 dBTP."""
    sound = {
        "timeline_samples": samples,
        "loudness": loud(lufs, samples / SECOND),
        "true_peak_dbtp": -12.0,
        "pcm_sha256": digest(name),
    }
    found = track(f"{name}.mp3", audio(samples / SECOND, **sound | changes))
    kept = {part: digest(f"{part} {name}") for part in ("head", "tail", "waveform")}
    asset = found.asset.model_copy(update={"sha256": digest(f"track {name}"), "title": f"Chapter {name}"})
    return found.model_copy(update={"asset": asset, **kept})


def a_book(*tracks: AssetFacts, **changes: object) -> TitleFacts:
    """A book of these tracks, with a cover."""
    return audiobook(*tracks, cover(), **changes)


def planned(
    facts: TitleFacts,
    previous: Plan | None = None,
    profile: Profile = STREAMING,
    toolchain: str = "ffmpeg 8.1",
    renditions: Mapping[str, Rendition] = RENDITIONS,
) -> Plan:
    """The plan of a title, after the plan of its last release."""
    edges = {place: (one.head or "", one.tail or "") for place, one in enumerate(facts.tracks)}
    chapters = chapterize(facts) if facts.tracks else None
    return plan(
        facts, chapters, SUBMISSION, edges, toolchain, profile=profile, previous=previous, renditions=renditions
    )


def anew(before: Plan, after: Plan) -> tuple[set[int], set[str]]:
    """The tracks that are encoded anew, and the renditions that are made anew."""
    known = {encode.key for encode in before.encodes} | {make.key for make in before.makes}
    return (
        {after.pieces[encode.piece].track for encode in after.encodes if encode.key not in known},
        {make.rendition for make in after.makes if make.key not in known},
    )
