# `make help` lists what can be done.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
SAMPLE ?= 1
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help run test test-all walk pictures evaluate thesaurus-report check-seal check-bare lint requirements vendor clean

help: ## Say what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Serve the portal on loopback, with the sample catalogue (SAMPLE=0: empty; PORT=8000)
	@scripts/bootstrap.sh run
	@REGISTRY_SAMPLE=$(SAMPLE) $(PYTHON) -m flask --app app serve --host $(HOST) --port $(PORT)

test: ## Run the tests
	@scripts/bootstrap.sh test
	@$(PYTHON) -m pytest -q -n auto --dist loadfile

test-all: ## Run the tests on every database
	@scripts/bootstrap.sh test
	@TEST_ALL=1 $(PYTHON) -m pytest -q -n auto --dist loadfile

walk: ## Go one user's whole way in a real browser: make walk WHO=department
	@scripts/bootstrap.sh test
	@WALK=full $(PYTHON) -m pytest -q -s tests/browser/walks/test_$(WHO).py

pictures: ## Leave pictures of every kind of page, in both languages and widths, in build/walks
	@scripts/bootstrap.sh test
	@WALK=full $(PYTHON) -m pytest -q -s tests/browser/test_pages.py

evaluate: ## Compare the matcher with folded TF-IDF and an embedding model on the labelled set
	@scripts/bootstrap.sh eval
	@$(PYTHON) -m bench.compare --report build/evaluation.md

thesaurus-report: ## What the thesaurus holds and how much of it is named (TITLES=file: by more titles)
	@scripts/bootstrap.sh run
	@$(PYTHON) -m bench.thesaurus_report $(if $(TITLES),--titles $(TITLES))

check-seal: ## Prove that the sealed part of the labelled set is whole and older than the thesaurus
	@scripts/bootstrap.sh run
	@$(PYTHON) -m bench.seal check

check-bare: ## Run both commands of the README in a bare Debian chroot (root, debootstrap)
	@scripts/check_bare.sh

lint: ## Check style and types
	@scripts/bootstrap.sh test
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy registry matching app.py

requirements: ## Export the requirements with hashes from pyproject.toml (needs uv)
	@uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.txt
	@uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --group dev pyproject.toml -o requirements-dev.txt
	@uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --group eval -c requirements.txt pyproject.toml -o requirements-eval.txt

vendor: ## Fetch the front end's parts anew (needs npm) and write their manifest
	@$(PYTHON) scripts/vendor.py

clean: ## Remove what was built, but not the data
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
