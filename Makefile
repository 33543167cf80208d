# Luwte. `make demo` runs the product, `make test` runs every check; both set up what they need.
# `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
MODULES := web/node_modules/.package-lock.json
BUNDLES := web/dist/staff/manifest.json
UNIT := tests/unit
SHAPE := tests/architecture
HOSTILE := tests/unit/crypto/test_a_malicious_server.py tests/unit/domain/test_a_solver_on_the_whole_codebook.py
PURE := --disable-socket --allow-unix-socket $(UNIT) $(HOSTILE:%=--ignore=%)
# Bytecode is kept, also where the environment says no: a run starts hundreds of processes, and each
# would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=
# Pure tests compute: one process for each of two cores. The others wait for servers and browsers
# more than that: one process more. A file stays in one process.
TWO := -n 2 --dist loadfile
THREE := -n 3 --dist loadfile
WEB := $(shell find web/src web/static web/messages web/lexicon web/phrasebook chatserver/codebooks -type f -not -name '*.py' -not -name '*.pyc' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup bundles demo test quick lint format shape few unit cover hostile integration disasters chaos e2e old-browsers cluster bench-desk images gallery web aid lock wire clean

help:  ## This list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 15

$(INSTALLED): requirements/dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@mkdir -p web/dist  # the package would hold the bundles, if there were any yet
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(MODULES): web/package.json web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BUNDLES): $(MODULES) web/build.mjs web/baseline.mjs $(WEB)
	cd web && node build.mjs
	@touch $@

setup: $(INSTALLED) $(MODULES)  ## Virtual environment and node_modules
bundles: $(BUNDLES)  ## The two web bundles in web/dist

demo: $(INSTALLED) $(BUNDLES)  ## The whole product on this machine, with throw-away accounts
	@exec $(BIN)/chatserver demo

test: lint shape web cover hostile integration disasters e2e  ## Every check
	@echo "all checks passed"

quick: export HYPOTHESIS_PROFILE = quick
quick: lint  ## Lint and unit tests with few examples, without the longest: under half a minute
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target shape few

lint: $(INSTALLED) $(MODULES)  ## ruff, mypy, layers, tsc, Biome
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && npx --no-install tsc --noEmit && npx --no-install biome ci --colors=off --error-on-warnings .

format: $(INSTALLED) $(MODULES)  ## Format everything
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd web && npx --no-install biome check --write .

unit: $(INSTALLED)  ## Pure tests, without the hostile ones
	$(BIN)/pytest -q $(TWO) $(PURE)

# Thousands of small tests: handing them to other processes takes longer than running them in one.
shape: $(INSTALLED)  ## Layers, words, sizes: what every file has to keep to
	$(BIN)/pytest -q $(SHAPE)

few: $(INSTALLED)
	$(BIN)/pytest -q -m 'not thorough' $(PURE)

cover: $(INSTALLED)  ## The same, with full branch coverage of domain, wire and crypto
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q $(TWO) $(PURE)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --include='chatserver/domain/*,chatserver/wire/*,chatserver/crypto/*' --fail-under=100

hostile: $(INSTALLED)  ## A malicious server for thousands of traces, a solver on whole years; apart, because measuring coverage triples its time
	$(BIN)/pytest -q -n 2 --disable-socket --allow-unix-socket --timeout=600 $(HOSTILE)

integration: $(INSTALLED) $(BUNDLES)  ## Against a real Redis
	$(BIN)/pytest -q $(THREE) tests/contract tests/integration

disasters: $(INSTALLED) $(BUNDLES)  ## Workers killed, frozen and replaced while people talk, in short
	$(BIN)/pytest -q tests/chaos

chaos: $(INSTALLED) $(BUNDLES)  ## The same for minutes, with 500 conversations and 10,000 in line; asserts times
	CHAOS=long $(BIN)/pytest -q -s tests/chaos

e2e: $(INSTALLED) $(BUNDLES)  ## Three real browsers
	@./tests/support/have-browsers
	$(BIN)/pytest -q $(THREE) tests/e2e

old-browsers: $(INSTALLED) $(BUNDLES)  ## Chromium of 2016 to 2018, which it fetches first (half a gigabyte)
	@PYTHON=$(PYTHON) ./tests/support/have-old-browsers
	xvfb-run -a $(BIN)/pytest -q tests/e2e/old_browsers.py

cluster: export STORES = cluster
cluster: integration e2e  ## Integration and browser tests once more, with a cluster of three for a vault

bench-desk: $(INSTALLED) $(BUNDLES)  ## How fast the desk is with 2,000 messages in a conversation
	$(BIN)/pytest -q -s -n 0 tests/e2e/desk_speed.py

images: $(INSTALLED) $(BUNDLES)  ## The pictures in docs/images anew
	UPDATE_IMAGES=1 $(BIN)/pytest -q tests/e2e/test_screens.py tests/e2e/test_side_by_side.py

gallery: $(INSTALLED) $(BUNDLES)  ## Every state of the visitor's page in docs/gallery anew; takes minutes
	rm -rf docs/gallery
	$(BIN)/pytest -q -n 3 tests/e2e/make_gallery.py

web: $(MODULES) $(BUNDLES)  ## TypeScript tests
	cd web && node test.mjs

aid: $(MODULES)  ## The lexicon checked and measured; the tables in docs/indicator-aid.md anew
	cd web && node lexicon/read.mjs && node lexicon/measure.mjs

wire: $(INSTALLED)  ## web/src/wire/frames.ts from chatserver/wire/frames
	$(BIN)/python -m chatserver.wire.typescript > web/src/wire/frames.ts

lock:  ## The lock files anew; needs uv
	uv pip compile pyproject.toml --extra embedded --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 -q -o requirements/runtime.lock
	uv pip compile pyproject.toml --extra embedded --extra dev --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 -c requirements/runtime.lock -q -o requirements/dev.lock
	cd web && npm install --ignore-scripts --package-lock-only && node lock.mjs

clean:  ## Everything that was made here
	rm -rf $(VENV) .old-browsers web/node_modules web/dist web/build .mypy_cache .ruff_cache .hypothesis .coverage
