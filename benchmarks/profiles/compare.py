"""What a province profile costs: ``ucj profile --all`` against papermill and nbconvert, one process each.

    .venv/bin/python benchmarks/profiles/compare.py

Papermill is no dependency of the project: it is installed into an environment of its own below a temporary folder. Both ways
run in one go on the same machine, into empty folders. Costs are the processor time of the processes that do the work and the
time on the clock; the first does not depend on what else the machine is doing at the moment.
"""

import argparse
import os
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "province_profile.ipynb"
LANGS = ("en", "id")


def cost(*command: str | Path, **environment: str) -> tuple[float, float]:
    """Seconds of processor and of clock that a command takes, with all the processes it starts."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, env=os.environ | environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.monotonic() - started


def environment_with_papermill(folder: Path) -> Path:
    """A Python that has papermill, and beside it everything of the project's own environment."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "papermill"], check=True)
    packages = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    own = sysconfig.get_path("purelib")
    (Path(packages) / "project.pth").write_text(f"import site; site.addsitedir({own!r})\n")
    return python


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sample", nargs="+", default=["15", "35", "95"], help="codes of provinces for papermill"
    )
    sample = parser.parse_args().sample
    bin_folder = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        python = environment_with_papermill(folder / "papermill")
        one_by_one = []
        for code in sample:
            for lang in LANGS:
                done = folder / f"{code}-{lang}.ipynb"
                run = cost(python, "-m", "papermill", NOTEBOOK, done, "-r", "region", code, "-k", "python3", UCJ_LANG=lang)  # fmt: skip
                page = cost(bin_folder / "jupyter", "nbconvert", "--to", "html", "--log-level", "ERROR", done)
                one_by_one.append((run[0] + page[0], run[1] + page[1]))
        together = cost(bin_folder / "ucj", "profile", "--all", "--out", folder / "site")
        pages = len(list((folder / "site").glob("*/profiles/*.html")))
    count = len(one_by_one)
    theirs = [sum(times) / count for times in zip(*one_by_one, strict=True)]
    ours = [value / pages for value in together]
    print(f"{'':34} {'pages':>5} {'processor, s a page':>20} {'clock, s a page':>16}")
    print(f"{'papermill and nbconvert, one each':34} {count:>5} {theirs[0]:>20.2f} {theirs[1]:>16.2f}")
    print(f"{'ucj profile --all':34} {pages:>5} {ours[0]:>20.2f} {ours[1]:>16.2f}")
    print(f"{'share of the first':34} {'':>5} {ours[0] / theirs[0]:>20.3f} {ours[1] / theirs[1]:>16.3f}")
    print(f"all {pages} pages in {together[1]:.0f} s on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
