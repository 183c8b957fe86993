"""The W3C's manifest, table of contents and package."""

import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from shelfready.errors import DefectError
from shelfready.plans import Described
from shelfready.renditions import RENDITIONS
from shelfready.rules._examples import audio, track
from shelfready.titles import Metadata
from tests.shelfready.renditions.titles import HOSTILE, described, hostile, table, written

SCHEMAS = Path(__file__).parents[4] / "shared/data/schemas"
ONE_FILE = described(table(("All of it", 200, 1)))
NESTED = table(("Part 1", 2, 1), ("One", 88, 2), ("Two", 10.25, 2), ("Part 2", 100, 1))

needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the W3C's schemas are not beside the checkout")


def _manifest(of: Described) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(written("w3c-publication", of))
    return manifest


def test_manifest_tells_the_book() -> None:
    """All of it: what is required, what is recommended and known, and nothing that is not known."""
    assert _manifest(described()) == {
        "@context": ["https://schema.org", "https://www.w3.org/ns/pub-context", {"language": "en-GB"}],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "id": "urn:isbn:9789999900010",
        "name": "The Lighthouse",
        "author": ["Ada Brook"],
        "readBy": ["Tom Hill"],
        "publisher": "Harbour Press",
        "inLanguage": "en-GB",
        "datePublished": "2026-11-22",
        "abridged": False,
        "accessMode": ["auditory"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilityFeature": ["tableOfContents"],
        "duration": "PT200.500S",
        "readingOrder": [
            {
                "type": "LinkedResource",
                "url": "chapters/001.m4a",
                "encodingFormat": "audio/mp4",
                "name": "The Storm",
                "duration": "PT90.000S",
            },
            {
                "type": "LinkedResource",
                "url": "chapters/002.m4a",
                "encodingFormat": "audio/mp4",
                "name": "The Calm",
                "duration": "PT110.500S",
            },
        ],
        "resources": [
            {"type": "LinkedResource", "rel": "contents", "url": "index.html", "encodingFormat": "text/html"},
            {
                "type": "LinkedResource",
                "rel": "cover",
                "url": "cover-1600.jpg",
                "encodingFormat": "image/jpeg",
                "name": "The Lighthouse",
            },
        ],
    }


def test_unknown_is_left_out() -> None:
    """The name falls back to the id."""
    manifest = _manifest(described(metadata=Metadata(language="English"), title_id="harbour-42"))

    assert manifest["@context"] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert manifest["name"] == "harbour-42"
    assert {"author", "readBy", "publisher", "inLanguage", "datePublished", "abridged"} & set(manifest) == set()


def test_a_book_of_one_chapter_is_one_file() -> None:
    """The M4B, as long as the book."""
    manifest = _manifest(ONE_FILE)

    (only,) = manifest["readingOrder"]
    assert (only["url"], only["name"], only["duration"]) == ("audiobook.m4b", "The Lighthouse", "PT200.000S")
    assert manifest["duration"] == "PT200.000S"


def _ms(duration: str) -> int:
    found = re.fullmatch(r"PT(\d+)\.(\d{3})S", duration)
    assert found is not None
    return int(found[1]) * 1000 + int(found[2])


def test_durations_add_up() -> None:
    """Of 300 chapters of an odd number of samples: to the stated whole, which is the book's, to the millisecond."""
    title = described(table(*((f"{number}", 1_234_567 / 44_100, 1) for number in range(300))))

    manifest = _manifest(title)

    parts = [_ms(part["duration"]) for part in manifest["readingOrder"]]
    assert sum(parts) == _ms(manifest["duration"]) == round(title.plan.total_samples * 1000 / 44_100)
    assert [part["url"] for part in manifest["readingOrder"]] == [f"chapters/{n:03}.m4a" for n in range(1, 301)]


@pytest.mark.parametrize("kept", [("chapter-files",), ("cover-1600",)], ids=["one-too-few", "none"])
@pytest.mark.parametrize("rendition", ["w3c-publication", "w3c-contents"])
def test_chapters_without_their_files_are_our_mistake(rendition: str, kept: tuple[str, ...]) -> None:
    """A reading order that leaves one out would be a shorter book."""
    title = described()
    artifacts = [artifact for artifact in title.artifacts if artifact.rendition in kept][:1]

    with pytest.raises(DefectError) as caught:
        written(rendition, title.model_copy(update={"artifacts": tuple(artifacts)}))

    assert caught.value.cause_code == "publication-without-audio"


class Page(HTMLParser):
    """A page, as a browser takes it apart: the entries of its table of contents, its elements, and its words."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.entries: list[tuple[int, str, str]] = []
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(page.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "link"):
            self._open.append(tag)
        if tag == "a":
            self.entries.append((self._open.count("ol"), dict(attrs)["href"] or "", ""))

    def handle_endtag(self, tag: str) -> None:
        """An element ends: the innermost one."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words."""
        self.words += data
        if self._open and self._open[-1] == "a":
            level, href, text = self.entries[-1]
            self.entries[-1] = (level, href, text + data)


def test_contents_lie_within_one_another() -> None:
    """Each leads to its file; chapters lie within their part."""
    assert Page(written("w3c-contents", described(NESTED))).entries == [
        (1, "chapters/001.m4a", "Part 1"),
        (2, "chapters/002.m4a", "One"),
        (2, "chapters/003.m4a", "Two"),
        (1, "chapters/004.m4a", "Part 2"),
    ]


@pytest.mark.parametrize("chapters", [None, table(("All of it", 200, 1))], ids=["no-table", "one"])
def test_contents_of_one_file_lead_into_it(chapters: Any) -> None:
    """So that a table of contents is never empty."""
    ((level, href, _),) = Page(written("w3c-contents", described(chapters))).entries

    assert (level, href.partition("#")[0]) == (1, "audiobook.m4b")


def test_contents_lead_back_to_the_manifest() -> None:
    """As a primary entry page must (LPF, section 7), in the language of the book."""
    page = written("w3c-contents", described()).decode()

    assert '<link rel="publication" href="publication.json">' in page
    assert '<html lang="en-GB">' in page
    assert '<nav role="doc-toc">' in page


def test_hostile_text_is_only_text() -> None:
    """The page has the elements of a well-meant one, no attribute of the title's making, and every letter to show."""
    title = hostile()
    page = Page(written("w3c-contents", title))
    seven = Metadata(title="T", authors=tuple("ABCDEFG"))
    meant = Page(written("w3c-contents", described(title.plan.chapters, metadata=seven)))

    assert page.elements == meant.elements
    assert page.attributes == meant.attributes
    shown = [text for _, _, text in page.entries]
    assert shown == [" ".join(re.sub("[\x00-\x1f]+", " ", chapter).split()) for chapter in HOSTILE]
    assert _manifest(title)["name"] == HOSTILE[1] + HOSTILE[2]


def test_package_says_what_the_release_says() -> None:
    """The same two documents, by the names that the format gives them, the manifest first."""
    title = described()
    documents = RENDITIONS["lpf"].documents
    assert documents is not None

    assert list(documents(title).items()) == [
        ("publication.json", written("w3c-publication", title)),
        ("index.html", written("w3c-contents", title)),
    ]


@pytest.mark.parametrize("title", [described(), ONE_FILE, described(NESTED, track("book.mp3", audio(200)))])
def test_package_holds_all_that_it_names(title: Described) -> None:
    """Audio, cover and contents: every address of manifest and contents is a file of the package (LPF, section 6)."""
    manifest = _manifest(title)
    (make,) = (make for make in title.plan.makes if make.rendition == "lpf")
    assert make.recipe.shape == "package"
    held = {one.path for one in title.artifacts if one.rendition in make.recipe.holds}
    documents = {"publication.json", "index.html"}

    named = {one["url"] for one in manifest["readingOrder"] + manifest["resources"]}
    linked = {href.partition("#")[0] for _, href, _ in Page(written("w3c-contents", title)).entries}

    assert named | {"publication.json"} == held | documents
    assert linked <= held


@needs_schemas
def test_our_documents_answer_as_the_w3cs_packages_do(tmp_path: Path) -> None:
    """What the W3C's tests of packages ask of theirs (6.01, 6.02, 6.05, 7.01), asked of theirs and of ours."""
    title = described()
    write = RENDITIONS["lpf"].documents
    assert write is not None
    ours = tmp_path / "audiobook.lpf"
    with zipfile.ZipFile(ours, "w") as package:
        for name, data in write(title).items():
            package.writestr(name, data)
        for artifact in title.artifacts:
            package.writestr(artifact.path, b"")

    for path in (SCHEMAS / "w3c-lpf-tests/l7.01.lpf", ours):
        with zipfile.ZipFile(path) as package:
            entry = package.read("index.html").decode()
            publication = json.loads(package.read("publication.json"))
            names = set(package.namelist())
        assert re.search(r'<link[^>]*href="publication.json"', entry)
        assert {one if isinstance(one, str) else one["url"] for one in publication["readingOrder"]} <= names
