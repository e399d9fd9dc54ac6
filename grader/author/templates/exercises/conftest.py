"""`python -m pytest exercises` shows the checks as test items: see `grader/pytest_plugin.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from grader.pytest_plugin import *  # noqa: F403
