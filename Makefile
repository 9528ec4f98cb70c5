# Countersign. `make run` starts the demo, `make test` runs everything; each installs what it needs.
# `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

LISTEN ?= 127.0.0.1:8420
CARGO ?= cargo
SERVER := target/release/countersign
# Tests use a debug build: it compiles in half the time of a release build and checks more (overflow, debug_assert).
DEBUG_SERVER := target/debug/countersign
# Tests need more features of some dependencies. Using the same scope in all steps compiles each dependency only once.
ALL := --workspace --all-targets
CLIENT_SOURCES := $(shell find client/src client/public -type f 2>/dev/null) \
	client/index.html client/package-lock.json client/tsconfig.json client/vite.config.ts client/postcss.config.mjs

# Playwright uses the system's Chromium and downloads none.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.PHONY: help setup setup-test run build server dev test check check-rust check-client check-deny check-generated gen \
	test-server test-client test-browser torture bench screenshots clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

# --- Set-up ---------------------------------------------------------------------------------------------------------

setup: ## Install what `make run` needs: Postgres, the client's packages
	@scripts/setup run
	@$(MAKE) --no-print-directory client/node_modules/.stamp

setup-test: ## Also install what tests need: Chromium
	@scripts/setup test
	@$(MAKE) --no-print-directory client/node_modules/.stamp

client/node_modules/.stamp: client/package-lock.json client/package.json
	cd client && npm ci --no-audit --no-fund
	@touch $@

demo/node_modules/.stamp: demo/package-lock.json demo/package.json
	cd demo && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# --- Build and run --------------------------------------------------------------------------------------------------

client/dist/index.html: client/node_modules/.stamp $(CLIENT_SOURCES)
	cd client && npm run build
	@touch $@

server: client/dist/index.html
	$(CARGO) build --release -p countersign-server

build: setup server ## Build the single binary, target/release/countersign, with the client inside

run: build demo/node_modules/.stamp ## Start the demo workspace locally; Ctrl+C stops it
	@LISTEN=$(LISTEN) scripts/run

dev: setup demo/node_modules/.stamp ## Start the client with hot reload (http://127.0.0.1:5173) and a debug server
	@scripts/dev

# --- Checks and tests -----------------------------------------------------------------------------------------------

test: setup-test ## Run everything: checks, unit, integration and browser tests
	@$(MAKE) --no-print-directory client/dist/index.html
	@$(MAKE) --no-print-directory check test-server test-client test-browser

check: check-rust check-client check-deny check-generated ## Check formats, lints, types, licences, generated files and imports

check-rust:
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(ALL) --quiet -- -D warnings
	scripts/check-arrows --self-test
	scripts/check-arrows

check-client: client/node_modules/.stamp
	cd client && npm run --silent lint
	cd client && npm run --silent types

# Advisories need network access beyond the package registries; run `cargo deny check advisories` by hand.
check-deny:
	@scripts/check-deny

check-generated: client/node_modules/.stamp
	@scripts/check-generated

gen: client/node_modules/.stamp ## Regenerate files: checked queries, schema, API description and types, limits
	CHECK_ARGS="$(ALL)" scripts/gen-queries
	@mkdir -p docs
	$(CARGO) build --quiet $(ALL)
	$(DEBUG_SERVER) openapi >client/openapi.json
	$(DEBUG_SERVER) limits --format ts >client/src/protocol/limits.ts
	$(DEBUG_SERVER) limits >docs/limits.md
	cd client && npm run --silent gen >/dev/null

test-server:
	scripts/with-postgres $(CARGO) test --workspace

test-client: client/node_modules/.stamp
	cd client && npm test

test-browser: client/dist/index.html
	$(CARGO) build --quiet $(ALL)
	cd client && COUNTERSIGN_BIN=$(CURDIR)/$(DEBUG_SERVER) npm run --silent test:browser

torture: setup-test client/dist/index.html ## Run the long form of the fault tests
	scripts/with-postgres env COUNTERSIGN_TORTURE=1 $(CARGO) test --release --workspace -- fault_

bench: setup server ## Run the load tests against Countersign and another server (ARGS=--write-results keeps the figures)
	load-tests/bench $(ARGS)

screenshots: setup-test server ## Retake the screenshots of README and docs
	cd client && npm run --silent screenshots

clean: ## Remove build outputs and installed packages
	$(CARGO) clean
	rm -rf client/dist client/node_modules demo/node_modules
