.DEFAULT_GOAL := help
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ARGS   ?=
ALL    ?=
# What needs PostgreSQL, a browser or a server, or is thorough, takes longer than one should wait.
QUICK  := -m 'not (postgres or e2e or served or thorough)'

help:  ## show this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# uv when it is there, else venv and pip: both install the same pinned list.
# The checks come first because a venv without pip would look ready to the next run.
$(READY): requirements.txt pyproject.toml $(wildcard plugins/*/pyproject.toml)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	 || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ...'; exit 1; }
	@command -v uv >/dev/null || $(PYTHON) -c 'import ensurepip' 2>/dev/null \
	 || { echo 'Python has no venv here. Run: sudo apt-get install python3-venv'; exit 1; }
	@echo 'Installing into $(VENV) (once, a minute or two) ...'
	@if command -v uv >/dev/null; then \
	   { test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV); } \
	   && uv pip sync --quiet --python $(BIN)/python requirements.txt; \
	 else \
	   { $(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV); } \
	   && $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt; \
	 fi
	@touch $@

setup: $(READY)  ## create .venv with everything

run: $(READY)  ## start the site with demo data on http://127.0.0.1:8000
	@$(BIN)/nastavnik db upgrade
	@$(BIN)/nastavnik demo load
	@$(BIN)/nastavnik run

test: $(READY)  ## run the tests (ALL=1: the long ones too; ARGS="-k name": some)
	@$(if $(ALL),,echo 'Without PostgreSQL, browser, servers, attacks on every address: make test ALL=1')
	@$(BIN)/python -m pytest -n 2 $(if $(ALL),,$(QUICK)) $(ARGS)

e2e: $(READY)  ## run the browser tests only (needs Debian's chromium)
	@$(BIN)/python -m pytest -m e2e $(ARGS)

check: lint cover  ## formatting, lint, types, architecture, coverage of the pure rooms

lint: $(READY)  ## the static part of check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Only the unit tests: quick, and the pure rooms must not need a page or a database to be covered.
cover: $(READY)  ## every branch of domain and regions is walked by a unit test
	$(BIN)/python -m coverage run -m pytest -q tests/unit
	$(BIN)/python -m coverage report

lock:  ## refresh requirements.txt (needs uv)
	uv lock
	uv export --all-packages --all-extras --no-hashes --no-header --no-annotate -q -o requirements.txt

.PHONY: help setup run test e2e check lint cover lock
