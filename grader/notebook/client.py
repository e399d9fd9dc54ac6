"""The kernel's side of the process that grades: it is started when first asked, and then kept."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

SERVICE = (__package__ or "") + ".service"
LOOK_SECONDS = 0.2
"""How long is waited in one go: so an interrupt is heard on every system."""
END_SECONDS = 10.0
TOLD = 500
"""Characters of what a dying process said last."""
HIDDEN = ("MPLBACKEND", "JPY_PARENT_PID")
"""Variables that mean the kernel alone."""

Progress = Callable[[str, int, int], None]


class ServiceError(Exception):
    """The process that grades has failed; says why."""


class Client:
    """Asks one process, one question at a time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[str] | None = None
        self._heard: queue.Queue[str | None] = queue.Queue()
        self._errors: Any = None
        self._lock = threading.Lock()
        self._owner = os.getpid()
        atexit.register(self.close)

    def ask(self, question: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        """Return the report that answers a question.

        Raises ServiceError. Whatever ends the waiting, as an interrupt does, ends the process.
        """
        with self._lock:
            try:
                return self._answer(question, progress)
            except BaseException:
                self.close()
                raise

    def _answer(self, question: Mapping[str, Any], progress: Progress | None) -> dict[str, Any]:
        if self._process is None or self._process.poll() is not None:
            self._start()
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(OSError):  # if it has died, that is heard below
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        while True:
            told = self._hear()
            if "report" in told:
                report: dict[str, Any] = told["report"]
                return report
            if "failed" in told:
                raise ServiceError(told["failed"])
            if progress is not None:
                progress(*told["progress"])

    def _hear(self) -> dict[str, Any]:
        while True:
            try:
                line = self._heard.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                raise ServiceError(self._last_words())
            found: dict[str, Any] = json.loads(line)
            return found

    def _start(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process
        environment = {k: v for k, v in os.environ.items() if k not in HIDDEN}
        path = os.pathsep.join(filter(None, (str(self._root), environment.get("PYTHONPATH"))))
        process = subprocess.Popen(
            [sys.executable, "-m", SERVICE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=self._root,
            env={**environment, "PYTHONPATH": path, "PYTHONUTF8": "1"},
            encoding="utf-8",
            start_new_session=True,  # an interrupt is the kernel's
        )
        self._process, self._heard = process, queue.Queue()
        threading.Thread(target=_listen, args=(process, self._heard), daemon=True).start()

    def _last_words(self) -> str:
        self._errors.seek(0)
        said = str(self._errors.read().decode("utf-8", "replace")).strip()
        return said.rpartition("\n")[2][-TOLD:] or "it ended"

    def close(self) -> None:
        """End the process, if there is one: it ends all that it has started."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():  # forked from the kernel: not its own
            return
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._errors.close()


def _listen(process: subprocess.Popen[str], heard: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError), process.stdout:
        for line in process.stdout:
            heard.put(line)
    heard.put(None)
