# Everything is made from a clone by these; see README.md and CONTRIBUTING.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: report test lab app notebooks lock

report: $(READY)
	$(BIN)/ucj report

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n 2 --dist loadscope --nbval

# JupyterLab on the start page; the notebook `explore` as a page without code. Both work offline.
lab: $(READY)
	$(BIN)/python -m coverage_lib.explore lab

app: $(READY)
	$(BIN)/python -m coverage_lib.explore page

# Run the notebooks and store them with their outputs; look at `git diff` before you commit them.
notebooks: $(READY)
	UCJ_LANG=en $(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
		--ExecutePreprocessor.store_widget_state=False notebooks/*.ipynb
	$(BIN)/python docs/make_map.py

# The environment is made again only when what is locked has changed.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Python 3.11 or newer is needed. Name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the locked dependencies (once; some minutes) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "Installing the project ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate -o requirements.lock
