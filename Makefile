# The commands of the project. `make demo` and `make test` need Python 3.11 to 3.13, make and PyPI.
#   make demo            ingest the bundled sample, open the dashboard   (SERVE=0 stops before it)
#   make test            format check, lint, types, tests
#   PYTHON=/path/python  picks the interpreter for .venv; PORT=8600 the port of the dashboard

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo docs bench bench-dashboard eval reliability screenshots test format lint types pytest chromium env lock clean

PYTHON ?=
SERVE ?= 1
PORT ?=
WORKERS ?= 3
SIZE ?= 30k
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
DEMO_STORE := data/demo-store
CODE := ontology ingest graph standpunt dashboard tests benchmarks

# Prints the first interpreter that runs, is new enough and can make virtual environments.
# Trying it is the only honest test: a name on PATH may be a shim with nothing behind it.
define FIND_PYTHON
found=; for candidate in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3 python); do \
  if "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
    >/dev/null 2>&1; then found="$$candidate"; break; fi; \
done; \
if [ -z "$$found" ]; then \
  echo "make: no usable Python$(if $(PYTHON), at $(PYTHON)). Standpunt needs Python 3.11, 3.12 or 3.13 with the venv module" >&2; \
  echo "      (Debian, Ubuntu: apt-get install python3 python3-venv; or: make PYTHON=/path/to/python3.12 ...)." >&2; \
  exit 1; \
fi
endef

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: env  ## ingest the bundled sample and open the dashboard (SERVE=0: stop before it)
	@$(BIN)/standpunt ingest samples --again --store $(DEMO_STORE)
ifneq ($(SERVE),0)
	@exec $(BIN)/standpunt serve --store $(DEMO_STORE) $(if $(PORT),--port $(PORT))
else
	@echo "The sample is in $(DEMO_STORE). To look at it: make demo"
endif

test: chromium format lint types pytest  ## format check, lint, types and all tests

format: env  ## check the formatting (ruff)
	$(BIN)/ruff format --check $(CODE)

lint: env  ## lint (ruff)
	$(BIN)/ruff check $(CODE)

types: env  ## check the types (mypy --strict)
	$(BIN)/mypy

pytest: chromium env  ## all tests, those in a browser included
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --reruns 1 -raR --durations 25

chromium:
	@for browser in "$$STANDPUNT_CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
	  if [ -n "$$browser" ] && command -v "$$browser" >/dev/null 2>&1; then exit 0; fi; \
	done; \
	echo "make: no Chromium found, which the browser tests drive. Install it (Debian: apt-get install chromium;" >&2; \
	echo "      Ubuntu, Fedora, macOS: Chromium or Google Chrome) or set STANDPUNT_CHROMIUM=/path/to/chromium." >&2; \
	exit 1

env: .venv/.installed  ## make .venv and install what the lock file names

# An environment that does not run, or was made for another folder (a copied tree), is made anew.
ifneq ($(wildcard .venv),)
ifneq ($(shell cat .venv/.folder 2>/dev/null && $(BIN)/python -m pip --version >/dev/null 2>&1 && echo runs),$(CURDIR) runs)
$(shell rm -f .venv/.locked .venv/.folder)
endif
endif

.venv/.folder:
	@$(FIND_PYTHON); rm -rf .venv; echo "Making .venv with $$found"; "$$found" -m venv .venv
	@echo "$(CURDIR)" > $@

.venv/.locked: requirements.lock | .venv/.folder
	@echo "Installing what requirements.lock names (the first time takes a minute or two)"
	@$(PIP) install --require-hashes --requirement requirements.lock \
	  || { echo "make: pip could not install what requirements.lock names. Is PyPI, or your mirror of it, reachable?" >&2; exit 1; }
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

docs: env  ## build the documentation of the ontology in docs/ontology (pyLODE)
	$(BIN)/standpunt ontology docs --output docs/ontology

eval: env  ## score extraction on all gold, with a table per construction
	@$(BIN)/python benchmarks/evaluate.py

screenshots: chromium env  ## pictures of every page of the dashboard in docs/screenshots
	@$(BIN)/python tests/dashboard/screenshots.py docs/screenshots

reliability: env  ## what a store survives, by the hundred, in ten minutes; writes docs/reliability.md
	@$(BIN)/python benchmarks/reliability.py --output docs/reliability.md

bench: env  ## what each thing costs beside the bare engine, and how it grows (SIZE=100k, ONLY=queries,pages, STORES=folder)
	@$(BIN)/python benchmarks/bench.py --size $(SIZE) $(if $(ONLY),--only $(ONLY)) $(if $(STORES),--stores $(STORES))

bench-dashboard: chromium env  ## the dashboard in a browser: opening, interactions, sessions (SIZE=10k: on a made store too)
	@$(BIN)/python benchmarks/browser.py $(if $(filter-out file,$(origin SIZE)),--size $(SIZE))

lock:  ## write requirements.lock anew from pyproject.toml (uv, in an environment of its own)
	@$(FIND_PYTHON); [ -x .venv-lock/bin/uv ] || { "$$found" -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	.venv-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --extra dev --extra docs --extra reasoner --extra cluster \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --output-file requirements.lock

clean:  ## remove the environment, the demo store and all caches
	rm -rf .venv .venv-lock data build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
