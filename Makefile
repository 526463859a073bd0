# `make start` and `make test` are all that is needed; `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: start test test-fast screenshots perf perf-hostile perf-workbook perf-duplicates perf-unguarded perf-lists translations ambiguity coverage-of-requirements check frontend-check frontend format clean help base-env test-env

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1 && { echo $$p; exit; }; done; echo python3)
SITES ?= sites
export SITES
RUN := .venv/bin

base-env:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "client_mgmt: Python 3.10 or later is needed, and no python3 was found." >&2; exit 1; }
	@$(PYTHON) embedded/bootstrap.py

test-env: base-env
	@$(PYTHON) embedded/bootstrap.py test
	@$(PYTHON) embedded/chromium.py

start: base-env  ## create what is missing and serve (PORT, HOST, SITES, SITE, DEMO=0, DEMO_PASSWORD, ADMIN_PASSWORD)
	@exec $(RUN)/client-mgmt start

# A file is one process's, and the files keep their order: the long ones of tests/acceptance come first.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder

test: test-env  ## run every test, on each core (ARGS="-k signing" passes pytest arguments)
	@exec $(RUN)/python -m pytest $(PARALLEL) $(ARGS)

test-fast: test-env  ## run the tests of rules, host parts and house rules: under a minute
	@exec $(RUN)/python -m pytest $(PARALLEL) tests/unit $(ARGS)

screenshots: test-env  ## pictures of every page of a demo site, at two widths and in two languages, into docs/screenshots
	@exec $(RUN)/python -m tests.browser.screenshots

PERF ?= benchmark

perf: test-env  ## measure speed and memory (BENCH_URL compares with a live bench), or PERF=scale: growth to 100,000 changes; writes PERF_JSON
	@exec $(RUN)/python tests/perf/$(PERF).py $(if $(PERF_JSON),--output $(PERF_JSON)) $(ARGS)

perf-duplicates: test-env  ## measure the duplicate check and the nightly scan at 10,000 clients
	@$(RUN)/python tests/perf/duplicates.py $(ARGS)

perf-lists: test-env  ## measure the lists of 100,000 change requests, filled into a site of their own
	@exec $(RUN)/python tests/perf/lists.py $(ARGS)

perf-hostile: test-env  ## what others meet while 100 slow connections and hostile bodies are under way
	@exec $(RUN)/python tests/perf/hostile.py $(ARGS)

perf-unguarded: test-env  ## measure what the app costs the save of a DocType that it does not guard
	@exec $(RUN)/python tests/perf/unguarded.py $(ARGS)

perf-workbook: test-env  ## import a workbook of 1,000 dossiers: seconds, memory, and against REST
	@exec $(RUN)/python tests/perf/workbook.py $(ARGS)

translations: test-env  ## write main.pot out of the sources and zh.csv out of zh.po; lists what is missing
	@$(RUN)/python apps/client_mgmt/client_mgmt/locale/build.py

ambiguity: test-env  ## score the ambiguity rules on the labelled sentences; writes the table of docs/ambiguity.md
	@$(RUN)/python tests/ambiguity_score.py $(ARGS)

coverage-of-requirements: test-env  ## list the requirements that no test cites; fails for those that are built
	@$(RUN)/python tests/requirements_coverage.py

check: test-env  ## ruff, its format, and mypy: strict on domain/ and workflow_policy/, nearly so on the app
	@$(RUN)/ruff check . && $(RUN)/ruff format --check . && $(RUN)/mypy

FRONTEND := apps/client_mgmt/frontend
BUILT := apps/client_mgmt/client_mgmt/public/frontend apps/client_mgmt/client_mgmt/www

frontend: test-env  ## build the web app out of apps/client_mgmt/frontend
	@cd $(FRONTEND) && export PATH="$$($(CURDIR)/$(RUN)/python $(CURDIR)/embedded/node.py):$$PATH" && \
		npm ci --silent && npm run --silent build

frontend-check: test-env  ## the web app: types, its tests, and that the committed build is this source's
	@cd $(FRONTEND) && export PATH="$$($(CURDIR)/$(RUN)/python $(CURDIR)/embedded/node.py):$$PATH" && \
		npm ci --silent && npm run --silent types && npm run --silent test && npm run --silent build
	@git diff --exit-code --stat -- $(BUILT) && test -z "$$(git ls-files --others --exclude-standard -- $(BUILT))" || { \
		echo "client_mgmt: the committed build is not this source's: run make frontend and commit." >&2; exit 1; }

format: test-env  ## let ruff format and mend what it can
	@$(RUN)/ruff check --fix . && $(RUN)/ruff format .

clean:  ## remove the virtual environment and caches; sites stay
	@rm -rf .venv build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis perf.json
	@find . -name __pycache__ -type d -not -path './node_modules/*' -prune -exec rm -rf {} +
	@find . -name '*.egg-info' -type d -prune -exec rm -rf {} +

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16
