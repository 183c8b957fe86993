"""EPUBCheck's messages, as findings tell them: each id once."""

from collections.abc import Iterator

from shelfready.media import EpubFacts, EpubMessage


def grouped(epub: EpubFacts, *severities: str) -> Iterator[str]:
    """One message for each id of these severities, in the order of their first occurrence."""
    by_id: dict[str, list[EpubMessage]] = {}
    for message in epub.messages or ():
        if message.severity.upper() in severities:
            by_id.setdefault(message.id, []).append(message)
    for name, messages in by_id.items():
        times = f", {len(messages)} times" if len(messages) > 1 else ""
        first = ", first" if len(messages) > 1 else ""
        place = f"{first} at {messages[0].location}" if messages[0].location else ""
        yield f"{name}{times}{place}: {messages[0].text}"
