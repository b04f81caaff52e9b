"""Tests and notebooks see no own tables of an analyst: the folder that they look for is an empty one."""

import os
import tempfile

_EMPTY = tempfile.TemporaryDirectory(prefix="no-own-tables-")
os.environ["UCJ_DATA"] = _EMPTY.name
