"""Score the model and the others on the same windows; write RESULTS.md and the record that pages show."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import home
import numpy as np
import pandas as pd
from learn import by_panel, forecast, ratio
from naive import damped_trend, drift, naive, naive_logit
from windows import HORIZONS, TOLD, bounds, crps, inside, read_panel, windows

from coverage_lib.measures.projection import LEVELS, QUANTILES, backtest, project
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
FIRST = "shipped first (learned on immunisation)"
# What the record calls the models that pages show.
RECORDED = {
    MODEL: "class_prior",
    "naive, own spread": "naive",
    "gradient boosting": "gradient boosting (LightGBM)",
    "damped trend": "damped trend",
    "AutoARIMA": "AutoARIMA (statsforecast)",
    "drift": "drift",
    FIRST: "first model of this project",
}
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


SPEED = (
    "`ucj project`, 83,763 series of 8 points to 60 months (5.0 million rows, 75 million numbers), least of five runs on two cores "
    "that others use too: CSV to CSV {csv[wall]:.1f} s ({csv[processor]:.0f} of processors), with a target {csv_target[wall]:.1f} s ({csv_target[processor]:.0f}), Parquet to Parquet {parquet[wall]:.1f} s ({parquet[processor]:.0f}); peak {peak_gb:.2f} GB. "
    "`backtest` of one monthly series of 200 points with all seven models at five horizons: {backtest:.1f} s."
)


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


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Years as their last days."""
    return rows.assign(date=pd.to_datetime(rows["year"].astype(int).astype(str) + "-12-31"))


def check_that_it_ships(w) -> None:
    """Every window's forecast, as it is scored, is what ``project`` answers to its points."""
    row, column = np.nonzero(np.arange(w.years.shape[1]) < w.points[:, None])
    ago = w.years[row, column] - w.years[row, w.points[row] - 1]
    told = pd.DataFrame({"series": row, "year": 2000 + ago, "coverage": w.coverage[row, column]})
    shipped = project(dated(told), until=f"{2000 + len(HORIZONS)}-12-31").quantiles[QUANTILES].to_numpy()
    scored = forecast(class_prior(), w, LEVELS).reshape(shipped.shape)
    if np.abs(shipped - scored).max() > 0.01:
        raise ValueError("project answers otherwise than what is scored here.")


def by_backtest(panel: pd.DataFrame, folds) -> str:
    """The ratio and what the 80% interval holds, by the backtest that ships, with the priors that know nothing of the panel."""
    found = []
    for name, prior in folds.items():
        part = dated(panel[panel["panel"] == name].rename(columns={"unit": "series"}))
        for told in TOLD:
            result = backtest(
                part, ["class_prior", "naive"], prior=prior, min_points=told, max_points=told
            ).scores.set_index("model")
            found.append(result.loc["class_prior", ["crps_ratio", "inside_80", "forecasts"]])
    rows = pd.DataFrame(found).astype(float)
    held = np.average(rows["inside_80"], weights=rows["forecasts"])
    return f"ratio {geometric(rows['crps_ratio']):.3f}, 80% interval holds {held:.1f}%, over {int(rows['forecasts'].sum()):,} outcomes"


