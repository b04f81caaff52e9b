"""``python -m coverage_lib.cli`` is ``ucj``."""

import sys

from coverage_lib.cli import app

if __name__ == "__main__":
    sys.exit(app())
