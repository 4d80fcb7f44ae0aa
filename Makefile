# Each command sets up what it needs in .venv; nothing has to be installed or activated before.

PYTHON ?= $(shell for p in python3.11 python3 python; do \
	$$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/ready
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run test check verify bench golden clean

help: ## List the commands.
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

setup: $(READY) ## Set up .venv with the exact versions of constraints.txt.

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "marketsim needs Python 3.11 or newer: install it, or name it as in 'make run PYTHON=/path/to/python3.11'." >&2; exit 1; }
	@echo "Setting up .venv with $(PYTHON): once, some minutes."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: $(READY) ## Run the history of the market at a tenth of its size.
	$(BIN)/marketsim run scenarios/baseline.yaml --scale 0.1

test: $(READY) ## Run the tests.
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

check: $(READY) ## Check style, types and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

verify: $(READY) ## Run the slow statistical checks and print their tables.
	$(BIN)/python -m pytest -m slow -rP

bench: $(READY) ## Measure time and memory.
	$(BIN)/python benchmarks/whole_history.py

golden: $(READY) ## Renew the golden run, after a change of the model that is meant.
	$(BIN)/python -m tests.whole_model.golden

clean: ## Remove caches and builds; .venv and results stay.
	rm -rf dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
