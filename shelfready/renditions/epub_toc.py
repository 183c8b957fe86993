"""The ebook's table of contents, for whoever shows it before the book is opened.

Entries are as in a Readium manifest's `toc`: a title, the file of the EPUB and the place in it, and what lies within.
A heading that leads nowhere has no `href`.
"""

from urllib.parse import quote

from shelfready.media import Medium, TocEntry
from shelfready.plans import Described, DocumentRecipe, Material, Rendition
from shelfready.renditions._outline import Branch, outline
from shelfready.renditions._writing import as_json, without_nothing
from shelfready.titles import Role


def _recipe(material: Material) -> DocumentRecipe | None:
    books = material.facts.in_role(Role.EPUB)
    has_contents = any(found.epub is not None and found.epub.toc for found in books[:1])
    return DocumentRecipe(shows=("chapters",)) if has_contents else None


def _render(described: Described) -> bytes:
    branches = outline((entry.level, entry) for entry in described.plan.contents)
    return as_json({"toc": [_shown(branch) for branch in branches]})


def _shown(branch: Branch[TocEntry]) -> dict[str, object]:
    entry = branch.entry
    return without_nothing(
        {
            "title": entry.title,
            "href": _address(entry.href) if entry.href else None,
            "children": [_shown(below) for below in branch.within],
        }
    )


def _address(href: str) -> str:
    """The file's name as an address: what the facts hold is a name within the archive, spaces and all."""
    name, mark, place = href.partition("#")
    # A name with a colon in its first part would else be read as a scheme.
    return quote(name, safe="/") + mark + quote(place, safe="/:=,;()!$&'*+@?%")


epub_toc = Rendition(
    mediums=frozenset({Medium.TEXT}),
    path="toc.json",
    media_type="application/json",
    recipe=_recipe,
    render=_render,
    wave=2,
)
