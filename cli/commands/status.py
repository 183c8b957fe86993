"""Show what is running and where titles stand."""

from typing import Annotated

import typer

from cli import surroundings
from cli.answers import SubmissionList, SubmissionView, describe, standing, submission_path
from cli.client import Api
from cli.embedded.state import Running, running
from cli.names import PublisherOption
from cli.output import JsonOption, show
from cli.showing import clean
from shelfready.titles import SubmissionState
from shelfready.values import Value


class Status(Value):
    """The system of this home folder, None if the commands talk to another one, and its newest submissions."""

    system: Running | None = None
    submissions: SubmissionList


def status(
    submission: Annotated[str | None, typer.Argument(help="a submission's id; the newest ones if absent")] = None,
    state: Annotated[SubmissionState | None, typer.Option(help="only submissions in this state")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="how many submissions")] = 20,
    publisher: PublisherOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show what is running and where titles stand; or one submission, with what to do about it."""
    settings = surroundings.settings()
    target = surroundings.target(settings, publisher)
    with Api(target) as api:
        if submission is not None:
            view = api.get(submission_path(submission), SubmissionView)
            show(view, clean(describe(view, target.url)), as_json=as_json)
            return
        listed = api.get("/v1/submissions", SubmissionList, state=state, limit=limit)
        found = Status(system=running(settings.home), submissions=listed)
    show(found, clean(_text(found)), as_json=as_json)


def _text(found: Status) -> str:
    lines = []
    if (system := found.system) is not None:
        ready = "ready" if system.is_ready else "not ready"
        lines += [f"the embedded system runs, {ready}, process {system.pid}:", *system.lines()]
    items = found.submissions.items
    lines += ["submissions, newest first:"] if items else ["no submissions"]
    lines += [f"  {one.id}  {one.content_type:<10} {one.title_id:<15} {standing(one)}" for one in items]
    lines += ["  and more: --limit shows them"] if found.submissions.next else []
    return "\n".join(lines)
