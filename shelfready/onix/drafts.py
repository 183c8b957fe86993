"""Makes a record of a parsed product, by the table of its release."""

from functools import cache

from shelfready.metadata_facts import MessageHeader, Oddity
from shelfready.onix import release_2, release_3, schemas
from shelfready.onix.fields import Draft, Element, Fields, Step, bound
from shelfready.onix.moments import is_compact, moment
from shelfready.onix.shapes import rewritten
from shelfready.records import Record


def record_of(product: Element, release: str, style: str, namespace: str | None) -> tuple[Record, list[Oddity]]:
    """What a product element says, and which of its values had to be rewritten; lines are those of its document."""
    said: list[Oddity] = []
    draft: Draft = {}
    steps = _product_steps(release, style, namespace)
    for child in product:
        read = steps.get(child.tag)
        if read is not None:
            read(child, draft, said)
    finished = release_2.finished if release == "2.1" else release_3.finished
    return Record.model_validate(finished(draft)), said


def with_header(
    header: MessageHeader, element: Element, release: str, style: str, namespace: str | None
) -> tuple[MessageHeader, list[Oddity]]:
    """The header with what its element says; a moment in another form is rewritten in the element, too."""
    said: list[Oddity] = []
    draft: Draft = {}
    steps = _header_steps(release, style, namespace)
    for child in element:
        read = steps.get(child.tag)
        if read is not None:
            read(child, draft, said)
    identifiers = {found["kind"]: found["value"] for found in draft.get("sender_identifiers", ())}
    sent = draft.get("sent")
    sent_at = moment(sent) if sent else None
    if sent and sent_at and not is_compact(sent):
        tag = schemas.tags(release, style)["SentDate" if release == "2.1" else "SentDateTime"]
        compact = f"{sent_at:%Y%m%dT%H%MZ}"
        for stated in element.iterfind(f"{{*}}{tag}"):
            rewritten(f"the message's date {sent[:60]!r} was read as {compact}", stated, sent[:60], compact, said)
    update = {
        "sender": draft.get("sender") or draft.get("person"),
        "sender_identifiers": identifiers,
        "message_number": draft.get("message_number"),
        "sent": sent,
        "sent_at": sent_at,
        "note": draft.get("note"),
    }
    return header.model_copy(update=update), said


@cache
def _product_steps(release: str, style: str, namespace: str | None) -> dict[str, Step]:
    return _bound((release_2 if release == "2.1" else release_3).PRODUCT, release, style, namespace)


@cache
def _header_steps(release: str, style: str, namespace: str | None) -> dict[str, Step]:
    return _bound((release_2 if release == "2.1" else release_3).HEADER, release, style, namespace)


def _bound(fields: Fields, release: str, style: str, namespace: str | None) -> dict[str, Step]:
    tags = schemas.tags(release, style)
    qualified = f"{{{namespace}}}" if namespace else ""
    return bound(fields, lambda name: qualified + tags[name] if name in tags else None)
