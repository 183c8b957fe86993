"""Puts the rules to records and to whole feeds, where there are no files to look at."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shelfready.checking import check
from shelfready.feeds import FeedFacts
from shelfready.findings import Finding, Rule
from shelfready.mending import mend
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.onix.applying import TESTS
from shelfready.profiles import Profile
from shelfready.record_metadata import metadata_of
from shelfready.records import Record
from shelfready.rules import RULES
from shelfready.titles import Known, Metadata, TitleFacts
from shelfready.waivers import Waiver

_FAMILIES = ("ONX-", "META-", "BIZ-")
"""Rules of messages, of metadata and of the trade: what a record can be held to by itself."""

_ASK_FOR_FILES = frozenset({"required-role-missing"})
"""What is missing among files that are not there is no fault of a record."""

_ASK_FOR_ALL = frozenset({"title-missing", "contributors-missing", "language-missing"})
"""What a sheet, an update or a deletion does not say may be said elsewhere."""

_TELLS_TESTS = "notification-not-applicable"
"""That a test is none to publish is why it was sent; a feed passes it over by itself."""

_PARTIAL = frozenset({"04", "05"})  # list 1


def check_record(
    facts: MetadataFacts,
    *,
    publisher: str,
    title_id: str,
    known: Known,
    profile: Profile,
    waivers: Sequence[Waiver] = (),
    now: datetime,
    rules: Mapping[str, Rule] = RULES,
) -> tuple[Finding, ...]:
    """What the rules say of a record alone, gravest first: as in a check of its title, after what can be mended is."""
    title = TitleFacts(
        publisher=publisher,
        title_id=title_id,
        content_type=_content_type(facts.record),
        metadata=metadata_of(facts.record) if facts.record is not None else Metadata(),
        described=facts,
        known=known,
        assets=(),
    )
    mended, _ = mend(title, profile)
    asked = {name: rule for name, rule in rules.items() if _is_asked(rule, facts)}
    return check(mended, profile, rules=asked, waivers=waivers, now=now).findings


def check_feed(facts: FeedFacts, profile: Profile, *, rules: Mapping[str, Rule] = RULES) -> tuple[Finding, ...]:
    """What the rules say of a whole feed before anything of it is applied."""
    asked = [rule for rule in rules.values() if rule.reads is FeedFacts and rule.status.runs]
    return tuple(finding for rule in asked for finding in rule(facts, profile))


def _is_asked(rule: Rule, facts: MetadataFacts) -> bool:
    if rule.name in _ASK_FOR_FILES or not rule.code.startswith(_FAMILIES):
        return False
    if rule.name in _ASK_FOR_ALL and not _says_all(facts):
        return False
    if rule.name == _TELLS_TESTS and facts.record is not None and facts.record.notification in TESTS:
        return False
    return rule.reads in (MetadataFacts, TitleFacts)


def _says_all(facts: MetadataFacts) -> bool:
    return facts.dialect is Dialect.ONIX and facts.record is not None and facts.record.notification not in _PARTIAL


def _content_type(record: Record | None) -> str:
    """What the product is by its form (list 150); of a printed book no rule asks anything that needs to know."""
    form = record.descriptive.form if record is not None and record.descriptive else None
    return {"A": "audiobook", "E": "ebook"}.get((form or "")[:1], "")
