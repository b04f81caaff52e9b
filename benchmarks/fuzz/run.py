"""Tries names, numbers, dates and tables with inputs that nobody thought of. Writes RESULTS.md.

    pip install -r benchmarks/fuzz/requirements.txt
    python benchmarks/fuzz/run.py --seconds 60

Each target runs in a process of its own, for so many seconds, from the inputs in ``corpus/``. What makes one fall over, or read something
wrong in silence, is printed and kept in ``corpus/`` as ``found-…``, where the tests read it again.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = Path(__file__).parent
CORPUS = FOLDER / "corpus"
LARGEST_INPUT = 400
SLOWEST_INPUT = 10


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seconds", type=int, default=60, help="for each target")
    ask.add_argument("--target", help="one of them only; RESULTS.md stays as it is")
    ask.add_argument("--in-process", nargs="*", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.in_process is not None:
        fuzz(given.target, given.in_process)
    targets = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())
    lines = [tried(target, given.seconds) for target in targets if given.target in (None, target)]
    if given.target is None:
        (FOLDER / "RESULTS.md").write_text(results(given.seconds, lines), encoding="utf-8")
    print("\n".join(lines))


def fuzz(target: str, options: list[str]) -> None:
    """Run one target until its time is over; this process ends with it."""
    import atheris

    with atheris.instrument_imports(include=["coverage_lib.data"]):
        from targets import TARGETS

    atheris.Setup(
        [sys.argv[0], *(f"-{option}" if "=" in option else option for option in options)], TARGETS[target]
    )
    atheris.Fuzz()


def tried(target: str, seconds: int) -> str:
    """A row of the table of results."""
    with TemporaryDirectory() as folder:
        corpus, met = Path(folder, "corpus"), Path(folder, "met")
        shutil.copytree(CORPUS / target, corpus)
        met.mkdir()
        options = [
            f"max_total_time={seconds}",
            f"max_len={LARGEST_INPUT}",
            f"timeout={SLOWEST_INPUT}",
            "seed=1",
            f"artifact_prefix={met}/",
        ]
        command = [sys.executable, __file__, "--target", target, "--in-process", *options]
        done = subprocess.run([*command, str(corpus)], capture_output=True, text=True, cwd=FOLDER)
        runs = re.findall(r"#(\d+)\s", done.stderr)
        covered = re.findall(r"cov: (\d+)", done.stderr)
        found = [keep(target, path, done.stderr) for path in sorted(met.iterdir())]
    if done.returncode and not found:
        raise SystemExit(done.stdout + done.stderr)
    return f"| {target} | {int(runs[-1]):,} | {covered[-1] if covered else ''} | {'; '.join(found) or 'nothing'} |"


def keep(target: str, path: Path, said: str) -> str:
    """Keep an input that was a finding, and what was found, in a few words."""
    content = path.read_bytes()
    name = f"found-{hashlib.sha256(content).hexdigest()[:8]}"
    (CORPUS / target / name).write_bytes(content)
    error = re.findall(
        r"^(?:\w+\.)*\w*(?:Error|Silent|Exception)\b.*$|^ALARM.*$|^==.*(?:timeout|out-of-memory).*$",
        said,
        re.MULTILINE,
    )
    print(f"{target}: {content!r}\n{said[-3000:]}", file=sys.stderr)
    return f"`{name}`: {error[-1][:120] if error else path.name}"


def results(seconds: int, lines: list[str]) -> str:
    """RESULTS.md."""
    targets = {path.name for path in CORPUS.iterdir()}
    fixed = sorted(
        f"{path.parent.name}/{path.name}" for target in targets for path in (CORPUS / target).glob("found-*")
    )
    inputs = [path for path in CORPUS.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in inputs)
    return "\n".join(
        [
            "# Inputs that nobody thought of\n",
            f"Written by `python benchmarks/fuzz/run.py --seconds {seconds}`, from {len(inputs)} inputs of {size:,} bytes in all.\n",
            "What each target holds its inputs against stands in `targets.py`: no error but our own, each cell a number, missing or said to be",
            "wrong, and numbers that are known read as they were meant or refused.\n",
            "| target | inputs tried | places in the code reached | found |", "| --- | ---: | ---: | --- |", *lines, "",
            f"Inputs that were findings once, and are read again by the tests: {', '.join(fixed) or 'none'}.", "",
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
