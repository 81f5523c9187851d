# Everything needs no more than Python with venv and pip. `make` alone tells what there is.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
INSTALLED := $(VENV)/installed

.DEFAULT_GOAL := help
.PHONY: help install demo test bench lint fmt lock FORCE

help: ## Tell what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Make .venv with everything pinned; quick when nothing changed

demo: $(INSTALLED) ## Set up with the programme's entries and serve on 127.0.0.1 (PORT=8000)
	@$(RUN) manage.py demo $(if $(PORT),--port $(PORT))

test: $(INSTALLED) ## Run everything: lint, and the tests on SQLite, on PostgreSQL and in a browser
	@$(RUN) -m tests.suite

bench: $(INSTALLED) ## Measure at 100,000 entries, into docs/performance.md (ENTRIES=100000)
	@$(RUN) -m tests.bench $(if $(ENTRIES),--entries $(ENTRIES))

lint: $(INSTALLED) ## Check the style, the templates, the imports and the migrations
	@$(RUN) -m tests.suite lint

fmt: $(INSTALLED) ## Format the Python files and mend what can be mended
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format .

lock: ## Pin what pyproject.toml names; with OPTIONS=--upgrade, the newest versions (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: see https://docs.astral.sh/uv/"; exit 1; }
	$(LOCK) -o requirements/base.txt
	$(LOCK) --extra dev -c requirements/base.txt -o requirements/dev.txt

LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --quiet $(OPTIONS)

# The file $(INSTALLED) is made last, so a .venv without it is half-made and is made anew, and so is one whose
# Python is gone.
ifneq ($(shell $(RUN) -c 'print("sound")' 2>/dev/null),sound)
$(INSTALLED): FORCE
endif

$(INSTALLED): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "The portal needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is none of them." \
			"Name one that is: make install PYTHON=python3.13"; exit 1; }
	@test -f $@ && $(RUN) -c '' || $(PYTHON) -m venv --clear $(VENV)
	@rm -f $@
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
