# `make` alone says what there is. Needs Python 3.11 or newer and make; everything else goes into .venv.

PORT   ?= 8050
EVENTS ?= 1000000
SECONDS ?= 60
SEED   ?= 1
KILLS  ?= 200
SAMPLE ?= data/samples/food_distribution
VENV   := .venv
BIN    := $(VENV)/bin
# What is installed depends on these three files; the stamp carries their checksum, so a second `make` installs nothing.
STAMP  := $(shell cat setup.cfg pyproject.toml constraints.txt | cksum | cut -d' ' -f1)
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --constraint constraints.txt
EXTRAS := spark,postgres,lake,pdf,oidc,test

.DEFAULT_GOAL := help
.PHONY: help install release docs demo test quick check bench bench-large bench-steps bench-growth bench-slices bench-nights bench-upload speed huge engines truth effect drafts fuzz fuzz-guided kills load soak several sample picture screenshots clean

help:
	@echo "make demo      analyse the sample, print the mismatches, serve the dashboard at http://127.0.0.1:$(PORT)"
	@echo "make install   a working .venv/bin/analyzer, and nothing more"
	@echo "make test      everything that must hold: make check, then every test, browser tests included"
	@echo "make quick     the tests of a minute, for every save: the rooms' rules on small tables, the server, the shape of the code"
	@echo "make check     style, types and imports only (ruff, mypy, import-linter)"
	@echo "make bench     time and memory over a million events, beside pandas with pm4py and bare DuckDB"
	@echo "make bench-large   the same over ten million events (ten minutes)"
	@echo "make bench-steps   what each step of an analysis costs: EVENTS=10000000, or PROJECT=project.yaml"
	@echo "make bench-growth  how each step grows with variants, activities, stages, columns, events a case"
	@echo "make bench-slices   how long filters and lists of cases take on a run of a million events"
	@echo "make bench-nights  what a night of 0.1 % and of 1 % of ten million events costs beside one run over all; a year of nights"
	@echo "make speed     how long pages take in a browser, on the sample and on a million events"
	@echo "make huge      1,000 activities and 100,000 variants in a browser: the map, its sliders, every page"
	@echo "make bench-upload  what a log of 2 GB costs browser and server while it is uploaded"
	@echo "make engines   whether PostgreSQL and Spark say what the embedded engine says; PROJECT=project.yaml for your own"
	@echo "make truth     how often planted causes are found, and how often nothing planted is reported"
	@echo "make effect    how often the verdict on an action is right, in simulated worlds with and without an effect"
	@echo "make drafts    how near drafted stages come to those that a person would draw"
	@echo "make nights    simulated years of nights: how often they give a false alarm, and how long a change waits until it is said"
	@echo "make fuzz      changed files into every reader: SECONDS=60, SEED=1; what they break is kept in out/fuzz"
	@echo "make fuzz-guided   the same led by coverage, for readers that are Python all through; needs pip install atheris"
	@echo "make kills     align, nightly, uploads and jobs killed at random moments: KILLS=200, a quarter each"
	@echo "make load      50 viewers and 5 analysts for ten minutes beside analyses of a million events: answers, errors, p95, memory"
	@echo "make soak      the same for an hour"
	@echo "make several   50 viewers of two servers over one PostgreSQL catalog and a shared folder, for five minutes"
	@echo "make sample    write the sample data again, byte for byte the same"
	@echo "make picture   draw the README's picture again, from the sample"
	@echo "make screenshots   the pictures of docs/walk-*.md from the sample; PROJECT=project.yaml: every page of a project into out/screenshots"
	@echo "make release   wheel, sdist, locked hashes and SBOM in dist/, tried in an empty environment"
	@echo "make docs      the documentation as a site in site/, its links checked"
	@echo "make clean     remove .venv and what was made"
	@echo
	@echo "PORT=8051      another port for the demo"
	@echo "PYTHON=...     another Python, 3.11 or newer, to make .venv with"

install: $(VENV)/installed-$(STAMP)

$(VENV)/installed-$(STAMP):
	@PYTHON="$(PYTHON)" sh .ci/venv $(VENV)
	@echo "Installing the locked versions into $(VENV): a minute or two."
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable .
	@rm -f $(VENV)/installed-* && touch $@
	@echo "Installed: $(BIN)/analyzer"

