# make demo   parse the sample archive in examples/ and print what is in it
# make test   run the tests
# make lint   ruff and mypy
# make bench  print what importing, parsing and checking cost, as ratios and growth
#
# Everything runs in an environment of the project's own, made on first use.

PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin

.PHONY: demo test lint bench docs clean

demo: $(VENV)/.installed
	@# One of the examples is cut off on purpose: exit code 3 says so.
	$(BIN)/bulletin-parse parse examples --format summary || test $$? -eq 3

test: $(VENV)/.tests
	$(BIN)/python -m pytest

lint: $(VENV)/.lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/import_cost.py
	$(BIN)/python benchmarks/parse_cost.py
	$(BIN)/python benchmarks/check_cost.py

docs: $(VENV)/.tests
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open build/site/index.html"

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.tests: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[remote,dask]' --group test
	touch $@

$(VENV)/.lint: $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --group lint
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
