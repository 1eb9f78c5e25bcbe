# Each target does all its own set-up: a virtual environment in .venv, and the pinned packages.
PYTHON ?= python3
BIN := .venv/bin
# The stamp bears a sum over what decides the installation; a change of either file installs anew.
SUM := $(shell cat pyproject.toml constraints.txt | cksum | cut -d' ' -f1)
STAMP := .venv/.installed-$(SUM)

export OPENBLAS_NUM_THREADS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint bench docs install clean help

help:
	@echo "make demo    play the rare-earth embargo of 2010 beside what was observed; files in out/demo"
	@echo "make test    format, lint, types, layers, documentation and tests"
	@echo "make lint    the same without the tests"
	@echo "make bench   how fast the economy's tick is"
	@echo "make docs    write the generated parts of docs/reference anew"
	@echo "make clean   remove .venv, out and all caches"

demo: $(STAMP)
	$(BIN)/countervail replay rare-earth-2010 --out out/demo

test: lint
	$(BIN)/python -m pytest --benchmark-disable --numprocesses auto --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff format --check sim cli scenarios tests
	$(BIN)/ruff check sim cli scenarios tests
	$(BIN)/mypy --strict sim cli tests
	$(BIN)/lint-imports
	@if ls docs/reference/*.md >/dev/null 2>&1; then $(BIN)/cog --check docs/reference/*.md; fi

bench: $(STAMP)
	$(BIN)/python -m pytest tests/bench --benchmark-only

docs: $(STAMP)
	$(BIN)/cog -r docs/reference/*.md

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Countervail needs Python 3.11 or newer; '$(PYTHON)' is not. Try: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments." >&2; \
	  echo "On Debian or Ubuntu: apt install python3-venv; or name another: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the packages into .venv (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@rm -f .venv/.installed-*
	@touch $(STAMP)

clean:
	rm -rf .venv out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache
	find sim cli scenarios tests -name __pycache__ -type d -prune -exec rm -rf {} +
