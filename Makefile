# Countersign. `make run` shows the demo, `make test` runs everything; each sets up what it needs by itself.
# `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

LISTEN ?= 127.0.0.1:8420
CARGO ?= cargo
SERVER := target/release/countersign
# The tests' own build: what they run on is compiled in half the time of the product, and checks more (overflow, debug_assert).
DEBUG_SERVER := target/debug/countersign
# Tests need more features of some dependencies, so one scope for all steps of a run compiles each dependency once.
ALL := --workspace --all-targets
CLIENT_SOURCES := $(shell find client/src client/public -type f 2>/dev/null) \
	client/index.html client/package-lock.json client/tsconfig.json client/vite.config.ts client/postcss.config.mjs

# Playwright drives the system's Chromium and downloads none.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.PHONY: help setup setup-test run build server dev test check check-rust check-client check-deny check-generated gen \
	test-server test-client test-browser torture bench screenshots clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

# --- Set-up ---------------------------------------------------------------------------------------------------------

setup: ## Install what running needs: Postgres, the client's packages
	@scripts/setup run
	@$(MAKE) --no-print-directory client/node_modules/.stamp

setup-test: ## Install what testing needs too: Chromium
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

build: setup server ## Build the one binary, target/release/countersign, with the client inside

run: build demo/node_modules/.stamp ## Start the demo workspace on this machine; Ctrl+C stops it
	@LISTEN=$(LISTEN) scripts/run

dev: setup demo/node_modules/.stamp ## Hot reload for the client (http://127.0.0.1:5173), a debug server behind it
	@scripts/dev

# --- Checks and tests -----------------------------------------------------------------------------------------------

test: setup-test ## Everything: checks, unit, integration, browser
	@$(MAKE) --no-print-directory client/dist/index.html
	@$(MAKE) --no-print-directory check test-server test-client test-browser

check: check-rust check-client check-deny check-generated ## Formats, lints, types, licences, generated files, who imports whom

check-rust:
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(ALL) --quiet -- -D warnings
	scripts/check-arrows --self-test
	scripts/check-arrows

check-client: client/node_modules/.stamp
	cd client && npm run --silent lint
	cd client && npm run --silent types

# Advisories need a network beyond the package registries; `cargo deny check advisories` is for people.
check-deny:
	@scripts/check-deny

check-generated: client/node_modules/.stamp
	@scripts/check-generated

gen: client/node_modules/.stamp ## Make the generated files anew: checked queries, schema, API description and types, limits
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

torture: setup-test client/dist/index.html ## The long form of the fault tests
	scripts/with-postgres env COUNTERSIGN_TORTURE=1 $(CARGO) test --release --workspace -- fault_

bench: setup server ## Load tests, beside another server in the same run; prints the figures (ARGS=--write-results keeps them)
	load-tests/bench $(ARGS)

screenshots: setup-test server ## Take the pictures of README and docs anew
	cd client && npm run --silent screenshots

clean: ## Remove what was built
	$(CARGO) clean
	rm -rf client/dist client/node_modules demo/node_modules
