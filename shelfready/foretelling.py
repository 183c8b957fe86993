"""Puts what was foreseen of a submission into words and sums."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from shelfready.batches import cost_s, encoded_s, to_encode
from shelfready.findings import Report
from shelfready.forecasts import Fetching, Forecast, ForeseenEncode, ForeseenFile, ForeseenRendition, Sums
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import Plan
from shelfready.titles import Role, Submission

_MEASURE_COST = 0.002
"""CPU seconds for measuring a second of audio, on one core."""

_MOST_NAMED = 5


def forecast_of(
    submission: Submission, files: Sequence[ForeseenFile], *, report: Report | None = None, plan: Plan | None = None
) -> Forecast:
    """The forecast; without a `report` not every file is measured, and the `plan` rests on stand-ins."""
    sums = _sums(files, plan)
    refused_for = tuple(finding for finding in report.findings if finding.blocks) if report else ()
    unknown = tuple(_unknown(files, has_plan=plan is not None or bool(refused_for)))
    return Forecast(
        title_id=submission.title_id,
        content_type=submission.content_type,
        summary=_summary(files, sums, [finding.code for finding in refused_for], has_plan=plan is not None),
        unknown=unknown,
        files=tuple(files),
        verdict=report.verdict if report else None,
        refused_for=refused_for,
        chapters=len(plan.chapters.chapters) if plan and plan.chapters else None,
        sound=plan.sound if plan and plan.spans else None,
        encodes=tuple(_encodes(plan)) if plan else (),
        renditions=tuple(
            ForeseenRendition(rendition=make.rendition, path=make.path, is_reused=make.is_made)
            for make in (plan.makes if plan else ())
        ),
        sums=sums,
    )


def opened_later(submission: Submission) -> Forecast:
    """The forecast of a folder or an archive: nobody knows what is in it before it is opened."""
    kind = submission.drop.kind.value
    return Forecast(
        title_id=submission.title_id,
        content_type=submission.content_type,
        summary=f"What is in the {kind} shows when it is opened: nothing can be foreseen.",
        unknown=(
            f"a dry run opens no {kind}; list its files with their hashes and sizes (drop.kind `files`), or let "
            "`shelfready submit --plan` do so for what lies on your machine",
        ),
        files=(),
        sums=Sums(),
    )


def _sums(files: Sequence[ForeseenFile], plan: Plan | None) -> Sums:
    to_fetch = [file for file in files if file.fetching is not Fetching.HELD]
    to_measure = [file for file in files if not file.is_measured]
    fetched = Sums(
        files_to_fetch=len(to_fetch),
        bytes_to_fetch=sum(file.size_bytes or 0 for file in to_fetch),
        files_to_measure=len(to_measure),
    )
    if plan is None:
        return fetched
    to_do = to_encode(plan)
    names = {file.name for file in to_measure}
    measured_s = sum(span.samples for span in plan.spans if span.name in names) / TIMELINE_RATE_HZ
    cpu_s = measured_s * _MEASURE_COST + sum(cost_s(plan, piece, encodes) for piece, encodes in to_do.items())
    makes_made = sum(not make.is_made for make in plan.makes)
    return fetched.model_copy(
        update={
            "audio_s_to_encode": round(encoded_s(plan), 1),
            "encodes_made": sum(map(len, to_do.values())),
            "encodes_reused": sum(encode.is_made for encode in plan.encodes),
            "renditions_made": makes_made,
            "renditions_reused": len(plan.makes) - makes_made,
            "cpu_s": round(cpu_s, 1),
        }
    )


def _encodes(plan: Plan) -> Iterator[ForeseenEncode]:
    to_do, reused = to_encode(plan), defaultdict[int, list[str]](list)
    for encode in plan.encodes:
        if encode.is_made:
            reused[encode.piece].append(encode.format.key)
    places = dict(_places(plan))
    for index, piece in enumerate(plan.pieces):
        made = tuple(encode.format.key for encode in to_do.get(index, ()))
        if made or index in reused:
            number, count = places[index]
            yield ForeseenEncode(
                track=piece.track + 1,
                name=plan.spans[piece.track].name,
                piece=number,
                pieces=count,
                audio_s=round(piece.samples / TIMELINE_RATE_HZ, 1),
                made=made,
                reused=tuple(reused[index]) if index in reused else (),
            )


def _places(plan: Plan) -> Iterator[tuple[int, tuple[int, int]]]:
    """Of each piece its number, and how many pieces its track is cut into; a file that is copied is one."""
    parts = defaultdict[int, list[int]](list)
    for index, piece in enumerate(plan.pieces):
        if piece.samples < plan.spans[piece.track].samples:
            parts[piece.track].append(index)
        else:
            yield index, (1, 1)
    for indexes in parts.values():
        yield from ((index, (number, len(indexes))) for number, index in enumerate(indexes, start=1))


def _unknown(files: Sequence[ForeseenFile], *, has_plan: bool) -> Iterator[str]:
    nameless = [file for file in files if file.fetching is Fetching.UNKNOWN]
    if nameless:
        yield (
            f"whether {_named(nameless)} must be fetched: hash and size are not said, and show when the file is there"
        )
    unmeasured = [file for file in files if not file.is_measured]
    if not unmeasured:
        return
    yield f"what the rules say: {_named(unmeasured)} must be measured first"
    books = [file for file in unmeasured if file.role is Role.EPUB]
    if books and has_plan:
        yield f"what is made of a table of contents, or of a cover within: {_named(books)} must be opened first"
    tracks = [file for file in unmeasured if file.role is Role.TRACK]
    if tracks and has_plan:
        yield f"how long and how loud the title is: {_named(tracks)} count as what they take the place of"
    elif not has_plan:
        yield "what is made: nothing is known of the title yet that it could be told from"


def _named(files: Sequence[ForeseenFile]) -> str:
    """`01.mp3`, `01.mp3 and 2 more`."""
    names = [file.name for file in files[:_MOST_NAMED]]
    rest = len(files) - len(names)
    return ", ".join(names) + (f" and {rest} more" if rest else "")


def _summary(files: Sequence[ForeseenFile], sums: Sums, refused_for: Sequence[str], *, has_plan: bool) -> str:
    taken_in = (
        f"{sums.files_to_fetch} of {len(files)} files to fetch ({sums.bytes_to_fetch / 1e6:.1f} MB), "
        f"{sums.files_to_measure} to measure"
    )
    if refused_for:
        codes = ", ".join(dict.fromkeys(refused_for))
        return f"The rules refuse the title ({codes}), and nothing is made; {taken_in}."
    if not has_plan:
        return f"{taken_in[0].upper()}{taken_in[1:]}; what is made shows when they are measured."
    if not (sums.files_to_fetch or sums.files_to_measure or sums.encodes_made or sums.renditions_made):
        return "All of it is there already: nothing is fetched, measured, encoded or made."
    return (
        f"{taken_in}; {sums.encodes_made} of {sums.encodes_made + sums.encodes_reused} encodings to make "
        f"({sums.audio_s_to_encode / 60:.0f} min of audio, about {sums.cpu_s:.0f} CPU seconds), and "
        f"{sums.renditions_made} of {sums.renditions_made + sums.renditions_reused} renditions."
    )