$(VENV)/testable-$(STAMP): $(VENV)/installed-$(STAMP)
	@echo "Installing the extras and the test tools into $(VENV)."
	@$(PIP) --no-build-isolation --editable '.[$(EXTRAS)]'
	@rm -f $(VENV)/testable-* && touch $@

demo: install
	@$(BIN)/python .ci/free_port.py $(PORT)
	@$(BIN)/analyzer align --project $(SAMPLE)/project.yaml --out out/demo
	@echo
	@$(BIN)/analyzer serve --project $(SAMPLE)/project.yaml --port $(PORT)

# Three workers on two cores: one waits for a browser or a server while two compute.
test: $(VENV)/testable-$(STAMP)
	@sh .ci/system
	@said=$$(mktemp); $(MAKE) --no-print-directory check >$$said 2>&1 & checking=$$!; \
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile; tests=$$?; \
	if [ $$tests -eq 1 ] && $(BIN)/python .ci/late.py; then \
		echo "These once more and alone (pages in a busy browser can be late; what fails twice has failed):"; \
		$(BIN)/python -m pytest --last-failed; tests=$$?; \
	fi; \
	wait $$checking; checks=$$?; cat $$said; rm -f $$said; \
	if [ $$checks -ne 0 ]; then echo "make check found faults: see above."; fi; \
	exit $$((tests ? tests : checks))

# No browser, no real log, no process of its own, no whole analysis: `make test` has those.
QUICK := tests/architecture tests/golden tests/spec/settings tests/spec/statistics tests/spec/figures tests/spec/figures_process \
	tests/spec/improvement tests/spec/journey tests/spec/document tests/spec/catalog tests/spec/visits \
	tests/pages/test_server.py tests/pages/test_people.py tests/uploads/test_protocol.py

quick: $(VENV)/testable-$(STAMP)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/python -m pytest --quiet --exitfirst --numprocesses 2 --dist loadfile --durations=3 -m "not slow and not browser" $(QUICK)

check: $(VENV)/testable-$(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: install
	@$(BIN)/python -m tests.benchmarks.bench

bench-large: install
	@$(BIN)/python -m tests.benchmarks.bench --events 10000000

bench-steps: install
	@$(BIN)/python -m tests.benchmarks.bench.steps $(PROJECT) --events $(EVENTS)

bench-growth: install
	@$(BIN)/python -m tests.benchmarks.bench.growth

bench-slices: install
	@$(BIN)/python -m tests.benchmarks.bench.slices

speed: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.speed

huge: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.huge

bench-nights: install
	@$(BIN)/python -m tests.benchmarks.nights.cost --year 365

bench-upload: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.upload

engines: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.engines $(PROJECT)

truth: install
	@$(BIN)/python -m tests.benchmarks.truth --out docs/truth

effect: install
	@$(BIN)/python -m tests.benchmarks.effect --out docs/effect.md

drafts: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.drafts

nights: install
	@$(BIN)/python -m tests.benchmarks.nights --out docs/nights.md

fuzz: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.fuzz --seconds $(SECONDS) --seed $(SEED)

fuzz-guided: $(VENV)/testable-$(STAMP)
	@for reader in address document ruler project journey; do $(BIN)/python -m tests.benchmarks.fuzz.guided $$reader --seconds $(SECONDS) --seed $(SEED) || exit 1; done

kills: $(VENV)/testable-$(STAMP)
	@KILLS=$(KILLS) $(BIN)/python -m pytest --numprocesses 0 -s tests/nightly/test_kills.py tests/jobs/test_kills.py

load: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.load --seconds 600

soak: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.load --seconds 3600 --every 300

several: $(VENV)/testable-$(STAMP)
	@$(BIN)/python -m tests.benchmarks.load --seconds 300 --servers 2 --analysts 1 --uploading 0.5

sample: install
	@$(BIN)/python data/samples/generate_food_distribution.py

screenshots: $(VENV)/testable-$(STAMP)
	@$(BIN)/python docs/images/screenshots.py $(if $(PROJECT),--project $(PROJECT),--walk)

picture: install
	@$(BIN)/analyzer align --project $(SAMPLE)/project.yaml --out out/picture
	@$(BIN)/python docs/images/draw.py out/picture/alignment.json docs/images/mirror.svg

release: install
	@$(BIN)/python .ci/release.py

docs: install
	@$(PIP) --no-build-isolation --editable '.[docs]'
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "Written to site/index.html"

clean:
	@rm -rf $(VENV) build dist out site .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
