"""The rules as pages to read, made from their own docstrings."""

from shelfready.findings import Rule, Severity
from shelfready.rules import RULES

SEVERITIES = {
    Severity.FATAL: "F, fatal: the title cannot go on",
    Severity.ERROR: "E, error: not published until mended",
    Severity.WARNING: "W, warning: published, and reported",
    Severity.INFO: "I, information",
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
            f"Status: {rule.status.value}.",
            "",
            _markdown(body),
            "",
        ]
    )


def _index(rules: list[Rule]) -> str:
    head = ["# Rules", "", "Made by `shelfready rules --write docs/rules`.", "", "| code | rule | | status |"]
    rows = [f"| {one.code} | [{one.name}]({one.name}.md) | {one.severity} | {one.status} |" for one in rules]
    return "\n".join([*head, "|---|---|---|---|", *rows, ""])


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
