#!/bin/sh
# Makes RESULTS.md again:  sh benchmarks/reference_class/run.sh [folder of the reference panels]
# PYTHON is the project's interpreter; statsforecast and LightGBM get an environment of their own in build/.
set -eu
cd "$(dirname "$0")/../.."
reference=${1:-${UCJ_REFERENCE:-../shared/reference}}
python=${PYTHON:-.venv/bin/python}
here=benchmarks/reference_class
work=build/reference_class
package=src/coverage_lib/measures/projection
panel=$reference/social_insurance_panel.csv
mkdir -p "$work"
others=${OTHERS_PYTHON:-$work/env/bin/python}
if [ ! -x "$others" ]; then
    "$python" -m venv "$work/env"
    "$work/env/bin/pip" install -q -r "$here/requirements.txt"
fi
export OMP_NUM_THREADS=1 PYTHONPATH="$PWD/src"
if [ "${RELEARN:-1}" = 1 ] || [ ! -f "$work/folds.json" ]; then
    "$python" "$here/learn.py" "$panel" --folds "$work/folds.json" --out "$package/class_prior.json"
fi
if [ -f "$package/regimes.py" ] || [ -f "$package/prior.json" ]; then
    "$python" "$here/shipped.py" "$panel" "$here/shipped.csv"
fi
"$others" "$here/others.py" "$panel" "$work/others.npz" > "$work/others.txt"
"$python" "$here/speed.py" > "$work/speed.txt"
"$python" "$here/score.py" "$panel" "$reference/coverage_panel.csv" --folds "$work/folds.json" \
    --others "$work/others.npz" --notes "$work" --out "$here/RESULTS.md"
