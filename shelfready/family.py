"""A folder that is a table: one file, one member."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pkgutil import walk_packages
from typing import Generic, TypeVar

T = TypeVar("T")


class Family(Mapping[str, T], Generic[T]):
    """The members of one folder, by key, in key order.

    The file `hls_aac_64.py` defines `hls_aac_64`, and its key is `hls-aac-64`. Files whose name starts with an
    underscore are helpers. Nothing is imported until the family is first read.
    """

    def __init__(self, package: str, member: type[T]) -> None:
        self._package = package
        self._member = member

    def __getitem__(self, key: str) -> T:
        return self._members[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    @cached_property
    def _members(self) -> dict[str, T]:
        members: dict[str, T] = {}
        for key, member in self._read():
            if key in members:
                raise TypeError(f"{self._package} has two files for the key {key!r}")
            members[key] = member
        return dict(sorted(members.items()))

    def _read(self) -> Iterator[tuple[str, T]]:
        home = import_module(self._package)
        for module in walk_packages(home.__path__, f"{self._package}."):
            stem = module.name.rpartition(".")[2]
            if module.ispkg or stem.startswith("_"):
                continue
            member = getattr(import_module(module.name), stem, None)
            if not isinstance(member, self._member):
                raise TypeError(f"{module.name} must define {stem!r}, a {self._member.__name__}")
            yield stem.replace("_", "-"), member
