#!/bin/sh
# Makes the numbers of RESULTS.md again:  sh benchmarks/projection/run.sh [coverage_panel.csv]
# PYTHON is the project's interpreter; the other models and the learning get an environment of their own in build/.
set -eu
cd "$(dirname "$0")/../.."
reference=${1:-${UCJ_REFERENCE:-../shared/reference/coverage_panel.csv}}
python=${PYTHON:-.venv/bin/python}
here=benchmarks/projection
work=build/benchmark_projection
mkdir -p "$work"
if [ ! -x "$work/env/bin/python" ]; then
    "$python" -m venv "$work/env"
    "$work/env/bin/pip" install -q -r "$here/requirements.txt"
fi
export OMP_NUM_THREADS=1
"$python" "$here/windows_to_score.py" "$reference" "$work/windows.csv"
"$work/env/bin/python" "$here/others.py" "$work/windows.csv" "$work/others.parquet" --every 63 \
    > "$work/others.txt"
if [ "${RELEARN:-0}" = 1 ]; then
    "$work/env/bin/python" "$here/learn_prior.py" "$reference" --out src/coverage_lib/measures/projection/prior.json
    "$work/env/bin/python" "$here/learn_prior.py" "$reference" --out "$here/folds.json" --folds
fi
"$python" "$here/score.py" "$work/windows.csv" "$here/folds.json" --others "$work/others.parquet" \
    --every 63 --out "$here/scores.md" --record src/coverage_lib/measures/projection/scores.csv
"$python" "$here/speed.py" > "$here/speed.txt"
cat "$work/others.txt" >> "$here/speed.txt"
