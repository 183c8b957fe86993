"""Explain one rule: what it checks, why, and how to mend what it finds."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cli import surroundings
from cli.output import JsonOption, as_document, show
from cli.showing import clean
from shelfready.adapters.database import open_catalogue
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs
from shelfready.errors import MissingError, RejectedError
from shelfready.findings import Rule, Status
from shelfready.policies import profile_of
from shelfready.ports import Catalogue, Page
from shelfready.profiles import Profile
from shelfready.rule_trials import Trial, try_rule
from shelfready.rules import RULES
from shelfready.titles import TitleFacts
from shelfready.values import Value

_PAGE = 200


class Explanation(Value):
    """A rule and its page."""

    code: str
    name: str
    severity: str
    owner: str
    status: str
    page: str


def rule(
    code: Annotated[str, typer.Argument(help="a rule's code or name: AUD-006, loudness-uneven", show_default=False)],
    measure: Annotated[
        bool, typer.Option("--measure", help="try it on everything on the shelf: how many titles would it refuse?")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Explain one rule: what it checks, why, and how to mend what it finds."""
    chosen = rules_called(code)
    if measure:
        trials = tuple(_tried(one) for one in chosen)
        show(trials, "\n".join(map(told, trials)), as_json=as_json)
        return
    if as_json:
        typer.echo(as_document(tuple(_explanation(one) for one in chosen)))
        return
    console = Console(highlight=False)
    for one in chosen:
        _explain(console, one)


def told(trial: Trial) -> str:
    """A trial in words."""
    found = ", ".join(f"{number} {letter}" for letter, number in trial.findings.items()) or "none"
    share = f" ({trial.spoken_of / trial.titles:.1%})" if trial.titles else ""
    lines = [
        f"{trial.code} {trial.name} ({trial.status}): of {trial.titles:,} titles on the shelf it speaks of "
        f"{trial.spoken_of:,}{share} and would refuse {trial.refused:,}; findings: {found}",
        *(f"  {one.severity} {one.publisher}/{one.title_id}: {one.message}" for one in trial.examples),
    ]
    return clean("\n".join(lines))


def _tried(one: Rule) -> Trial:
    if not (one.status.runs or one.status is Status.RETIRED):
        raise RejectedError(f"{one.code} is planned: there is nothing to run yet", cause_code="rule-planned")
    settings = surroundings.settings()
    catalogue = open_catalogue(settings.resolved_database_url)
    secret = settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else None
    blobs = Blobs(
        open_store(
            settings.resolved_store_url,
            endpoint=settings.s3_endpoint,
            access_key=settings.s3_access_key,
            secret_key=secret,
            region=settings.s3_region,
        )
    )
    return try_rule(one, _shelf(catalogue, blobs), cache(lambda publisher: _profile(catalogue, publisher)))


def _shelf(catalogue: Catalogue, blobs: Blobs) -> Iterator[TitleFacts]:
    """The facts of every live release, a page at a time."""
    cursor: str | None = None
    while True:
        with catalogue.begin(read_only=True) as unit:
            page = unit.submissions.published_facts(Page(cursor=cursor, limit=_PAGE))
        for found in page:
            yield blobs.read_value(TitleFacts, found.facts_sha256)
        if len(page) < _PAGE:
            return
        cursor = page[-1].cursor


def _profile(catalogue: Catalogue, publisher: str) -> Profile:
    with catalogue.begin(read_only=True) as unit:
        return profile_of(unit.policies.get(publisher))


def rules_called(name: str) -> list[Rule]:
    """The rules with a code or a name; `MissingError` if there is none."""
    ordered = sorted(RULES.values(), key=lambda one: (one.code, one.name))
    chosen = [one for one in ordered if name.lower() in (one.code.lower(), one.name)]
    if not chosen:
        raise MissingError(
            f"there is no rule {name!r}: give a code such as {ordered[0].code} or a name such as {ordered[0].name}; "
            "`shelfready rules` lists them",
            cause_code="rule-unknown",
        )
    return chosen


def _explanation(one: Rule) -> Explanation:
    return Explanation(
        code=one.code,
        name=one.name,
        severity=one.severity.value,
        owner=one.owner.value,
        status=one.status.value,
        page=one.documentation.strip(),
    )


def _explain(console: Console, one: Rule) -> None:
    first, *rest = one.documentation.strip().splitlines()
    console.print(Text(first, style="bold"), soft_wrap=True)
    about = f"{one.name}: severity {one.severity.value}, {one.status.value}, to be mended by {one.owner.value}"
    console.print(Text(about, style="dim"), soft_wrap=True)
    for line in rest:
        is_heading = bool(line) and not line.startswith(" ")
        console.print(Text(line, style="bold" if is_heading else ""), soft_wrap=True)
