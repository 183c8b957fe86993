"""Names that histories hold: explicit, unique, and never changed."""

import inspect
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from temporalio import activity, workflow

import activities
from workflows.served import WORKFLOWS

RECORDED = Path(__file__).with_name("wire_names.json")


def _activity_names() -> Iterator[tuple[str, str]]:
    for module in iter_modules(activities.__path__, "activities."):
        for _, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
            if kind.__module__ != module.name:
                continue
            for name, member in inspect.getmembers(kind, inspect.isfunction):
                definition = activity._Definition.from_callable(member)
                if definition is not None:
                    yield f"{kind.__name__}.{name}", str(definition.name)


def test_wire_names() -> None:
    """Activities and workflows go by the names that are written down; a new one is added to the list by hand."""
    names = dict(_activity_names())
    names |= {kind.__name__: str(workflow._Definition.must_from_class(kind).name) for kind in WORKFLOWS}

    assert len(set(names.values())) == len(names)
    assert json.loads(RECORDED.read_text()) == dict(sorted(names.items())), (
        "a wire name was changed or is new. Titles in flight know the old name: keep it. If it is new, add it to "
        f"{RECORDED.name}."
    )


def test_names_say_where_they_belong() -> None:
    """An activity's name is `<module>.<verb>`, so that an operator finds the code."""
    for qualified, name in _activity_names():
        assert name == f"{qualified.split('.')[0].lower()}.{qualified.split('.')[1]}"
