# Two commands: make report, make test. Each sets up its own environment in .venv first.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
CORPUS ?= corpus
OUT ?= exports
BIN := .venv/bin

.PHONY: report test notebooks lab lint clean

report: .venv/.ready
	$(BIN)/parallax report $(CORPUS) --out $(OUT)

test: .venv/.ready-test lint
	$(BIN)/python -m pytest -q

lint: .venv/.ready-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

notebooks: .venv/.ready-test
	$(BIN)/python -m tests.run_notebooks

lab: .venv/.ready
	$(BIN)/jupyter lab notebooks

.venv/.ready: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Parallax needs Python 3.11 or newer: install it, or make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[all]"
	@touch $@

.venv/.ready-test: .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
