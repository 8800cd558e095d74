# The two commands: make demo, make test. Everything below them is for working on the code.
PYTHON ?= python3
BIN := .venv/bin
FHIR_VERSION ?= R4
PORT ?= 8090
.PHONY: setup demo test bench lint hapi fuzz crash-matrix soak constraints clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: .venv/.setup-stamp ## everything a fresh machine needs: system packages, .venv, the test FHIR server

.venv/.setup-stamp: pyproject.toml constraints.txt .ci/system-packages tests/integration/hapi/pom.xml \
		tests/integration/medplum/package-lock.json
	@.ci/system-packages
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Python packages into .venv (a minute or two the first time)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[paddle,postgres,dev]'
	@$(BIN)/python -m tests.integration.hapi.server --build-only
	@$(BIN)/python -m tests.integration.medplum.server
	@touch $@

demo: setup ## the whole promise on real input: three photographed reports into a real HAPI FHIR
	@$(BIN)/scan2fhir demo

test: setup ## all tests: unit, then integration with the real servers
	@$(BIN)/python -m pytest tests/unit -n 2 -q
	@$(BIN)/python -m pytest tests/integration tests/e2e -q

bench: setup ## accuracy and speed tables, ours and the peers in one run
	@$(BIN)/scan2fhir bench accuracy
	@$(BIN)/scan2fhir bench speed
	@$(BIN)/scan2fhir bench coding

lint: setup ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

hapi: setup ## a real HAPI FHIR by hand: make hapi FHIR_VERSION=R5 PORT=8090
	@$(BIN)/python -m tests.integration.hapi.server --fhir-version $(FHIR_VERSION) --port $(PORT)

fuzz: setup ## ten thousand mutated files through the loaders, as many broken messages through the intake
	@$(BIN)/python -m tests.bench.fuzz_loading --count 10000
	@$(BIN)/python -m tests.bench.fuzz_intake --count 5000

crash-matrix: setup ## kill -9 at every step boundary, 200 times on each database, whole outages, every way in against them
	@$(BIN)/python -m tests.bench.crash_matrix --count 200 --outages
	@$(BIN)/python -m tests.bench.outages

soak: setup ## two thousand documents through one process
	@$(BIN)/python -m tests.bench.soak --count 2000

constraints: ## write constraints.txt anew from what .venv holds
	@$(BIN)/pip freeze --exclude-editable --exclude scan2fhir | grep -E '^[A-Za-z0-9_.-]+==' > constraints.txt

clean: ## remove what the commands above made
	rm -rf .venv demo-out tests/integration/hapi/target tests/integration/medplum/node_modules
