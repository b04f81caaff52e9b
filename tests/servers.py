"""Servers of Jupyter for the browser tests: on a copy of the project, in a home of their own, ended whatever happens."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def server(what: str, folder: Path, *options: str) -> Iterator[str]:
    """Run ``python -m coverage_lib.explore`` on a copy of the project, and give its address.

    Parameters
    ----------
    what : {"lab", "page"}
        JupyterLab or Voila.
    folder : pathlib.Path
        Where the copy is made; what is saved arrives in its ``exports``.
    *options : str
        Further arguments of the server.
    """
    for part in ("data", "shapefiles"):
        (folder / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    own = folder / "own"
    own.mkdir()
    environment = {
        **os.environ,
        "UCJ_HOME": str(folder),
        "UCJ_LANG": "en",
        "UCJ_DATA": str(folder / "own-tables"),
        "HOME": str(own),
        **{f"JUPYTER_{each}_DIR": str(own / each) for each in ("CONFIG", "DATA", "RUNTIME")},
        "IPYTHONDIR": str(own / "ipython"),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "coverage_lib.explore", what, "--no-browser", f"--port={port}", *options]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
    try:
        address = f"http://localhost:{port}"
        _wait(f"{address}/{'api' if what == 'lab' else 'voila/static/'}", process, folder / "server.log")
        yield address
    finally:
        _end(process)


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"The server does not answer: {log.read_text()}")


def _end(process: subprocess.Popen) -> None:
    """End a server and its kernels: asked first, which lets it end its kernels, then all that it started."""
    kernels = _children(process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(15)
    for kernel in kernels:
        try:
            os.kill(kernel, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _children(parent: int) -> list[int]:
    """The processes that a process has started and that are still there, read from /proc where there is one."""
    children = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            children.append(int(path.parent.name))
    return children
