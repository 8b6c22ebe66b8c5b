# The doors of this repository; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench drill docs wheel lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## set up everything and open the demonstration on http://localhost:8000
	@tools/environment.sh runtime
	@exec .venv/bin/baken demo

test: ## everything the project checks, on SQLite and PostgreSQL
	@tools/system_packages.sh
	@tools/environment.sh dev
	@tools/test.sh

check: ## the fast part while coding: style, types, contracts, tests on SQLite without journeys
	@tools/environment.sh dev
	@tools/style.sh
	@.venv/bin/python -m pytest -n 2 --dist worksteal -m "not browser and not big" --ignore=tests/journeys

fix: ## let ruff repair and format the code
	@tools/environment.sh dev
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: ## speed and queries on SQLite and PostgreSQL; ARGS="--reports 1000000" for more
	@tools/environment.sh runtime
	@BAKEN_DEMO=yes tools/postgresql.sh .venv/bin/baken bench $(ARGS)

drill: ## terms with the clock moved forward and two workers, on SQLite and PostgreSQL
	@tools/environment.sh runtime
	@.venv/bin/python tools/drill.py
	@tools/postgresql.sh .venv/bin/python tools/drill.py

docs: ## write the generated pages of docs/
	@tools/environment.sh dev
	@.venv/bin/python -m baken.site.docs

wheel: ## make dist/*.whl
	@tools/environment.sh runtime
	@.venv/bin/hatchling build -t wheel -d dist

lock: ## lock the packages again after a change in pyproject.toml
	@tools/environment.sh runtime
	@tools/lock.sh