def goals(model: pd.Series, home: pd.DataFrame, speed: dict[str, Any]) -> str:
    """What was to be reached, what is, and whether that is enough."""
    at_home = home.iloc[0]
    horizons = [model[f"{h:.0f} y"] for h in HORIZONS]
    rows = [
        (
            "CRPS to naive with own spread, panels left out",
            "at most 0.95",
            f"{model['ratio']:.3f}",
            model["ratio"] <= 0.95,
        ),
        ("the same, reached for", "0.90", f"{model['ratio']:.3f}", model["ratio"] <= 0.90),
        (
            "80% interval, panels left out",
            "76–84%",
            f"{model['80% holds']:.1f}%",
            76 <= model["80% holds"] <= 84,
        ),
        (
            "the same at each horizon of 1 to 5 years",
            "74–88%",
            f"{min(horizons):.1f}–{max(horizons):.1f}%",
            min(horizons) >= 74 and max(horizons) <= 88,
        ),
        (
            "provinces' December 2024, told to 2023: CRPS to naive",
            "at most 0.9",
            f"{at_home['ratio']:.2f}",
            at_home["ratio"] <= 0.9,
        ),
        (
            "the same: width of the 80% interval",
            "at most 16 points",
            f"{at_home['width']:.1f} points",
            at_home["width"] <= 16,
        ),
        (
            "the same: 80% interval holds",
            "at least 80%",
            f"{at_home['80% holds']:.0f}%",
            at_home["80% holds"] >= 80,
        ),
        (
            "83,763 series to 60 months, CSV to CSV",
            "at most 20 s",
            f"{speed['csv']['wall']:.0f} s ({speed['csv']['processor']:.0f} s of processors)",
            speed["csv"]["wall"] <= 20,
        ),
        ("the same: memory", "at most 2 GB", f"{speed['peak_gb']:.1f} GB", speed["peak_gb"] <= 2),
        (
            "backtest of one monthly series of 200 points",
            "seconds",
            f"{speed['backtest']:.1f} s",
            speed["backtest"] < 10,
        ),
    ]
    lines = [
        f"| {what} | {goal} | {value} | {'met' if met else 'not met'} |" for what, goal, value, met in rows
    ]
    return "\n".join(["| goal | asked | measured | |", "| --- | --- | --- | --- |", *lines])


def write_record(table: pd.DataFrame, outcomes: int, path: Path) -> None:
    """The scores that pages show, as a table of their own."""
    rows = table.loc[list(RECORDED)].astype({"ratio": float, "80% holds": float, "width": float})
    record = pd.DataFrame(
        {
            "model": list(RECORDED.values()),
            "forecasts": outcomes,
            "crps_ratio": rows["ratio"].map("{:.3f}".format).to_numpy(),
            "inside_80": rows["80% holds"].map("{:.1f}".format).to_numpy(),
            "width_80": rows["width"].map("{:.1f}".format).to_numpy(),
        }
    )
    record.to_csv(path, index=False, lineterminator="\n")


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
    ask.add_argument("--notes", type=Path, required=True, help="folder with others.txt and speed.json")
    ask.add_argument("--record", type=Path, required=True, help="scores.csv of the package")
    ask.add_argument("--out", type=Path, required=True)
    given = ask.parse_args()
    here = Path(__file__).parent
    panel, folds = read_panel(given.panel), read_folds(given.folds)
    w = windows(panel)
    check_that_it_ships(w)
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
    table[FIRST] = shipped_row(here / "shipped.csv")
    table = pd.DataFrame(table).T
    table.index.name = "model"
    outcomes = int((~np.isnan(w.outcome)).sum())
    write_record(table, outcomes, given.record)
    at_home, speed = home.table(), json.loads((given.notes / "speed.json").read_text())
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
        "OUTCOMES": f"{outcomes:,}",
        "GOALS": goals(table.loc[MODEL], at_home, speed),
        "BACKTEST": by_backtest(panel, folds),
        "RATIOS": markdown(table[ratios]),
        "SPREAD": markdown(table[spread]),
        "HELD": markdown(held),
        "INNER": markdown(inner),
        "LEARNED": markdown(learned),
        "ABLATIONS": markdown(ablations),
        "LIVELY": markdown(lively),
        "HOME": markdown(at_home),
        "VARIES": varies(w, fans[MODEL], reference),
        "REFUSALS": "; ".join((given.notes / "others.txt").read_text().strip().splitlines()),
        "SPEED": SPEED.format(**speed),
    }.items():
        parts = parts.replace("{" + key + "}", value)
    given.out.write_text(parts, encoding="utf-8")
    print(parts)


if __name__ == "__main__":
    main()
