"""The rules as pages to read, made from their own docstrings."""

import inspect
import re
import sys

from shelfready.findings import Rule, Severity, Status
from shelfready.profile_pages import thresholds
from shelfready.profiles import PROFILES, Profile
from shelfready.rules import RULES

SEVERITIES = {
    Severity.FATAL: "F, fatal: the title cannot go on",
    Severity.ERROR: "E, error: not published until mended",
    Severity.WARNING: "W, warning: published, and reported",
    Severity.INFO: "I, information",
}

STATUSES = {
    Status.STABLE: "stable: what it finds counts",
    Status.PREVIEW: "preview: what it finds is reported and never refuses a title",
    Status.RETIRED: "retired: it is not looked for any more",
    Status.PLANNED: "planned: the code is taken, and nothing is looked for yet",
}

_HEADINGS = ("What it checks", "Why it matters", "How to mend it", "Source", "Example:", "Example")


def pages() -> dict[str, str]:
    """Every page by its file name: one for each rule, and a list."""
    rules = sorted(RULES.values(), key=lambda rule: (rule.code, rule.name))
    return {**{f"{rule.name}.md": _page(rule) for rule in rules}, "index.md": _index(rules)}


def _page(rule: Rule) -> str:
    title, _, body = rule.documentation.strip().partition("\n")
    return "\n".join(
        [
            f"# {title}",
            "",
            f"`{rule.name}`. {SEVERITIES[rule.severity]}. To be mended by: {rule.owner.value}. "
            f"Status: {STATUSES[rule.status]}.",
            "",
            _markdown(body),
            "",
            *_profiles(rule),
        ]
    )


def _profiles(rule: Rule) -> list[str]:
    """The thresholds that the rule's file reads, and where it is graver or lighter."""
    if not rule.status.runs:
        return []
    source = inspect.getsource(sys.modules[rule.check.__module__])
    fields = set(re.findall(r"\bprofile\.([a-z_]+)", source)) & set(Profile.model_fields)
    lines = ["## Thresholds", "", *thresholds(fields), ""] if fields else []
    graver = [f"{key} {one.severities[rule.code]}" for key, one in PROFILES.items() if rule.code in one.severities]
    return [*lines, f"Severity elsewhere: {', '.join(graver)}.", ""] if graver else lines


def _index(rules: list[Rule]) -> str:
    running = [one for one in rules if one.status.runs]
    others = [one for one in rules if not one.status.runs]
    return "\n".join(
        [
            "# Rules",
            "",
            "Made by `shelfready rules --write docs/rules`. What profiles ask for is in [profiles](../profiles.md).",
            "",
            *_list(running),
            "",
            *(["## Not looked for", "", *_list(others), ""] if others else []),
        ]
    )


def _list(rules: list[Rule]) -> list[str]:
    rows = [
        f"| {one.code} | [{one.name}]({one.name}.md) | {_fault(one)} | {one.severity} | {one.status} |" for one in rules
    ]
    return ["| code | rule | | | status |", "|---|---|---|---|---|", *rows]


def _fault(rule: Rule) -> str:
    return rule.documentation.strip().partition("\n")[0].partition(": ")[2]


def _markdown(body: str) -> str:
    """Headings as headings, doctests as code, the rest as it is."""
    lines: list[str] = []
    in_example = False
    for line in body.splitlines():
        if line.strip() in _HEADINGS:
            lines += [f"## {line.strip().rstrip(':')}", ""]
            in_example = line.strip().startswith("Example")
            lines += ["```python"] if in_example else []
        else:
            lines.append(line.strip() if not in_example else line.removeprefix("    "))
    text = "\n".join(lines).strip()
    return f"{text}\n```" if in_example else text
