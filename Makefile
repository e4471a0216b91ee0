# The whole developer interface. `make serve` and `make test` need only Python 3.11 and make.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STORE ?= var/store
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help setup serve build test check bench eval clean

help:            ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(STAMP)  ## prepare .venv with pinned packages

$(STAMP): requirements.txt requirements-dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed as '$(PYTHON)'. Name another: make PYTHON=python3.12 setup" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

build: setup     ## build the graph from seeds/
	$(BIN)/tsunagari build seeds --store $(STORE)

serve: setup     ## build the graph when it is missing, then serve it
	$(BIN)/tsunagari serve --store $(STORE) --host $(HOST) --port $(PORT)

check: setup     ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup check ## everything: checks, unit, HTTP and browser tests
	bash tests/install_browser.sh
	$(BIN)/python -m pytest

eval: setup      ## precision, recall and F1 on the labelled cases
	$(BIN)/python -m tests.evaluate

bench: setup     ## speed beside peers, printed as ratios
	bash bench/run.sh

requirements:    ## pin again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean:           ## remove the environment and built graphs
	rm -rf $(VENV) var build dist
