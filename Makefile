# One command for each thing one does here. Each target sets up what it needs; `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help

venv := .venv
bin := $(venv)/bin
pip := $(bin)/python -m pip --quiet --disable-pip-version-check --no-input

# The interpreter to make .venv with; `make demo PYTHON=/path/to/python` names another one.
PYTHON ?=
PYTHONS := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python)
# What makes the locks; taken from .venv, and `make lock UV=uv` takes the one on the PATH.
UV ?= $(bin)/uv
# More for pytest: `make test ARGS="-k slots -x"`.
ARGS ?=

# Each of the processes that run tests imports the same files: it need not compile them.
unexport PYTHONDONTWRITEBYTECODE

# uv trusts what this machine trusts, and asks the index that pip asks, unless its own variables say otherwise.
export UV_SYSTEM_CERTS ?= true
uv_index = export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(bin)/pip config get global.index-url 2>/dev/null)}}"

compile := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
runtime_lock := $(compile) --group build --output-file requirements.lock pyproject.toml
development_lock := $(compile) --group build --group dev --extra postgres --constraints requirements.lock \
	--output-file requirements-dev.lock pyproject.toml

.PHONY: help demo test test-slow check check-format check-lint check-types check-arrows check-lock format lock bench clean

# Twice the two cores that everybody has: many tests wait for a wire.
at-once := 4

help: ## list what one can do here
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(venv)/run.stamp ## a week of one person in under a minute, in this terminal: no account, no token
	@$(bin)/whatfor demo

test: $(venv)/dev.stamp ## run the tests, except the slow ones
	@$(bin)/pytest -n $(at-once) --dist loadfile -m "not slow" $(ARGS)

test-slow: $(venv)/dev.stamp ## run all tests, the slow ones too
	@$(bin)/pytest -n $(at-once) --timeout 1800 $(ARGS)

check: check-format check-lint check-types check-arrows check-lock ## format, lint, types, arrows between rooms, locks in step

check-format: $(venv)/dev.stamp
	@$(bin)/ruff format --check . || { echo "Not formatted: run 'make format'."; exit 1; }

check-lint: $(venv)/dev.stamp
	@$(bin)/ruff check .

check-types: $(venv)/dev.stamp
	@$(bin)/mypy

check-arrows: $(venv)/dev.stamp
	@$(bin)/lint-imports --no-logo

# Resolved anew from the present locks, so nothing is upgraded: a difference means that pyproject.toml moved on.
check-lock: $(venv)/dev.stamp
	@$(uv_index); copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && \
	uv=$$(command -v $(UV)) && case $$uv in /*) ;; *) uv=$$PWD/$$uv ;; esac && \
	cp pyproject.toml requirements.lock requirements-dev.lock "$$copy" && \
	{ (cd "$$copy" && "$$uv" $(runtime_lock) >/dev/null && "$$uv" $(development_lock) >/dev/null) || \
		{ echo "The locks could not be compared with pyproject.toml, for the reason above."; exit 1; } } && \
	{ (diff -u requirements.lock "$$copy/requirements.lock" && diff -u requirements-dev.lock "$$copy/requirements-dev.lock") || \
		{ echo "The locks do not say what pyproject.toml asks for: run 'make lock' and commit both."; exit 1; } } && \
	echo "Locks in step with pyproject.toml."

format: $(venv)/dev.stamp ## format the code and mend what the linter can mend
	@$(bin)/ruff check --fix-only --quiet .
	@$(bin)/ruff format .

lock: | $(venv)/dev.stamp ## write the locks for pyproject.toml; UPGRADE=1 takes the newest versions
	@$(uv_index); $(UV) $(runtime_lock) $(if $(UPGRADE),--upgrade) >/dev/null && \
	$(UV) $(development_lock) $(if $(UPGRADE),--upgrade) >/dev/null
	@echo "Written: requirements.lock, requirements-dev.lock."

bench: $(venv)/dev.stamp ## run every benchmark in bench/; each prints its figures as JSON
	@for file in bench/[!_]*.py; do [ ! -e "$$file" ] || $(bin)/python "$$file" || exit 1; done

clean: ## remove what these commands made (never data)
	@rm -rf $(venv) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	@find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# Setting up. A stamp says when it was last done; it is done again when the project file or a lock is newer.

$(bin)/python:
	@for python in $(PYTHONS); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Whatfor needs Python 3.11 or newer, and none was found as: $(PYTHONS). Install it, or name it: make PYTHON=/path/to/python"; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		echo "$$found lacks the modules venv and ensurepip (on Debian and Ubuntu: apt install python3-venv)."; exit 1; \
	fi; \
	echo "Setting up $(venv) with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear $(venv)

$(venv)/run.stamp: pyproject.toml requirements.lock | $(bin)/python
	@echo "Installing what the program needs ..."
	@$(pip) install --require-hashes --requirement requirements.lock
	@$(pip) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(venv)/dev.stamp: $(venv)/run.stamp requirements-dev.lock
	@echo "Installing what development needs ..."
	@$(pip) install --require-hashes --requirement requirements-dev.lock
	@touch $@
