"""EPUBCheck's messages, as findings tell them: each id once."""

from collections.abc import Iterator, Sequence

from shelfready.media import EpubFacts, EpubMessage

_MOST_TEXTS = 3
_MOST_PLACES = 3


def grouped(epub: EpubFacts, *severities: str) -> Iterator[str]:
    """One message for each id of these severities, in the order of their first occurrence."""
    by_id: dict[str, list[EpubMessage]] = {}
    for message in epub.messages or ():
        if message.severity.upper() in severities:
            by_id.setdefault(message.id, []).append(message)
    for name, messages in by_id.items():
        times = sum(message.times for message in messages)
        yield f"{name}{f', {times} times' if times > 1 else ''}: {_texts(messages)}"


def _texts(messages: Sequence[EpubMessage]) -> str:
    by_text: dict[str, list[EpubMessage]] = {}
    for message in messages:
        by_text.setdefault(message.text, []).append(message)
    told = [f"{text}{_where(same)}" for text, same in list(by_text.items())[:_MOST_TEXTS]]
    others = len(by_text) - len(told)
    return "; ".join(told) + (f"; and {others} other messages under this id" if others else "")


def _where(same: Sequence[EpubMessage]) -> str:
    times = sum(message.times for message in same)
    places = [place for message in same for place in (message.location, *message.further_locations) if place]
    if not places:
        return ""
    if times == 1:
        return f" (at {places[0]})"
    first = "" if times <= len(places[:_MOST_PLACES]) else "first "
    return f" ({first}at {', '.join(places[:_MOST_PLACES])})"
