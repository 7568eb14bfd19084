# Two commands do all the set-up on a fresh Debian machine:
#   make demo   runs the whole chain on sample data
#   make test   runs the tests
SHELL := /bin/bash
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(if $(shell command -v $(p)),$(p))))
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test run faults bench bench-playout pictures soak check check-lint check-types check-types-windows check-imports clean help
help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /: /'

demo: $(VENV)/.installed  ## the whole chain on sample data, about two minutes; leaves demo-out/
	@$(BIN)/broadcast-desk demo --fast --out demo-out

run: $(VENV)/.installed  ## open the desk
	@$(BIN)/broadcast-desk

test: $(VENV)/.installed-dev  ## the tests, with a sound server of their own
	@$(BIN)/python -m pytest -q -n 4 --dist loadfile --ignore tests/end_to_end --ignore tests/faults  # they wait more than they compute
	@$(BIN)/python -m pytest -q -n 2 tests/end_to_end  # by themselves: they listen to the clock
	@$(BIN)/python -m pytest -q -n 3 -m quick tests/faults  # the rest with `make faults`

faults: $(VENV)/.installed-dev  ## the fault table: every failure real stations met, tried on a real playout
	@$(BIN)/python -m pytest -q -n 2 -o faulthandler_timeout=900 tests/faults  # twenty crashes take six minutes

bench-playout: $(VENV)/.installed-dev  ## starts, gaps, losses, load; beside Liquidsoap and MPD if installed
	@$(BIN)/python -m tests.benchmarks playout

check: $(VENV)/.installed-dev  ## lint, types (also for Windows), import rules
	@$(MAKE) --no-print-directory -j2 check-types check-types-windows check-lint check-imports

check-lint:
	@$(BIN)/ruff check .
check-types:
	@$(BIN)/mypy
check-types-windows:
	@$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32
check-imports:
	@$(BIN)/lint-imports

bench: $(VENV)/.installed-dev  ## the benchmarks, side by side with the raw tools
	@$(BIN)/python -m tests.benchmarks

pictures: $(VENV)/.installed-dev  ## the pictures of the README, from sample data
	@$(BIN)/python -m tests.pictures

soak: $(VENV)/.installed-dev  ## 10,000 items through the engine at accelerated time: memory, descriptors
	@$(BIN)/python -m tests.benchmarks soak

$(VENV)/.system: .ci/system-packages
	@.ci/system-packages run
	@mkdir -p $(VENV) && touch $@

$(VENV)/.system-dev: .ci/system-packages $(VENV)/.system
	@.ci/system-packages test
	@touch $@

$(VENV)/bin/python: | $(VENV)/.system
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml $(VENV)/.system | $(VENV)/bin/python
	@echo "Installing the program into $(VENV) (first time only) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-warn-script-location -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.system-dev | $(VENV)/bin/python
	@echo "Installing the program and its test tools into $(VENV) (first time only) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-warn-script-location -e '.[dev,piper]'
	@touch $@ $(VENV)/.installed

clean:  ## remove the virtual environment and what the demo left
	rm -rf $(VENV) demo-out
