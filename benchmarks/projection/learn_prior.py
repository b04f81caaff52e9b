"""Learn the parameters that real programmes share, and write them to ``src/coverage_lib/measures/projection/prior.json``.

Every origin of every series of the reference panel with a last value between 5 and 90 is projected 1 to 5 years ahead,
from windows of 1 to 12 points. The parameters are those that minimise the CRPS (in points) plus the log score of the whole
figure that was reported, by stochastic gradient descent. With ``--folds`` the same is done leaving out one part of the
countries at a time; those parameters score the model on countries that were left out.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pandas as pd
from jax.scipy.special import logsumexp, ndtr
from windows import FOLDS, fold_of, read_reference, windows

LONGEST, AHEAD = 12, 5
GRID = np.unique(np.r_[0.5, 1.5, 2.5, np.arange(4.5, 99, 2.0), 97.5, 98.5, 99.5])
WIDTH = np.gradient(GRID)
ROUNDING = 1 / np.sqrt(12)
# The ridge penalty on each row of the gate. That on the length of the series (the sixth) is smaller: with that of the others the
# 80% interval after twelve points held 83%.
RIDGE = 0.03 * np.array([1, 1, 1, 1, 1, 0.3, 1])[:, None]
# Between panels: country by country (spreads.py) the shocks of programmes correlate by 0.40, and growth and log scale spread
# by 0.15 and 0.4, the error of the estimates included. With a prior as wide as that, forecasts were worse than
# without adapting, and with a fifth of it for growth slightly worse (score.py prints both), so the prior is narrow.
BETWEEN = {
    "correlation": 0.4,
    "growth_spread": 0.015,
    "scale_spread": 0.1,
    "growth_offset": 0.0,
    "scale_offset": 0.0,
}


def start(regimes, seed):
    """First guess: from a steady regime to a jumpy one."""
    spread = lambda a, b: jnp.log(jnp.geomspace(a, b, regimes))  # noqa: E731
    return {
        "log_weight": jnp.zeros(regimes),
        "growth": jnp.linspace(0.1, 0.4, regimes),
        "pull": jnp.full(regimes, jnp.log(0.05)),
        "damping": jnp.full(regimes, jnp.log(0.4)),
        "level_sd": spread(0.03, 0.7),
        "slope_sd": spread(0.03, 0.4),
        "report_sd": spread(0.03, 0.4),
        "start_level": jnp.linspace(1.0, 0.0, regimes),
        "start_level_sd": jnp.full(regimes, 0.3),
        "start_slope_sd": spread(0.05, 0.4),
        "gate": jnp.zeros((7, regimes)),
        "temper": jnp.array(-1.5),
    }


POSITIVE = ("pull", "damping", "level_sd", "slope_sd", "report_sd", "start_level_sd", "start_slope_sd")


def natural(raw):
    """The parameters as the package names them."""
    p = {k: jnp.exp(v) if k in POSITIVE else v for k, v in raw.items()}
    p["log_weight"] = jax.nn.log_softmax(raw["log_weight"])
    p["temper"] = jax.nn.sigmoid(raw["temper"])
    return p


def year_step(p):
    """The exact step of one year, as ``coverage_lib.measures.projection.model.step``."""
    a, k = p["pull"], p["damping"]
    gap = a - k
    gap = jnp.where(jnp.abs(gap) < 1e-2, -1e-2, gap)
    k = a - gap
    gone = lambda r: -jnp.expm1(-r) / r  # noqa: E731
    keep, damp = jnp.exp(-a), jnp.exp(-k)
    level, slope = p["level_sd"] ** 2, p["slope_sd"] ** 2
    return (
        keep,
        (damp - keep) / gap,
        damp,
        p["growth"] * gone(a),
        level * gone(2 * a) + slope * (gone(2 * k) - 2 * gone(a + k) + gone(2 * a)) / gap**2,
        slope * (gone(2 * k) - gone(a + k)) / gap,
        slope * gone(2 * k),
    )


def predict(p, y, seen, noise, x):
    """Weights of the regimes (N, K), means and variances (N, H, K) of the reported logit."""
    keep, carry, damp, add, q_l, q_ls, q_s = year_step(p)
    n, k = y.shape[0], keep.shape[0]
    full = lambda v: jnp.broadcast_to(v, (n, k))  # noqa: E731
    report = p["report_sd"] ** 2

    def move(s):
        level, slope, vl, c, vs = s
        return (
            keep * level + carry * slope + add,
            damp * slope,
            keep**2 * vl + 2 * keep * carry * c + carry**2 * vs + q_l,
            damp * (keep * c + carry * vs) + q_ls,
            damp**2 * vs + q_s,
        )

    s = (
        full(p["start_level"]),
        full(0.0),
        full(p["start_level_sd"] ** 2),
        full(0.0),
        full(p["start_slope_sd"] ** 2),
    )
    log_likelihood, begun = full(0.0), jnp.zeros((n, 1), bool)
    for t in range(LONGEST):
        s = tuple(jnp.where(begun, new, old) for new, old in zip(move(s), s, strict=True))
        here = seen[:, t : t + 1]
        level, slope, vl, c, vs = s
        f = vl + report + noise[:, t : t + 1] ** 2
        v = y[:, t : t + 1] - level
        gl, gs = vl / f, c / f
        new = (level + gl * v, slope + gs * v, vl * (1 - gl), c * (1 - gl), vs - gs * c)
        s = tuple(jnp.where(here, a, b) for a, b in zip(new, s, strict=True))
        log_likelihood += jnp.where(here, -0.5 * (jnp.log(f) + v * v / f), 0.0)
        begun = begun | here
    weight = p["log_weight"] + p["temper"] * log_likelihood + x @ p["gate"]
    weight -= logsumexp(weight, axis=1, keepdims=True)
    mean, var = [], []
    for _ in range(AHEAD):
        s = move(s)
        mean.append(s[0])
        var.append(s[2] + report)
    return weight, jnp.stack(mean, 1), jnp.stack(var, 1)


def loss(raw, data, log_score):
    """Mean CRPS and mean log score over the outcomes that are known."""
    y, seen, noise, x, outcome, known = data
    weight, mean, var = predict(natural(raw), y, seen, noise, x)
    sd = jnp.sqrt(var)
    z = jnp.log(GRID / (100 - GRID))
    f = sum(
        jnp.exp(weight[:, None, k : k + 1]) * ndtr((z - mean[:, :, k : k + 1]) / sd[:, :, k : k + 1])
        for k in range(mean.shape[2])
    )
    crps = jnp.sum((f - (outcome[:, :, None] <= GRID)) ** 2 * WIDTH, -1)

    def below(q):
        u = jnp.log(q / (100 - q))[:, :, None]
        return jnp.sum(jnp.exp(weight)[:, None] * ndtr((u - mean) / sd), -1)

    up, down = jnp.clip(outcome + 0.5, 0.6, 99.7), jnp.clip(outcome - 0.5, 0.3, 99.4)
    mass = jnp.where(outcome >= 99, 1 - below(down), below(up) - below(down))
    total = jnp.sum(known)
    crps = jnp.sum(jnp.where(known, crps, 0)) / total
    log = -jnp.sum(jnp.where(known, jnp.log(mass + 1e-4), 0)) / total
    # Without a penalty on the gate it overfits the countries.
    return crps + log_score * log + jnp.sum(RIDGE * raw["gate"] ** 2), (crps, log)


def arrays(x, f):
    """What :func:`predict` needs, from windows (N, 12) right-aligned and outcomes (N, 5)."""
    seen = ~np.isnan(x)
    value = np.clip(np.where(seen, x, 50.0), 0.5, 99.5)
    y = np.log(value / (100 - value))
    noise = ROUNDING / (value * (1 - value / 100))
    n = seen.sum(1)
    one = np.where(n > 1, y[:, -1] - y[:, -2], 0)
    two = np.where(n > 2, y[:, -2] - y[:, -3], 0)
    top = np.where(seen, y, -np.inf).max(1)
    last = y[:, -1]
    gate = np.stack(
        [last, last**2 / 2, np.clip(one, -2, 2), np.clip(two, -2, 2), np.minimum(abs(one), 2), (n - 6) / 4,
         np.minimum(top - last, 2)], 1,
    )  # fmt: skip
    known = ~np.isnan(f)
    floats = [a.astype(np.float32) for a in (y, noise, gate, np.where(known, f, 50.0))]
    return floats[0], seen, floats[1], floats[2], floats[3], known


def learn(x, f, *, regimes=5, steps=600, batch=2000, rate=0.05, log_score=1.0, seed=0):
    """Minimise the loss over the windows; returns the parameters as plain lists."""
    data = arrays(x, f)
    raw = start(regimes, seed)
    optimiser = optax.adam(optax.cosine_decay_schedule(rate, steps))
    state = optimiser.init(raw)

    @jax.jit
    def go(raw, state, rows):
        (_, parts), slope = jax.value_and_grad(loss, has_aux=True)(raw, [d[rows] for d in data], log_score)
        change, state = optimiser.update(slope, state)
        return optax.apply_updates(raw, change), state, parts

    rng = np.random.default_rng(seed)
    data = [jnp.asarray(d) for d in data]
    for _ in range(steps):
        raw, state, parts = go(raw, state, rng.choice(len(x), min(batch, len(x)), replace=False))
    record = {k: np.asarray(v, float).round(5).tolist() for k, v in natural(raw).items()}
    record["damping"] = [
        max(d, a + 0.01) if abs(d - a) < 0.01 else d
        for d, a in zip(record["damping"], record["pull"], strict=True)
    ]
    return record | BETWEEN, [float(v) for v in parts]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path, help="coverage_panel.csv: programme,country,year,coverage")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", action="store_true", help="leave out one part of the countries at a time")
    parser.add_argument("--regimes", type=int, default=5)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--log-score", type=float, default=1.0)
    parser.add_argument("--only", type=int, nargs="*", help="only these folds")
    options = parser.parse_args()
    panel = read_reference(options.reference)
    about, x, f = windows(panel, least=1)
    learning = {"regimes": options.regimes, "steps": options.steps, "log_score": options.log_score}
    record = {
        "source": "WHO/UNICEF estimates of national immunization coverage, 2017 revision, half of the countries",
        "sha256": hashlib.sha256(options.reference.read_bytes()).hexdigest(),
        "countries": int(panel.country.nunique()),
        "windows": len(about),
        "options": learning | {"ridge": RIDGE.ravel().round(3).tolist()},
    }
    began = time.time()
    if options.folds:
        fold = about.country.map(fold_of(panel))
        record["parameters"] = {}
        for k in options.only or range(FOLDS):
            seen = (fold != k).to_numpy()
            record["parameters"][str(k)], parts = learn(x[seen], f[seen], **learning)
            print(
                f"fold {k}: crps {parts[0]:.3f}, log score {parts[1]:.3f}, {time.time() - began:.0f} s",
                flush=True,
            )
    else:
        record["parameters"], parts = learn(x, f, **learning)
        print(f"all: crps {parts[0]:.3f}, log score {parts[1]:.3f}, {time.time() - began:.0f} s")
    options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    pd.set_option("display.width", 200)
    main()
