"""Puts a release together beside the live one, makes sure of it, and makes it live in one transaction."""

import json
from collections import Counter
from dataclasses import dataclass

from temporalio import activity

from activities.journal import Journal
from shelfready.blobs import Blobs
from shelfready.described import done_of, media_type_of, path_of
from shelfready.errors import ConflictError, DefectError
from shelfready.plans import AudiobookFileRecipe, HlsRecipe, Plan
from shelfready.playlists import DASH, HLS, referenced
from shelfready.releases import Artifact, MadeFacts, Release
from shelfready.titles import Stage, SubmissionRef, SubmissionState
from shelfready.values import Sha256, Value


class VerifyRequest(Value):
    """A plan that was carried out."""

    submission: SubmissionRef
    plan: Sha256
    report: Sha256


class Verified(Value):
    """Where the release lies that may be published."""

    release: Sha256
    artifacts: int


class PublishRequest(Value):
    """A verified release."""

    submission: SubmissionRef
    release: Sha256


class Published(Value):
    """The number under which the release is live."""

    number: int


@dataclass(frozen=True)
class Publication:
    """The department that publishes."""

    journal: Journal
    blobs: Blobs

    @activity.defn(name="publication.verify", no_thread_cancel_exception=True)
    def verify(self, request: VerifyRequest) -> Verified:
        """Put the release together from what is in the store, and check it as a whole."""
        self.journal.begin(request.submission, Stage.VERIFY)
        plan = self.blobs.read_value(Plan, request.plan)
        artifacts: list[Artifact] = []
        durations: dict[str, int] = {}
        for make in plan.makes:
            done = done_of(make, self.blobs)
            facts = MadeFacts.from_json(done.facts or "{}")
            if isinstance(make.recipe, HlsRecipe | AudiobookFileRecipe) and facts.duration_ms is not None:
                durations[make.rendition] = facts.duration_ms
            artifacts += [
                Artifact(
                    path=path_of(make, name),
                    rendition=make.rendition,
                    media_type=media_type_of(make, name),
                    sha256=blob.sha256,
                    size_bytes=blob.size_bytes,
                )
                for name, blob in sorted(done.outputs.items())
            ]
        self._must_be_whole(artifacts)
        release = Release(
            publisher=plan.publisher,
            title_id=plan.title_id,
            content_type=plan.content_type,
            submission_id=plan.submission_id,
            metadata=plan.metadata,
            duration_ms=_one_length(durations),
            chapters=plan.chapters,
            artifacts=tuple(artifacts),
            report_sha256=request.report,
            plan_sha256=request.plan,
            sound=plan.sound if plan.spans else None,
        )
        stored = self.blobs.put_value(release)
        # Until it is live only the workflow knows of it, and a parked title may wait for long.
        self.blobs.need(request.submission.submission_id, [stored.sha256])
        return Verified(release=stored.sha256, artifacts=len(artifacts))

    @activity.defn(name="publication.publish", no_thread_cancel_exception=True)
    def publish(self, request: PublishRequest) -> Published:
        """Make the release live; a second attempt finds it live and answers the same number."""
        self.journal.begin(request.submission, Stage.PUBLISH)
        release = self.blobs.read_value(Release, request.release)
        catalogue, now = self.journal.catalogue, self.journal.clock.now()
        with catalogue.begin() as unit:
            submission = unit.submissions.get(request.submission.submission_id)
            if submission is not None and submission.state.is_final and submission.release_number is None:
                raise ConflictError(
                    f"the submission was {submission.state.value} before its release went live: nothing was published",
                    cause_code="submission-ended",
                )
            published = unit.titles.publish(release, now)
            if published.number is None:
                raise DefectError("the catalogue published a release without a number", cause_code="release-unnumbered")
            if submission is not None and not submission.state.is_final:
                unit.submissions.save(
                    submission.model_copy(
                        update={
                            "state": SubmissionState.PUBLISHED,
                            "parking": None,
                            "release_number": published.number,
                            "updated_at": now,
                        }
                    )
                )
                unit.events.add(submission.id, "published", {"release": published.number}, now)
        return Published(number=published.number)

    def _must_be_whole(self, artifacts: list[Artifact]) -> None:
        """Every object is there, every address is used once, and whatever a document points to exists."""
        paths = [artifact.path for artifact in artifacts]
        known = frozenset(paths)
        if len(known) < len(paths):
            doubled = next(path for path, times in Counter(paths).items() if times > 1)
            raise _broken(f"two renditions want the address {doubled}")
        for artifact in artifacts:
            if not self.blobs.has(artifact.blob):
                raise _broken(f"{artifact.path} is not in the store with its {artifact.size_bytes:,} bytes")
            if artifact.media_type.endswith("json"):
                json.loads(self.blobs.read(artifact.sha256))
            if artifact.media_type in (HLS, DASH):
                text = self.blobs.read(artifact.sha256).decode()
                for target in referenced(text, artifact.path, artifact.media_type):
                    if target not in known:
                        raise _broken(f"{artifact.path} points to {target}, which is not in the release")


def _one_length(durations: dict[str, int]) -> int | None:
    """The length that all audio renditions share; one that differs was made of something else."""
    if not durations:
        return None
    shortest, longest = min(durations.values()), max(durations.values())
    if longest != shortest:
        listed = ", ".join(f"{name} {length} ms" for name, length in sorted(durations.items()))
        raise _broken(f"the audio renditions differ in length: {listed}")
    return longest


def _broken(what: str) -> DefectError:
    return DefectError(
        f"the release is not published, because {what}; retry makes it anew", cause_code="release-broken"
    )
