"""The image is built of what the checkout has, and of nothing else."""

import re
from pathlib import Path
from tomllib import loads

from shelfready.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
KEPT = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}


def test_the_base_is_pinned() -> None:
    """Both stages begin with one Python of a full version, or the virtual environment would not run."""
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases[0])


def test_everything_copied_exists_and_is_sent() -> None:
    """What is copied is in the checkout, and .dockerignore does not hold it back, nor let anything else through."""
    copied = {
        source
        for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for source in sources.split()
    }

    assert {name for name in copied if not (ROOT / name).exists()} == set()
    assert copied == KEPT
    assert "*" in (ROOT / ".dockerignore").read_text().splitlines()


def test_every_package_is_in_the_image() -> None:
    """The wheel is built of all packages that pyproject.toml names."""
    packages = loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert set(packages) <= KEPT


def test_dependencies_are_those_of_the_lock() -> None:
    """Every download is compared with the lock's hash; our own wheel fetches nothing."""
    installs = [line for line in re.split(r"\n|&&", DOCKERFILE.replace("\\\n", "")) if "pip install" in line]

    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "--no-deps --no-index" in installs[1]


def test_it_does_not_run_as_root() -> None:
    """The last user named is one without rights."""
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["shelfready"]
    assert "useradd --system --uid 10001 --create-home shelfready" in DOCKERFILE


def test_its_variables_are_settings() -> None:
    """A misspelt variable would be ignored in silence."""
    named = set(re.findall(r"\b(SHELFREADY_[A-Z0-9_]+)", DOCKERFILE))

    assert named
    assert named <= {f"SHELFREADY_{name.upper()}" for name in Settings.model_fields}
