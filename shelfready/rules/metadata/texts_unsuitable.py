"""META-011: The texts about the book are missing, too long, too short, or not fit to be shown.

What it checks
    A record has a description (list 153, code 03), its words are as many as the profile asks for, and a short
    description (02) is no longer than it allows; counted as people read them, without markup. Markup is of the subset
    that shops show; and the text has no addresses, no prices and does not send readers to another shop.

Why it matters
    The description sells the book. What is too long is cut in the middle of a word; a script is cut out or runs; a
    price in a text is wrong the week after.

How to mend it
    Write a description of some sentences (text type 03), and a short one of one (02).

Source
    ONIX code list 153, note on 02 (350 characters); OverDrive Connect supplier guidelines; content-rules META-011

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import Text, collateral, onix, record
    >>> texts_unsuitable(audiobook(described=onix()))
    []
    >>> brief = onix(record(collateral=collateral(texts=(Text(kind="03", text="<p>A boat.</p>"),))))
    >>> [found.message for found in texts_unsuitable(audiobook(described=brief))]
    ['the description has 7 characters, and at least 50 are expected']
"""

import re
from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.markup import shown, unwanted
from shelfready.profiles import Profile
from shelfready.records import Text
from shelfready.rules._described import short, stated, whole
from shelfready.titles import TitleFacts

SHORT, DESCRIPTION = "02", "03"
"""Kinds of list 153 that are held to anything; a review may quote an address, a biography a price."""

_NAMES = {SHORT: "short description", DESCRIPTION: "description"}

_SHOPS = r"amazon|audible|apple books|itunes|google play|kobo|spotify|storytel|bookbeat|scribd|everand|libro\.fm|thalia"
_UNFIT = (
    (re.compile(r"(https?://|www\.)[^\s<>\"]{3,80}", re.IGNORECASE), "the address"),
    (re.compile(r"[$€£¥]\s?[0-9]{1,4}[.,][0-9]{2}\b|\b[0-9]{1,4}[.,][0-9]{2}\s?(€|EUR\b|USD\b|GBP\b)"), "the price"),
    # Only with the words around it: a book may be about the Amazon, and a sigh be audible.
    (
        re.compile(
            rf"\b(exclusive(ly)?|available|only|buy it|listen) (to|on|at|from|through) ({_SHOPS})\b", re.IGNORECASE
        ),
        "another shop,",
    ),
)


@rule("META-011", Severity.WARNING)
def texts_unsuitable(title: TitleFacts, profile: Profile) -> Says:
    """Says of each text everything that is wrong with it."""
    record = stated(title)
    texts = record.collateral.texts if record and record.collateral else ()
    has_description = any(text.kind == DESCRIPTION and text.text.strip() for text in texts)
    if whole(title) is not None and not has_description and not title.metadata.description:
        yield "the record has no description (text type 03); one is expected"
    for text in texts:
        if text.kind in _NAMES and text.text.strip():
            yield from _faults(text, profile)


def _faults(text: Text, profile: Profile) -> Iterator[str | Said]:
    name, words = _NAMES[text.kind], shown(text.text)
    yield from _length(text.kind, len(words), profile)
    if marks := unwanted(text.text):
        listed = ", ".join(marks[:5])
        message = f"the {name} has markup that is not shown: {listed}"
        yield Said(message, remedy="Use paragraphs, line breaks, lists, bold and italic text alone.")
    for pattern, what in _UNFIT:
        if found := pattern.search(words):
            message = f"the {name} has {what} {short(found.group(), 60)!r}, which does not belong there"
            yield Said(message, remedy="Take it out of the text: addresses, prices and shops change, and texts stay.")


def _length(kind: str, length: int, profile: Profile) -> Iterator[str | Said]:
    if kind == SHORT and length > profile.longest_short_text_chars:
        message = (
            f"the short description has {length} characters, and at most {profile.longest_short_text_chars} are shown"
        )
        yield Said(
            message, remedy="Write a short description of one sentence; the rest belongs into the description (03)."
        )
    elif kind == DESCRIPTION and length < profile.shortest_description_chars:
        yield f"the description has {length} characters, and at least {profile.shortest_description_chars} are expected"
    elif kind == DESCRIPTION and length > profile.longest_description_chars:
        message = f"the description has {length} characters, and at most {profile.longest_description_chars} are shown"
        yield Said(message, remedy="Shorten the description: what is more is not shown.")
