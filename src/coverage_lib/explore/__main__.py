"""``python -m coverage_lib.explore lab`` and ``… page``: JupyterLab on the notebooks, and explore as a page without code.

Both work offline: nothing asks the network for news, versions, extensions or style sheets. What follows goes to the server
as it is, for instance ``--port=8899 --no-browser``.
"""

import os
import sys
from pathlib import Path

from coverage_lib.data.own.entries import new_folder
from coverage_lib.data.sources import home

HERE = Path(__file__).parent
LAB = (
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
)
PAGE = ("--template=atlas",)


def main(what: str, *more: str) -> None:
    """Start the server in the place of this process.

    Parameters
    ----------
    what : {"lab", "page"}
        JupyterLab with the start page, or Voila with the notebook ``explore``.
    *more : str
        Further arguments of that server.
    """
    notebooks = home() / "notebooks"
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
        os.environ[name] = os.pathsep.join([str(HERE / "share"), *filter(None, [os.environ.get(name, "")])])
    # Kernels work in the folder of their notebook; the analyst's tables are where she started the server.
    os.environ.setdefault("UCJ_DATA", str(new_folder()))
    # The matrices are small: on few cores a second thread costs more than it gives.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Containers run as root, which the server refuses unless it is allowed.
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    if what == "lab":
        command = [
            "jupyterlab",
            str(notebooks / "start.ipynb"),
            f"--ServerApp.root_dir={home()}",
            *LAB,
            *as_root,
        ]
    else:
        command = ["voila", str(notebooks / "explore.ipynb"), *PAGE]
    os.execv(sys.executable, [sys.executable, "-m", *command, *more])


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in ("lab", "page"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
