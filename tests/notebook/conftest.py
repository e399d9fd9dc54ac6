"""A kernel in a student's copy of the course, one for all tests here, and notebooks run in it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from grader.kit import Kit
from tests.conftest import IGNORED, ROOT

PATIENCE = 120


@pytest.fixture(scope="session")
def students(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """The whole course as students have it: without solutions. Not to be changed."""
    root = tmp_path_factory.mktemp("students")
    for folder in ("grader", "data", "exercises"):
        shutil.copytree(ROOT / folder, root / folder, ignore=IGNORED)
    return Kit(root)


@dataclass
class Shown:
    """What one cell shows."""

    number: int = 0
    """What stands before it: 7 for `In [7]`."""
    text: str = ""
    """The plain form of its result."""
    page: str = ""
    printed: str = ""
    error: tuple[str, str] = ("", "")
    traceback: list[str] = field(default_factory=list)


class Notebook:
    """A kernel, and what is run in it."""

    def __init__(self, folder: Path) -> None:
        unset = ("GRADER_", "LC_", "CI", "PYTHONPATH", "PYTEST")
        base = {k: v for k, v in os.environ.items() if not k.startswith(unset)}
        self.scratch = tempfile.mkdtemp(prefix="kernel-")
        settings = {
            "TMPDIR": self.scratch,
            "LANG": "C.UTF-8",
            "GRADER_ACCURACY": "none",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(cwd=str(folder), env={**base, **settings})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code: str, *, interrupt_at: str = "") -> Shown:
        """Run a cell; `interrupt_at` is what it prints when it shall be interrupted."""
        sent = self.client.execute(code)
        shown = Shown()
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            content = message["content"]
            if message["parent_header"].get("msg_id") != sent:
                continue
            if message["msg_type"] == "status" and content["execution_state"] == "idle":
                shown.number = self._reply(sent)["content"]["execution_count"]
                return shown
            _take(shown, message["msg_type"], content)
            if interrupt_at and interrupt_at in shown.printed:
                self.manager.interrupt_kernel()
                interrupt_at = ""

    def _reply(self, sent: str) -> dict[str, Any]:
        """The kernel's reply to one request. A slow kernel may have others in the queue before it:
        `wait_for_ready` asks again for each second without an answer, and reads one answer only."""
        while True:
            reply: dict[str, Any] = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == sent:
                return reply

    def execute(self, notebook: nbformat.NotebookNode) -> list[tuple[str, list[Any]]]:
        """Run a whole notebook, as its reader does, in this kernel. Returns its code cells."""
        client = NotebookClient(notebook, km=self.manager, timeout=PATIENCE)
        client.kc = self.client
        client.execute()
        return [(c.source, c.outputs) for c in notebook.cells if c.cell_type == "code"]

    def runners(self) -> list[psutil.Process]:
        """Every process that runs a student's code for this kernel, whoever its parent is now."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                home = process.environ().get("HOME", "")
                found += [process] if home.startswith(self.scratch) else []
        return found

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel()
        shutil.rmtree(self.scratch, ignore_errors=True)


def _take(shown: Shown, kind: str, content: dict[str, Any]) -> None:
    if kind == "execute_result":
        shown.text = content["data"]["text/plain"]
        shown.page = content["data"].get("text/html", "")
    elif kind == "stream":
        shown.printed += content["text"]
    elif kind == "error":
        shown.error = content["ename"], content["evalue"]
        shown.traceback = content["traceback"]


@pytest.fixture(scope="session")
def kernel(students: Kit) -> Iterator[Notebook]:
    """The one kernel of these tests: Keras and the runners' warm process are started once."""
    kernel = Notebook(students.exercises / "07_same_or_valid")
    yield kernel
    kernel.close()
