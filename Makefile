# Two commands matter: `make demo` and `make test`. Both install what they need into .venv first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: help demo up test test-fast test-slow browser lint types format bench lock clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(VENV)/runtime: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# One of them is built from source: without a C++ compiler the bench leaves out what they measure, and says so.
$(VENV)/bench: requirements-bench.lock $(VENV)/dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock || \
		echo "requirements-bench.lock could not be installed (is there a C++ compiler?): no ViSQOL and no ESTOI"
	@touch $@

demo: $(VENV)/runtime  ## Start everything, onboard the sample titles, show where they are
	$(BIN)/shelfready demo

up: $(VENV)/runtime  ## Start the embedded system and leave it running
	$(BIN)/shelfready up

test: $(VENV)/dev lint types browser  ## The whole suite, on real servers
	$(BIN)/python -m pytest

test-fast: $(VENV)/dev  ## Without the tests that start servers
	$(BIN)/python -m pytest -m "not server and not slow"

test-slow: $(VENV)/dev  ## What is too slow for every change
	$(BIN)/python -m pytest -m slow

browser:  ## Install Debian's Chromium where there is none, and fetch players, for the tests in a browser
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null || \
		echo "no Chromium here, and none could be installed: the tests in a browser are skipped"; }
	@sh tests/browser/players.sh

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/dev
	$(BIN)/mypy

format: $(VENV)/dev  ## Put the code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/bench  ## Print the figures of docs/bench.md, as ratios measured in one run
	$(BIN)/python -m bench

lock: $(VENV)/dev  ## Choose versions anew; commit all three files
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header pyproject.toml --group build --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --group bench -c requirements-dev.lock -o requirements-bench.lock

clean:  ## Remove what make made
	rm -rf $(VENV) .shelfready build dist
