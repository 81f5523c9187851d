# Needs only Python with venv and pip. `make` alone lists the commands.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
RUNNABLE := $(VENV)/runnable
INSTALLED := $(VENV)/installed
PIP_INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help install demo test attack rehearsal bench lint fmt lock FORCE

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Create .venv with pinned dependencies; fast if nothing changed

demo: $(if $(ENTRIES),$(INSTALLED),$(RUNNABLE)) ## Load the programme's entries and serve the portal on 127.0.0.1 (PORT=8000); ENTRIES=2000: with sample data
	@$(if $(ENTRIES),$(RUN) manage.py migrate --verbosity 0)
	@$(if $(ENTRIES),$(RUN) manage.py make_entries $(ENTRIES) --settings tests.sample_data.settings)
	@$(RUN) manage.py demo $(if $(PORT),--port $(PORT))

test: $(INSTALLED) ## Run the linters, and all tests on SQLite, on PostgreSQL and in a browser
	@$(RUN) -m tests.suite

attack: $(INSTALLED) ## Repeat the tests of races, kills and wrong requests, and those of leaks (ATTACK_ROUNDS=20)
	@$(if $(ATTACK_ROUNDS),ATTACK_ROUNDS=$(ATTACK_ROUNDS)) $(RUN) -m tests.suite attack

rehearsal: $(INSTALLED) ## Install, upgrade and restore on this machine, and lose a database and a web machine of two
	@$(RUN) -m tests.suite rehearsal

bench: $(INSTALLED) ## Measure with sample data and write docs/performance.md (ENTRIES=100000)
	@$(RUN) -m tests.bench $(if $(ENTRIES),--entries $(ENTRIES))

lint: $(INSTALLED) ## Check code style, templates, imports and migrations
	@$(RUN) -m tests.suite lint

fmt: $(INSTALLED) ## Format the Python files and fix what can be fixed
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format .

lock: ## Pin the dependencies; OPTIONS=--upgrade for the newest versions (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: see https://docs.astral.sh/uv/"; exit 1; }
	$(LOCK) -o requirements/base.txt
	$(LOCK) --extra sentry --extra s3 --extra redis -c requirements/base.txt -o requirements/extras.txt
	$(LOCK) --extra dev -c requirements/extras.txt -o requirements/dev.txt

LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --quiet $(OPTIONS)

# Both files are created last: a .venv without them is incomplete and is created again, and so is one whose Python no
# longer exists.
ifneq ($(shell $(RUN) -c 'print("sound")' 2>/dev/null),sound)
$(RUNNABLE): FORCE
endif

$(RUNNABLE): requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "The portal needs Python 3.11, 3.12 or 3.13; $(PYTHON) is another version." \
			"Choose one: make install PYTHON=python3.13"; exit 1; }
	@test -f $@ && $(RUN) -c '' || $(PYTHON) -m venv --clear $(VENV)
	@rm -f $@ $(INSTALLED)
	@$(PIP_INSTALL) -r requirements/base.txt
	@touch $@

$(INSTALLED): $(RUNNABLE) requirements/dev.txt
	@rm -f $@
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@
