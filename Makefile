# Two commands do everything: `make demo` shows the product at work, `make test` checks it.
# Both make the environment .venv/ themselves; a second run finds it and starts at once.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
SOURCES := telephony asr nlp crm models worker api dozvon training benchmarks tests

.PHONY: demo test lint format clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo          всё поставить, запустить и показать три настоящих звонка (Ctrl-C — конец)"
	@echo "make demo ONCE=1   то же, и закончить после трёх звонков"
	@echo "make test          поставить нужное для проверок и проверить всё"
	@echo "make lint          оформление, типы и правила импорта"

$(VENV)/bin/python:
	@deploy/make-environment "$(VENV)" $(PYTHON)

$(VENV)/.base: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Ставлю зависимости (без PyTorch) ..."
	@$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Ставлю зависимости для проверок ..."
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.base

demo: $(VENV)/.base
	@$(BIN)/dozvon demo $(if $(ONCE),--once)

test: $(VENV)/.dev
	@deploy/system-packages
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -m "not benchmark and not gpu" -n 3 --dist loadfile $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
