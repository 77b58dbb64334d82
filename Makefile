# make demo   parse the sample archive in examples/ and print what is in it
# make test   run the tests on all cores, but those that take long or need large packages
# make test-all             run those as well; make test-slow runs them alone
# make lint   ruff, mypy, and whether every message is translated
# make catalogue            take new messages into the catalogues of other languages, and compile them
# make bench  measure what everything costs, as ratios and growth; adds to benchmarks/history.jsonl
# make bench-compare REV=…  the same for another revision, side by side
# make eras SEED=1          invented bulletins of 28 eras, with their truths, in build/eras/1, and what the parser makes of them
# make docs   build the documentation's site into build/site
# make fuzz SECONDS=600     mutate PDFs and texts until something breaks
# make malformed            run parse, check and ingest over 1,400 malformed PDFs (a quarter of an hour)
# make release-check        build wheel and sdist, install them into bare environments, use them; PYTHONS="python3.12 …" says with which
# make mutants              change the code a little, and see whether the tests notice
#
# Everything runs in an environment of the project's own, made on first use.

PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin

SECONDS ?= 600
# Each worker keeps a run of neighbouring tests, which share what a file builds, and takes from the others when it has none left.
PARALLEL ?= -n auto --dist worksteal

.PHONY: demo test test-all test-slow lint catalogue bench bench-compare fuzz malformed mutants release-check scans eras docs clean

demo: $(VENV)/.installed
	@# One of the examples is cut off on purpose: exit code 3 says so.
	$(BIN)/bulletin-parse parse examples --format summary || test $$? -eq 3

test: $(VENV)/.tests
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow and not full"

test-slow: $(VENV)/.tests-all
	$(BIN)/python -m pytest $(PARALLEL) -m "slow or full"

test-all:
	$(MAKE) test
	$(MAKE) test-slow

lint: $(VENV)/.lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m catalogue check

catalogue: $(VENV)/.lint
	$(BIN)/python -m catalogue update

bench: $(VENV)/.bench
	$(BIN)/python benchmarks/run.py

# make bench-compare REV=v0.1.0, or make bench-compare v0.1.0
ifeq (bench-compare,$(firstword $(MAKECMDGOALS)))
REV ?= $(or $(word 2,$(MAKECMDGOALS)),HEAD~1)
$(filter-out bench-compare,$(MAKECMDGOALS)): ; @:
endif

bench-compare: $(VENV)/.bench
	$(BIN)/python benchmarks/compare.py $(REV)

fuzz: $(VENV)/.installed
	$(BIN)/python fuzz/run.py $(SECONDS)

malformed: $(VENV)/.tests
	$(BIN)/python fuzz/malformed_run.py

mutants: $(VENV)/.tests
	$(BIN)/python fuzz/mutants.py

PYTHONS ?=

release-check: $(VENV)/.release
	$(BIN)/python release/check.py $(foreach python,$(PYTHONS),--python $(python))

# The table of docs/scans.md: a quarter of an hour, and fonts of Debian's fonts-arphic-*, fonts-wqy-zenhei and fonts-noto-cjk.
scans: $(VENV)/.tests-all
	$(BIN)/python benchmarks/scan_table.py --write docs/scans.md

# Some ten minutes; benchmarks/eras/README.md says which programs and fonts of Debian it needs. Its packages stay out of the developer's environment.
SEED ?= 1
ERAS  = build/eras-venv

eras: $(ERAS)/.installed
	$(ERAS)/bin/python -m benchmarks.eras --seed $(SEED) --out build/eras/$(SEED)
	$(ERAS)/bin/python -m benchmarks.eras.table build/eras/$(SEED) || test $$? -eq 1

$(ERAS)/.installed: pyproject.toml
	$(PYTHON) -m venv $(ERAS)
	$(ERAS)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(ERAS)/bin/python -m pip install --quiet --editable . --group eras
	touch $@

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open build/site/index.html"

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.tests: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[office,remote,dask,export,review,completion]' --group test
	touch $@

$(VENV)/.tests-all: $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --editable '.[ocr,ocr-openvino,office,remote,dask,export,review,completion]' --group test-all
	touch $@

$(VENV)/.docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group docs
	touch $@

$(VENV)/.lint: $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --group lint
	touch $@

$(VENV)/.release: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group release
	touch $@

$(VENV)/.bench: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group bench
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
