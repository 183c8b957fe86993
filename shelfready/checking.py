"""Puts every rule to what was measured of a title, and says what follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from shelfready.content_types import CONTENT_TYPES
from shelfready.errors import DefectError
from shelfready.feeds import FeedFacts
from shelfready.findings import Change, Finding, Report, Rule, Severity, judge
from shelfready.media import AudioFacts, EpubFacts, ImageFacts
from shelfready.metadata_facts import MetadataFacts
from shelfready.profiles import STREAMING, Profile
from shelfready.rules import RULES
from shelfready.titles import AssetFacts, Refusal, Role, TitleFacts
from shelfready.values import Value
from shelfready.waivers import Waiver, covering

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def check(
    facts: TitleFacts,
    profile: Profile = STREAMING,
    *,
    rules: Mapping[str, Rule] = RULES,
    waivers: Sequence[Waiver] = (),
    changes: Sequence[Change] = (),
    now: datetime = _BEFORE_ALL,
) -> Report:
    """Everything that the rules find, gravest first, and the verdict.

    The same facts always give the same report. All faults of a title are found at once: none hides another. Waivers
    that hold at the moment `now` are written on the findings that they let pass; `changes` is what `mending` did.
    """
    whole = asked(facts)
    said = [finding for rule in rules.values() for finding in _findings(rule, whole, profile)]
    found = [_waived(finding, waivers, facts.title_id, now) for finding in said]
    places = {asset.asset.name: place for place, asset in reversed(list(enumerate(facts.assets)))}
    # Sorting is stable, so that a rule's own order is kept within an asset; findings of the whole title come first.
    found.sort(key=lambda finding: ("FEWI".index(finding.severity), finding.code, places.get(finding.asset or "", -1)))
    return Report(
        findings=tuple(found), verdict=judge(found), changes=tuple(changes), profile=profile.name, held_to=profile
    )


def _waived(finding: Finding, waivers: Sequence[Waiver], title_id: str, now: datetime) -> Finding:
    """The finding, with who let it pass. What is fatal stays fatal: nothing could be made of the title."""
    if finding.severity is Severity.FATAL:
        return finding
    waiver = covering(waivers, finding.code, title_id, finding.asset, now)
    return finding.model_copy(update={"waived_by": waiver}) if waiver else finding


def asked(facts: TitleFacts) -> TitleFacts:
    """The facts, with what the content type asks for: rules and fixes do not know the content types."""
    content_type = CONTENT_TYPES.get(facts.content_type)
    if content_type is None:
        return facts
    asks = {"medium": content_type.medium, "needs": content_type.needs, "accepts": content_type.accepts}
    return facts.model_copy(update=asks)


def _findings(rule: Rule, facts: TitleFacts, profile: Profile) -> Iterator[Finding]:
    if not rule.status.runs:
        return
    for value, asset in _readable(rule.reads, facts):
        try:
            yield from rule(value, profile, asset=asset)
        except Exception as error:
            where = asset or "the whole title"
            raise DefectError(
                f"the rule {rule.code} {rule.name} failed on {where} with {type(error).__name__}: {error}; no verdict "
                "can be given until the rule is mended",
                cause_code="rule-failed",
            ) from error


def _readable(kind: type[Value], facts: TitleFacts) -> Iterable[tuple[Value, str | None]]:
    """What a rule reads: the whole title, every asset, or what was measured of the assets in the role that it is for.

    A supplement may be a recording or a picture, and is held to nothing; nor is a file whose role the content type has
    no use for, which one rule says of the whole title.
    """
    if kind is TitleFacts:
        return [(facts, None)]
    if kind is Refusal:
        return [(refusal, refusal.asset) for refusal in facts.refusals]
    if kind is MetadataFacts:
        return [(facts.described, facts.described.header.name)] if facts.described else []
    used = [found for found in facts.assets if not facts.accepts or found.asset.role in facts.accepts]
    return [(value, found.asset.name) for found in used for value in (_of(kind, found),) if value is not None]


def _of(kind: type[Value], found: AssetFacts) -> Value | None:
    role = found.asset.role
    if kind is FeedFacts:
        return None  # of a whole feed, and of no title
    if kind is AssetFacts:
        return found
    if kind is AudioFacts:
        return found.audio if role is Role.TRACK else None
    if kind is EpubFacts:
        return found.epub if role is Role.EPUB else None
    if kind is ImageFacts:
        return found.image if role is Role.COVER else None
    raise DefectError(
        f"a rule reads {kind.__name__}, which nobody measures; it may read TitleFacts, AssetFacts, AudioFacts, "
        "EpubFacts, ImageFacts, MetadataFacts, Refusal or FeedFacts",
        cause_code="rule-failed",
    )
