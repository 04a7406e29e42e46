# Set-up, demo, tests and upkeep. Needs Python 3.11 or newer, make, bash and a package registry; nothing else by hand.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST_ARGS ?=
BENCH_ARGS ?= --repeat 5

.PHONY: help setup demo test check browser format docs picture lock bench clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1 - \2/'

setup: $(READY) ## make .venv with the locked versions (again only when the lock or pyproject.toml changed)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Name another: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || scripts/install-packages.sh python3-venv \
	  || { echo "Python has no venv module here: install Debian's python3-venv and run make again."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)  # one that works keeps its Python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## plan a realistic national day into demo/ and say where the map is
	@scripts/demo.sh $(BIN)/cno demo

check: setup ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser: ## install Chromium where that may be done (root on Debian); browser tests need it
	@command -v chromium chromium-browser google-chrome >/dev/null || scripts/install-packages.sh chromium \
	  || echo "Chromium is not installed and cannot be from here: the browser tests are skipped, each by name."

test: setup browser check ## everything that is checked: lint, types, tests
	$(BIN)/pytest -n 2 -rsfE $(PYTEST_ARGS)

format: setup ## rewrite the code in the one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## write docs/data-dictionary.md again from the schemas
	$(BIN)/python scripts/write_data_dictionary.py

picture: demo browser ## take the pictures in docs/pictures of every kind of page again, from the demo and a plan of six weeks (needs Chromium)
	$(BIN)/cno map demo/plan --profile public
	$(BIN)/python scripts/screenshots.py demo/plan docs/pictures
	$(BIN)/cno sample demo/weeks-scenario --people 120 --status-holders 300 --sites 30 --days 42 --seed 3 --overwrite
	$(BIN)/cno plan demo/weeks-scenario --out demo/weeks --log-format text || [ $$? -eq 3 ]
	$(BIN)/python scripts/screenshots.py demo/weeks docs/pictures

lock: setup ## resolve the newest versions that pyproject.toml allows into requirements.lock (with hashes, no host named)
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet --disable-pip-version-check uv
	$(VENV)/lock/bin/uv pip compile --quiet --upgrade --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml

bench: setup ## measure cno plan against its peers (hours; BENCH_ARGS="--only calm --peer-limit 60" for less)
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

clean: ## remove what the other targets made (not your plans)
	rm -rf demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
