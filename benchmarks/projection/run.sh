#!/bin/sh
# Makes RESULTS.md again, and the record that pages show (scores.csv):  sh benchmarks/projection/run.sh [folder of the reference panels]
# PYTHON is the project's interpreter; statsforecast and LightGBM get an environment of their own in build/.
# RELEARN=0 takes the priors, and OTHERS=0 the forecasts of the others, that the last run left in build/.
set -eu
cd "$(dirname "$0")/../.."
reference=${1:-${UCJ_REFERENCE:-../shared/reference}}
python=${PYTHON:-.venv/bin/python}
here=benchmarks/projection
work=build/projection
package=src/coverage_lib/measures/projection
panel=$reference/social_insurance_panel.csv
mkdir -p "$work"
export OMP_NUM_THREADS=1 PYTHONPATH="$PWD/src"
if [ "${RELEARN:-1}" = 1 ] || [ ! -f "$work/folds.json" ]; then
    "$python" "$here/learn.py" "$panel" --folds "$work/folds.json" --out "$package/class_prior.json"
fi
if [ "${OTHERS:-1}" = 1 ] || [ ! -f "$work/others.npz" ]; then
    others=${OTHERS_PYTHON:-$work/env/bin/python}
    if [ ! -x "$others" ]; then
        "$python" -m venv "$work/env"
        "$work/env/bin/pip" install -q -r "$here/requirements.txt"
    fi
    "$others" "$here/others.py" "$panel" "$work/others.npz" > "$work/others.txt"
fi
"$python" "$here/speed.py" "$work/speed.json"
"$python" "$here/score.py" "$panel" "$reference/coverage_panel.csv" --folds "$work/folds.json" \
    --others "$work/others.npz" --notes "$work" --record "$package/scores.csv" --out "$here/RESULTS.md"
