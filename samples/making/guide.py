"""Reads `guide.md`, the one text that both sample titles are made from."""

import re
from dataclasses import dataclass
from typing import Literal

Edition = Literal["audiobook", "ebook"]

_ONLY = re.compile(r"<!-- only: (audiobook|ebook) -->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """One headed part of the guide: a chapter, or the credits."""

    title: str
    paragraphs: tuple[str, ...]
    checklist: tuple[str, ...]
    only: str | None

    def belongs_to(self, edition: Edition) -> bool:
        """Whether this part is in that edition; a part that names none is in both."""
        return self.only in (None, edition)

    @property
    def is_chapter(self) -> bool:
        """Whether this is a numbered chapter, and not front or back matter."""
        return self.only is None


@dataclass(frozen=True)
class Guide:
    """The whole text: what it is called, and its parts in reading order."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]

    def edition(self, edition: Edition) -> tuple[Section, ...]:
        """The parts of one edition, in order."""
        return tuple(section for section in self.sections if section.belongs_to(edition))

    def chapter_number(self, section: Section) -> int | None:
        """The number that a chapter is announced by; credits have none."""
        chapters = [each for each in self.sections if each.is_chapter]
        return chapters.index(section) + 1 if section in chapters else None


def read_guide(markdown: str) -> Guide:
    """The guide that a Markdown text holds."""
    head, *parts = re.split(r"^## ", markdown, flags=re.MULTILINE)
    title, subtitle = _blocks(head)
    return Guide(title.removeprefix("# "), _unwrapped(subtitle), tuple(_section(part) for part in parts))


def _section(part: str) -> Section:
    title, body = part.split("\n", 1)
    only = _ONLY.search(body)
    blocks = _blocks(body)
    lists = [block for block in blocks if block.startswith("- ")]
    prose = [block for block in blocks if block not in lists]
    return Section(
        title=title.strip(),
        paragraphs=tuple(_unwrapped(block) for block in prose),
        checklist=tuple(item for block in lists for item in _items(block)),
        only=only.group(1) if only else None,
    )


def _blocks(text: str) -> list[str]:
    """The blocks between blank lines."""
    return [block.strip() for block in re.split(r"\n\s*\n", _COMMENT.sub("", text)) if block.strip()]


def _items(block: str) -> list[str]:
    return [_unwrapped(item) for item in re.split(r"^- ", block, flags=re.MULTILINE) if item]


def _unwrapped(text: str) -> str:
    return " ".join(text.split())
