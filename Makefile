# Two commands first: `make run` to see it, `make test` to check it. Nothing asks a question.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
export PORT

.PHONY: help install run test check bench lint format messages

help:  ## Show the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-10s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Yimi needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

# What runs the site; the tests' own tools come on top of it.
$(VENV)/run.done: requirements/base.txt | $(BIN)/python
	$(PIP) -r requirements/base.txt
	@touch $@

$(VENV)/test.done: requirements/dev.txt $(VENV)/run.done
	$(PIP) -r requirements/dev.txt
	@touch $@

install: $(VENV)/test.done  ## Make .venv and install the locked packages

run: $(VENV)/run.done  ## Set up what is missing and serve on http://127.0.0.1:8000 (PORT=8001 moves it)
	@$(BIN)/python -m portal.local

test: install  ## Run all tests on SQLite (browser tests where Chromium is found)
	$(BIN)/python -m pytest

check: install  ## What CI runs; starts PostgreSQL if it must, and tests on both databases
	bash .ci/run

bench: install  ## Measure, and print one table
	$(BIN)/python -m bench

lint: install  ## Style, import contracts, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run

format: install  ## Mend the style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: install  ## Collect the texts to translate (needs GNU gettext)
	$(BIN)/python manage.py update_translations
