"""The report as JUnit XML, written by pytest, so that it is what every reader of it knows."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.messages import Messages
from grader.report.model import Report
from grader.report.pytest_items import ReportPlugin

WITHOUT = (
    "cacheprovider",
    "capture",
    "doctest",
    "faulthandler",
    "logging",
    "threadexception",
    "unittest",
    "unraisableexception",
)
"""Parts of pytest that would leave something behind, or watch over this process."""
SETTINGS = """[pytest]
junit_family = xunit1
junit_suite_name = grader
"""
"""xunit1 has the file and the line, which GitLab and others show."""
EXPECTED = (
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)


def to_junit(report: Report, messages: Messages) -> str:
    """Return the report as JUnit XML: a check is a test case, an exercise its class name.

    Raises RuntimeError where pytest itself fails.
    """
    with tempfile.TemporaryDirectory() as folder, _undisturbed():
        root = Path(folder)
        settings, written = root / "pytest.ini", root / "report.xml"
        settings.write_text(SETTINGS, "utf-8")
        arguments = [f"--rootdir={root}", f"--config-file={settings}", f"--junitxml={written}"]
        arguments += ["--noconftest", "--assert=plain", "-qq", "--no-header", "--no-summary"]
        arguments += [part for name in WITHOUT for part in ("-p", f"no:{name}")]
        code = pytest.main([*arguments, str(root)], plugins=[ReportPlugin(report, messages)])
        if code not in EXPECTED:
            raise RuntimeError(f"pytest ended with {code!r}")
        return written.read_text("utf-8")


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep pytest from what this user has it do elsewhere, and what it prints to itself."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]
        os.environ.update(kept)
