# One command each: make book, make test, make check. `make help` lists all.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
VALIDATORS := .venv-validators
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help venv venv-dev book test test-site check format lock validators validate clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

venv:
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python was found; install Python 3.11 or newer." >&2; exit 1; fi
	@"$(PYTHON)" scripts/make_venv.py

venv-dev:
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python was found; install Python 3.11 or newer." >&2; exit 1; fi
	@"$(PYTHON)" scripts/make_venv.py --dev

book: venv ## build the review and the short document into _site/
	@$(BIN)/reviewpress build

test: venv-dev ## run all tests that need no built book
	@$(BIN)/pytest --numprocesses 2 --dist worksteal

test-site: venv-dev ## test every page and PDF of the book that `make book` built
	@$(BIN)/pytest --numprocesses 2 --dist worksteal -m flagship

check: venv-dev ## format, lint, types, spelling, drift of generated files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/codespell
	@$(BIN)/python scripts/generate.py --check

format: venv-dev ## format the code and write the generated files anew
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/python scripts/generate.py

lock: ## write the locked requirements anew (needs uv)
	@$(LOCK) pyproject.toml --group build --output-file requirements.txt
	@$(LOCK) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(LOCK) requirements-validate.in --output-file requirements-validate.txt

$(VALIDATORS)/made: requirements-validate.txt
	@"$(PYTHON)" -m venv --clear $(VALIDATORS)
	@$(VALIDATORS)/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements-validate.txt
	@touch $@

validators: $(VALIDATORS)/made ## install the tools of others that `make validate` and a test use

validate: $(VALIDATORS)/made ## validate a published edition with tools of others: EDITION=folder
	@$(VALIDATORS)/bin/python scripts/validate.py "$(EDITION)" --citation CITATION.cff

clean: ## remove everything that was generated
	rm -rf _build _site _variables.yml .quarto
