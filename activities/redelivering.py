"""What a submission delivers that a feed has made: the files of the release that is live when its turn comes."""

from shelfready.blobs import Blobs
from shelfready.errors import RejectedError
from shelfready.feed_updates import manifest_of
from shelfready.knowing import fed_of
from shelfready.ports import Catalogue
from shelfready.titles import Manifest, Submission, TitleFacts


def redelivered(catalogue: Catalogue, blobs: Blobs, submission: Submission) -> Manifest:
    """The manifest of a title that is brought up to date; its files are those its publisher delivered before."""
    with catalogue.begin(read_only=True) as unit:
        live = unit.submissions.newest_published(submission.publisher, submission.title_id)
        published = unit.submissions.get(live) if live is not None else None
        fed = fed_of(unit, submission.publisher, submission.title_id)
    if published is None or published.facts_sha256 is None:
        raise RejectedError(
            "the title is no longer on the shelf with files that could be taken once more: send the title again, or "
            "abandon this update",
            cause_code="nothing-to-bring-up-to-date",
        )
    return manifest_of(blobs.read_value(TitleFacts, published.facts_sha256), fed.record if fed else None)
