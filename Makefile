# Each command sets up what it needs in .venv; nothing has to be installed or activated before.

PYTHON ?= $(shell for p in python3.11 python3 python; do \
	$$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY_RUN := .venv/ready-run
READY_DEV := .venv/ready-dev
READY_VERIFY := .venv/ready-verify
UNFINISHED := .venv/unfinished
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run test check verify bench golden patterns reference notebooks calibration clean

help: ## List the commands.
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

setup: $(READY_DEV) ## Set up .venv for running, testing and changing, with the exact versions of constraints.txt.

# A new .venv is marked as unfinished until all is installed; one whose set-up failed is made anew, not filled up. So is
# one of another Python than the one that was named.
$(READY_RUN): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { echo "marketsim needs Python 3.11 or newer: install it, or name it as in 'make run PYTHON=/path/to/python3.11'." >&2; exit 1; }
	@test ! -e $(UNFINISHED) || rm -rf .venv
	@test "$(origin PYTHON)" != "command line" || test "$$($(BIN)/python -V 2>&1)" = "$$($(PYTHON) -V 2>&1)" || rm -rf .venv
	@test -x $(BIN)/python || { mkdir -p .venv && touch $(UNFINISHED) && $(PYTHON) -m venv .venv; }
	@echo "Setting up .venv with $$($(BIN)/python -V): once, some minutes."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@rm -f $(UNFINISHED)
	@touch $@

$(READY_DEV): $(READY_RUN)
	@echo "Adding the tools for tests and checks to .venv: once."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(READY_VERIFY): $(READY_DEV)
	@echo "Adding another sampler to check ours against to .venv: once."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,crosscheck]'
	@touch $@

run: $(READY_RUN) ## Run the history of the market at a tenth of its size.
	$(BIN)/marketsim run scenarios/baseline.yaml --scale 0.1

test: $(READY_DEV) ## Run the tests.
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

check: $(READY_DEV) ## Check style, types and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

verify: $(READY_VERIFY) ## Run the slow statistical checks, print their tables, and run the notebooks.
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m slow -rP
	$(BIN)/python -m pytest -n $(JOBS) --nbmake --nbmake-timeout=600 notebooks

bench: $(READY_RUN) ## Measure time and memory.
	$(BIN)/python benchmarks/whole_history.py
	$(BIN)/python benchmarks/sweeping.py

golden: $(READY_DEV) ## Renew the golden run, after a change of the model that is meant.
	$(BIN)/python -m tests.whole_model.golden

patterns: $(READY_DEV) ## Compute the patterns anew and keep their table in results/reference.
	$(BIN)/python -m tests.patterns.renew

reference: $(READY_RUN) ## Compute the reference results anew, with their figures and the README's table; PARTS="history" for one.
	$(BIN)/python -m benchmarks.reference $(PARTS)

notebooks: $(READY_DEV) ## Run the notebooks and keep what they show, after a change of a text or of the model.
	$(BIN)/python -m tests.notebooks.running

calibration: $(READY_RUN) ## Learn the model's unknown numbers from the reported figures: half a day or more; goes on where it was.
	$(BIN)/marketsim calibrate scenarios/calibrations/kazakhstan.yaml --workers $(JOBS)

clean: ## Remove caches and builds; .venv and results stay.
	rm -rf dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
