# The two commands of the README: `make demo` and `make test`. Both make .venv when there is none.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test lint soak score clean
.DEFAULT_GOAL := demo

$(BIN)/.installed: pyproject.toml pipeline/__init__.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,ocr,parquet]'
	@touch $@

demo: $(BIN)/.installed  ## run the main job on samples/ into output/
	@$(BIN)/jihe demo

lint: $(BIN)/.installed  ## style, types and the layer rule
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: $(BIN)/.installed lint  ## all checks and tests
	@$(BIN)/jihe rules test
	@$(BIN)/pytest --cov --cov-report=term

soak: $(BIN)/.installed  ## the fault tests in their long form: sixty kills of each kind, half an hour
	@JIHE_KILLS=60 $(BIN)/pytest tests/faults

SHARED ?= ../shared
score: $(BIN)/.installed  ## exactness against the gold of $(SHARED), where it is present
	@if test -f $(SHARED)/eval/score.py; then \
	  $(BIN)/jihe run $(SHARED)/dev $(SHARED)/seed --db output/score.db > /dev/null; \
	  $(BIN)/python $(SHARED)/eval/score.py output/score.db $(SHARED)/dev $(SHARED)/seed; \
	else echo "$(SHARED) is not here: nothing to score against"; fi

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage
