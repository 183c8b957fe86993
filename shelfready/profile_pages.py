"""The page that says in what recipients differ, made from the profiles themselves."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from shelfready.profiles import PROFILES, STREAMING, Profile

_HEAD = """# Profiles

Made by `python -m shelfready.profile_pages docs/profiles.md`.

A profile holds the thresholds that a publisher's titles are held to: `streaming`, what a listener of the platform
notices, unless the publisher has another one, or numbers of its own over one. A dash means that it is not asked; a
value in bold differs from `streaming`. Where a recipient says nothing, the value of `streaming` counts. The sources
stand beside the numbers in `shelfready/profiles/`."""


def page(profiles: Mapping[str, Profile] = PROFILES) -> str:
    """Every threshold by profile; those first on which recipients differ."""
    ordered = [profile for key, profile in sorted(profiles.items(), key=lambda item: (item[0] != "streaming", item[0]))]
    fields = [field for field in Profile.model_fields if field not in ("name", "severities")]
    differing = [field for field in fields if len({repr(getattr(one, field)) for one in ordered}) > 1]
    alike = [field for field in fields if field not in differing]
    return "\n".join(
        [
            _HEAD,
            "",
            "## In what recipients differ",
            "",
            *_table(differing, ordered),
            "",
            "## Findings that are graver or lighter",
            "",
            *_severities(ordered),
            "",
            "## What is the same for all",
            "",
            *_table(alike, [STREAMING]),
            "",
        ]
    )


def thresholds(fields: Iterable[str], profiles: Mapping[str, Profile] = PROFILES) -> list[str]:
    """A table of these thresholds: what `streaming` asks for, and who asks for something else."""
    rows = [_difference(field, profiles) for field in Profile.model_fields if field in set(fields)]
    return ["| threshold | what | streaming | elsewhere |", "|---|---|---|---|", *rows]


def _difference(field: str, profiles: Mapping[str, Profile]) -> str:
    usual = getattr(STREAMING, field)
    others = {key: getattr(one, field) for key, one in profiles.items()}
    elsewhere = ", ".join(f"{key} {_shown(value)}" for key, value in others.items() if value != usual)
    return f"| `{field}` | {Profile.model_fields[field].description} | {_shown(usual)} | {elsewhere} |"


def _table(fields: list[str], profiles: list[Profile]) -> list[str]:
    names = [profile.name for profile in profiles]
    head = f"| threshold | what | {' | '.join(names)} |"
    return [head, "|---|---|" + "---|" * len(names), *(_row(field, profiles) for field in fields)]


def _row(field: str, profiles: list[Profile]) -> str:
    usual = getattr(STREAMING, field)
    cells = [_cell(getattr(profile, field), usual) for profile in profiles]
    return f"| `{field}` | {Profile.model_fields[field].description} | {' | '.join(cells)} |"


def _cell(value: object, usual: object) -> str:
    shown = _shown(value)
    return shown if value == usual else f"**{shown}**"


def _shown(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(_shown, value))
        case int():
            return f"{value:,}" if abs(value) >= 10_000 else str(value)
        case float():
            return f"{value:,.5g}"
        case _:
            return str(value)


def _severities(profiles: list[Profile]) -> list[str]:
    rows = [
        f"| {profile.name} | {code} | {severity.value} |"
        for profile in profiles
        for code, severity in sorted(profile.severities.items())
    ]
    return ["| profile | code | severity |", "|---|---|---|", *rows] if rows else ["None."]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page())
