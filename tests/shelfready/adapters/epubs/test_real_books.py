"""What is found in books that nobody on the project made: no more than is wrong with them."""

from pathlib import Path

import pytest

from shelfready.adapters.epubs.checker import EpubCheckChecker
from shelfready.adapters.epubs.reading import read
from shelfready.checking import check
from shelfready.findings import Outcome
from shelfready.media import EpubFacts
from shelfready.rules._examples import METADATA, book, ebook
from tests.shelfready.adapters.epubs.conftest import Patient

# Of what the shelf holds only one book states how accessible it is.
SILENT = {"EPB-002"}
BOOKS = {
    "the-art-of-war_standardebooks": set(),
    "epub2-gutenberg/alice_in_wonderland": SILENT,
    "epub2-gutenberg/metamorphosis": SILENT,
    "idpf/childrens-literature": SILENT,
    "idpf/cole-voyage-of-life-tol": SILENT,
    "idpf/israelsailing": SILENT,
    "idpf/regime-anticancer-arabic": SILENT,
    "idpf/sous-le-vent": SILENT,
    "idpf/wasteland-otf-obf": SILENT,
    "w3c-epub-tests/mol-audio": SILENT,
    "w3c-epub-tests/mol-navigation": SILENT,
    # A warning of EPUBCheck's (RSC-017), seven links that are none (RSC-020), and sound left out of two (RSC-001).
    "idpf/quiz-bindings": {*SILENT, "EPB-005"},
    "idpf/georgia-cfi": {*SILENT, "EPB-001"},
    "idpf/kusamakura-preview": {*SILENT, "EPB-001"},
    "idpf/moby-dick-mo": {*SILENT, "EPB-001"},
}


@pytest.mark.server
@pytest.mark.parametrize(("name", "codes"), BOOKS.items(), ids=BOOKS)
def test_a_real_book_is_not_accused(
    checker: EpubCheckChecker, shared_epubs: Path, patient: Patient, name: str, codes: set[str]
) -> None:
    """Described as it describes itself, it has the findings of EPUBCheck, and what it does not say."""
    path = shared_epubs / f"{name}.epub"
    messages = checker.check(path, patient)
    facts = EpubFacts.model_validate(read(path)).model_copy(update={"messages": messages})
    metadata = METADATA.model_copy(update={"title": facts.title, "language": facts.languages[0]})

    report = check(ebook(book(path.name, facts), title_id="HP-1", metadata=metadata))

    assert {found.code for found in report.findings if found.code.startswith("EPB-")} == codes
    refused = {found.code for found in report.findings if found.blocks}
    assert refused <= {"EPB-001"}
    assert (report.verdict.outcome is Outcome.REFUSE) is ("EPB-001" in codes)
