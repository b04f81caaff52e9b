"""Score the model and the others on the same windows, and write RESULTS.md."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import home
import numpy as np
import pandas as pd
from learn import by_panel, forecast, ratio
from naive import damped_trend, drift, naive, naive_logit
from windows import HORIZONS, bounds, crps, inside, read_panel, windows

from coverage_lib.measures.projection.class_prior import ClassPrior, class_prior

SHORT = {
    "ar_legal_formal_prov": "Argentina",
    "cl_afp_contributors_region": "Chile",
    "cn_pension_workers_prov": "China",
    "cwed_unemployment_country": "rich countries",
    "lac_employees_pension_right_country": "Latin America",
    "us_health_insured_18_64_state": "United States",
}
MODEL = "**class prior (new)**"
# One thing changed at a time, everything else as learned without the panel.
WITHOUT: dict[str, dict[str, float]] = {
    "no jumps": {"jump_rate": 1e-9},
    "more and smaller jumps (twice the rate, 2.5 scales)": {"jump_ratio": 2.5, "jump_rate": 0.17},
    "one scale for all series": {"scale_df": 1e4},
    "scale from the series alone": {"scale_df": 0.3},
    "no own drift": {"drift_sd": 1e-5},
    "own drift twice as free": {"drift_sd": 0.06},
    "no drift of the class": {"drift": 0.0},
}


def read_folds(path: Path) -> dict[str, ClassPrior]:
    """Priors, each learned without the panel it is named after."""
    folds = json.loads(path.read_text())
    return {
        k: ClassPrior(**v | {"shared": tuple(v["shared"]), "learned_on": tuple(v["learned_on"])})
        for k, v in folds.items()
    }


def left_out(folds, w, **changed):
    """Quantiles (N, 5, 100): every panel with the prior that was learned without it."""
    out = np.empty((*w.outcome.shape, 100))
    for name, prior in folds.items():
        rows = (w.about["panel"] == name).to_numpy()
        out[rows] = forecast(replace(prior, **changed), w.take(rows))
    return out


def geometric(values) -> float:
    return float(np.exp(np.log(values).mean()))


def row_of(w, fan, reference) -> dict:
    """Ratios by panel and points told, their geometric mean, coverage and width of the 80% interval."""
    ratios = ratio(w, crps(fan, w.outcome), reference)
    held = 100 * inside(fan, w.outcome)
    low, high = bounds(fan)
    width = np.where(np.isnan(w.outcome), np.nan, high - low)
    return {
        "ratio": geometric(ratios),
        **{f"{SHORT.get(p, p)} {t}": v for (p, t), v in ratios.items()},
        "80% holds": np.nanmean(held),
        "mean of panels": by_panel(w, held).groupby("panel").mean().mean(),
        **{f"{h:.0f} y": np.nanmean(held[:, i]) for i, h in enumerate(HORIZONS)},
        "width": np.nanmean(width),
    }


def varies(w, fan, reference) -> str:
    """A sentence: by how much the ratio differs between panels."""
    panels = np.log(ratio(w, crps(fan, w.outcome), reference)).groupby("panel").mean()
    error = panels.std(ddof=1) / np.sqrt(len(panels))
    low, high = (np.exp(panels.mean() + side * error) for side in (-1, 1))
    return (
        f"from {np.exp(panels.min()):.2f} ({SHORT[panels.idxmin()]}) to {np.exp(panels.max()):.2f} ({SHORT[panels.idxmax()]}); "
        f"one standard error of the mean of six panels is {low:.2f} to {high:.2f}. Six other panels may land anywhere near there."
    )


def shipped_row(path: Path) -> dict:
    rows = pd.read_csv(path)
    first = rows.iloc[0]
    return {
        "ratio": geometric(rows["ratio"]),
        **{f"{SHORT[r.panel]} {r.told}": r.ratio for r in rows.itertuples()},
        "80% holds": first["inside_80"],
        **{f"{h:.0f} y": first[f"inside_80_{h:.0f}"] for h in HORIZONS},
        "width": first["width"],
    }


def markdown(rows: pd.DataFrame) -> str:
    def text(column, value):
        if isinstance(value, str):
            return value
        if pd.isna(value):
            return ""
        wide = column in ("80% holds", "mean of panels", "width") or str(column).endswith(" y")
        return f"{value:.1f}" if wide else f"{value:.2f}" if column != "ratio" else f"{value:.3f}"

    head = [rows.index.name or "", *map(str, rows.columns)]
    lines = [
        [str(i), *(text(c, v) for c, v in zip(rows.columns, r, strict=True))]
        for i, r in zip(rows.index, rows.to_numpy(object), strict=True)
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *lines])


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("panel", type=Path, help="social_insurance_panel.csv")
    ask.add_argument("jumpy", type=Path, help="coverage_panel.csv, immunisation")
    ask.add_argument("--folds", type=Path, required=True)
    ask.add_argument("--others", type=Path, required=True)
    ask.add_argument("--notes", type=Path, required=True, help="folder with others.txt and speed.txt")
    ask.add_argument("--out", type=Path, required=True)
    given = ask.parse_args()
    here = Path(__file__).parent
    panel, folds = read_panel(given.panel), read_folds(given.folds)
    w = windows(panel)
    reference = crps(naive(w), w.outcome)
    fans = {MODEL: left_out(folds, w), "naive, own spread": naive(w)}
    fans["naive, at least 0.5 points"] = naive(w, "floor")
    fans["naive, shrunk to 1.5 points"] = naive(w, "shrunk")
    fans["naive, standard deviation around the mean"] = naive(w, "sd")
    fans["naive on the logit"] = naive_logit(w)
    fans["drift"] = drift(w)
    fans["damped trend"] = damped_trend(w)
    with np.load(given.others) as others:
        fans |= {name: others[name] for name in others.files}
    fans["AutoETS (refuses 95%: naive there)"] = fans.pop("AutoETS")
    table = {name: row_of(w, fan, reference) for name, fan in fans.items()}
    table["shipped first (learned on immunisation)"] = shipped_row(here / "shipped.csv")
    table = pd.DataFrame(table).T
    table.index.name = "model"
    spread = [
        c for c in table if c == "80% holds" or c == "mean of panels" or c.endswith(" y") or c == "width"
    ]
    ratios = [c for c in table if c not in spread]

    ablations = {"as learned": row_of(w, fans[MODEL], reference)}
    for name, changed in WITHOUT.items():
        ablations[name] = row_of(w, left_out(folds, w, **changed), reference)
    twice = {name: replace(prior, drift=2 * prior.drift) for name, prior in folds.items()}
    ablations["drift of the class not halved"] = row_of(w, left_out(twice, w), reference)
    ablations = pd.DataFrame(ablations).T[["ratio", "80% holds", "mean of panels", "1 y", "5 y", "width"]]
    ablations.index.name = "changed"

    held = pd.DataFrame(
        {
            f"{SHORT[p]} {t}": 100 * rows.mean()
            for (p, t), rows in pd.DataFrame(inside(fans[MODEL], w.outcome)).groupby(
                [w.about["panel"], w.about["told"]]
            )
        }
    ).T
    held.columns = [f"{h:.0f} y" for h in HORIZONS]
    held.index.name = "panel and points told"

    middle = windows(panel, between=(5, 90))
    inner = pd.DataFrame(
        {
            name: row_of(middle, fan, crps(naive(middle), middle.outcome))
            for name, fan in ((MODEL, left_out(folds, middle)), ("drift", drift(middle)))
        }
    ).T[["ratio", *spread]]
    inner.index.name = "last value between 5 and 90"

    jumpy = windows(read_panel(given.jumpy), between=(5, 90))
    base = crps(naive(jumpy), jumpy.outcome)
    lively = pd.DataFrame(
        {
            name: row_of(jumpy, fan, base)
            for name, fan in (
                (MODEL, forecast(class_prior(), jumpy)),
                ("naive, own spread", naive(jumpy)),
                ("drift", drift(jumpy)),
                ("damped trend", damped_trend(jumpy)),
            )
        }
    ).T[["ratio", *spread]]
    lively.index.name = "model"

    learned = pd.DataFrame(
        {SHORT[k]: v.__dict__ for k, v in folds.items()} | {"none (shipped)": class_prior().__dict__}
    ).T
    learned = learned[["drift", "drift_sd", "scale", "scale_df", "jump_rate", "jump_ratio", "shared"]].map(
        str
    )
    learned.index.name = "panel left out"

    parts = (here / "RESULTS.template.md").read_text(encoding="utf-8")
    for key, value in {
        "WINDOWS": f"{len(w.about):,}",
        "OUTCOMES": f"{int((~np.isnan(w.outcome)).sum()):,}",
        "RATIOS": markdown(table[ratios]),
        "SPREAD": markdown(table[spread]),
        "HELD": markdown(held),
        "INNER": markdown(inner),
        "LEARNED": markdown(learned),
        "ABLATIONS": markdown(ablations),
        "LIVELY": markdown(lively),
        "HOME": markdown(home.table()),
        "VARIES": varies(w, fans[MODEL], reference),
        "REFUSALS": "; ".join((given.notes / "others.txt").read_text().strip().splitlines()),
        "SPEED": (given.notes / "speed.txt").read_text().strip(),
    }.items():
        parts = parts.replace("{" + key + "}", value)
    given.out.write_text(parts, encoding="utf-8")
    print(parts)


if __name__ == "__main__":
    main()
