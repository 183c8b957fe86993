"""`python -m tests.golden.rules.record RULE[.CASE] EXPRESSION [PROFILE]`: write down what a rule says of some facts.

The expression is Python over the names of `shelfready.rules._examples` and `_records`, and gives a title's facts, a
part of one (a track, a recording, a cover, a record, a refusal) or a feed's:

    python -m tests.golden.rules.record bitrate-too-low 'audio(bitrate_kbps=48)'
"""

import sys
from importlib import import_module
from importlib.util import find_spec

from tests.golden.rules.cases import recorded

EXAMPLES = ("shelfready.rules._examples", "shelfready.rules._records")


def main(name: str, expression: str, profile: str = "streaming") -> None:
    """Evaluate the expression, put the rule to it, and write both down."""
    names: dict[str, object] = {}
    for module in EXAMPLES:
        if find_spec(module):
            names |= vars(import_module(module))
    case = recorded(name, eval(expression, names), profile)
    if not case.findings and "." not in case.name:
        sys.exit(f"{case.rule} says nothing of these facts under {profile}; its golden case shows it speaking")
    case.write()
    for finding in case.findings:
        print(finding["code"], finding["severity"], finding.get("asset", "the title") + ":", finding["message"])  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
