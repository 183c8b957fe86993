"""No record breaks a rule, however odd it is; and no message is longer than a person reads."""

import types
import typing
from datetime import date

import pytest
from pydantic import BaseModel

from shelfready.checking import check
from shelfready.mending import mend
from shelfready.records import Record
from shelfready.rules._examples import METADATA, audiobook
from shelfready.rules._records import onix
from shelfready.titles import Known, TitleFacts

CODES = ("01", "02", "03", "05", "08", "09", "10", "12", "14", "15", "16", "21", "24", "93", "E07")
"""So that every branch of the rules is walked with the odd text beside it."""

ODD = (
    "",
    " ",
    "\x00",
    "-1",
    "1e999",
    "NaN",
    "²",
    "\u0663\u0663",
    "0000-00-00",
    "99999999",
    "{}%s",
    "WORLD",
    "\ud800",
    "\u202e",
    "9" * 20_000,
    "978" * 10_000,
    "<a " * 10_000,
    "(" * 30_000,
    "a-" * 15_000,
    "$" * 30_000,
    "book " * 6_000,
    "é" * 30_000,
)

_OF_CODES = frozenset(
    [
        *("kind", "role", "roles", "scheme", "relation", "unit", "format", "status", "qualifier", "unnamed", "level"),
        "row_rights",
    ]
)


def _filled(model: type[BaseModel], text: str, code: str) -> BaseModel:
    """The value with every field there: texts are the odd one, codes the given one."""
    fields: dict[str, typing.Any] = {  # the signature of `model_construct` names two parameters of its own
        name: _value(field.annotation, code if name in _OF_CODES else text, text, code)
        for name, field in model.model_fields.items()
    }
    return model.model_construct(**fields)


def _value(kind: object, own: str, text: str, code: str) -> object:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _value(next(one for one in inner if one is not type(None)), own, text, code)
    if origin is tuple:
        return tuple(_value(inner[0], own, text, code) for _ in range(2))
    if origin is dict:
        return {own: own}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _filled(kind, text, code)
    return {str: own, int: 7, bool: True}[typing.cast("type[object]", kind)]


def _title(text: str, code: str) -> TitleFacts:
    odd = typing.cast("Record", _filled(Record, text, code)).model_copy(update={"notification": "03"})
    metadata = METADATA.model_copy(update={"title": text[:1000], "subtitle": text[:1000], "narrators": (text,)})
    return audiobook(
        described=onix().model_copy(update={"record": odd}),
        known=Known(today=date(2026, 11, 22), held=odd, is_live=True),
        metadata=metadata,
    ).model_copy(update={"stated": {"onix": metadata, "submission": METADATA}})


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:8]))
def test_no_record_is_too_odd(text: str) -> None:
    """Rules and fixes read anything that a reader may hand them: texts without end, digits that are none, bad code."""
    for code in CODES:
        title = _title(text, code)

        facts, changes = mend(title)
        report = check(facts)

        assert report.findings
        assert max(len(found.message) for found in report.findings) < 700
        assert all(len(change.before) < 2100 for change in changes)
