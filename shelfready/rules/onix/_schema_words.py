"""What the schema's validator says, in words for people."""

import re

_MOST_NAMES = 5
"""Names that are expected, of which a person reads no more."""

_WORDINGS = (
    (re.compile(r"^(?P<name>.+?): This element is not expected\.?"), r"\g<name> does not belong there"),
    (re.compile(r"^(?P<name>.+?): Missing child element\(s\)\.?"), r"\g<name> is not complete"),
    (re.compile(r"^(?P<name>.+?): .*underruns the allowed minimum length.*$", re.DOTALL), r"\g<name> is empty"),
)

_PATTERN = re.compile(r"\[facet '[^']*'\] The value '(?P<value>.*?)' is not accepted by the pattern '(?P<form>.*)'\.?$")
_TYPE = re.compile(r"'(?P<value>.*?)' is not a valid value of the (?:[a-z]+ )+type '(?:\w+\.)?(?P<form>.*)'\.?$")
_FORMS = {
    r"\S+": "something without a blank in it",
    "NonEmptyString": "some text",
    "NonEmptyURI": "an address without a blank in it",
    "PositiveDecimal": "a number with a decimal point",
    "PositiveInteger": "a whole number",
    "StrictPositiveDecimal": "a number above zero with a decimal point",
    "StrictPositiveInteger": "a whole number above zero",
}
"""What the schema calls patterns and types."""


def in_words(message: str) -> str:
    r"""The message without the validator's own language, and with few of the names that it would accept.

    >>> in_words("Sender: This element is not expected. Expected: A, B, C, D, E, F, ...")
    'Sender does not belong there; A, B, C, D, E or another is expected'
    >>> in_words("Extent: Missing child element(s). Expected: ExtentValue")
    'Extent is not complete; ExtentValue is expected'
    >>> in_words("PriceAmount: '13,99' is not a valid value of the atomic type 'dt.StrictPositiveDecimal'.")
    "PriceAmount: '13,99' is given, and a number above zero with a decimal point is expected"
    """
    found, _, names = message.partition(" Expected: ")
    for pattern, wording in _WORDINGS:
        found = pattern.sub(wording, found, count=1)
    for pattern in (_PATTERN, _TYPE):
        found = pattern.sub(_form, found, count=1)
    return f"{found.rstrip(':;.')}; {_either(names)} is expected" if names else found


def _form(match: re.Match[str]) -> str:
    """The value as it was written, and what it should have been."""
    return f"{match['value']!r} is given, and {_FORMS.get(match['form'], match['form'])} is expected"


def _either(names: str) -> str:
    choices = [name for name in names.split(", ") if name]
    is_cut = choices[-1].endswith("...") or len(choices) > _MOST_NAMES
    shown = choices[:_MOST_NAMES] if len(choices) > _MOST_NAMES else [one for one in choices if not one.endswith("...")]
    last = "another" if is_cut else shown.pop()
    return f"{', '.join(shown)} or {last}" if shown else last
