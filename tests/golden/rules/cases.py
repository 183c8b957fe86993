"""Golden cases of rules: facts as JSON, and everything that the one rule says of them.

`<rule-name>.json` shows the rule speaking; `<rule-name>.<case>.json` is a further case, which may be a silent one.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from shelfready.checking import check
from shelfready.feeds import FeedFacts
from shelfready.findings import Finding
from shelfready.media import AudioFacts, EpubFacts, ImageFacts
from shelfready.metadata_facts import MetadataFacts
from shelfready.profiles import PROFILES
from shelfready.rules import RULES
from shelfready.rules._examples import audiobook, book, cover, ebook, track
from shelfready.titles import AssetFacts, Refusal, Role, TitleFacts
from shelfready.values import Value

HOME = Path(__file__).parent

Said = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One golden case. `findings` leaves out what the rule's own page says: name, owner, and most remedies."""

    name: str
    profile: str
    facts: dict[str, object]
    findings: list[Said]

    @property
    def rule(self) -> str:
        """The rule that the case is about."""
        return self.name.partition(".")[0]

    @property
    def kind(self) -> type[TitleFacts] | type[FeedFacts]:
        """What the facts are: of a title, unless the rule reads what a whole feed would do."""
        return FeedFacts if RULES[self.rule].reads is FeedFacts else TitleFacts

    @property
    def path(self) -> Path:
        """The file of the case."""
        return HOME / f"{self.name}.json"

    def write(self) -> None:
        """Write the case down."""
        document = {"profile": self.profile, "facts": self.facts, "findings": self.findings}
        self.path.write_text(json.dumps(document, indent=1) + "\n")


def read(path: Path) -> Case:
    """The case in a file."""
    document = json.loads(path.read_text())
    return Case(path.stem, document["profile"], document["facts"], document["findings"])


def found(case: Case) -> list[Said]:
    """What the case's rule says of its facts today."""
    rule, profile = RULES[case.rule], PROFILES[case.profile]
    facts = case.kind.model_validate_json(json.dumps(case.facts))
    if isinstance(facts, FeedFacts):
        return [_said(finding) for finding in rule(facts, profile)]
    return [_said(finding) for finding in check(facts, profile, rules={case.rule: rule}).findings]


def recorded(name: str, facts: Value, profile: str = "streaming") -> Case:
    """The case that these facts make, with what the rule says of them."""
    whole = facts if isinstance(facts, FeedFacts) else whole_title(facts)
    silent = Case(name, profile, as_json(whole), [])
    return Case(name, profile, silent.facts, found(silent))


def as_json(facts: Value) -> dict[str, object]:
    """The facts without what is usual, so that a new field with a default changes no case."""
    document: dict[str, object] = json.loads(facts.model_dump_json(exclude_defaults=True))
    return document


def whole_title(facts: Value) -> TitleFacts:
    """A faultless title around one thing in it."""
    match facts:
        case TitleFacts():
            return facts
        case AssetFacts():
            return ebook(facts) if facts.asset.role is Role.EPUB else audiobook(facts)
        case AudioFacts():
            return audiobook(track(recording=facts), cover())
        case EpubFacts():
            return ebook(book(contents=facts))
        case ImageFacts():
            return audiobook(track(), cover(picture=facts))
        case MetadataFacts():
            return audiobook(described=facts)
        case Refusal():
            return audiobook(refusals=(facts,))
        case _:
            raise TypeError(f"a {type(facts).__name__} is no part of a title")


def _said(finding: Finding) -> Said:
    usual = {"name", "owner", "status"} | ({"remedy"} if finding.remedy == RULES[finding.name].remedy else set())
    document: Said = finding.model_dump(mode="json", exclude_none=True, exclude=usual)
    return document
