"""A terminal of 80 columns and 24 lines with a program in it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

import pyte

SECONDS = 30


class Terminal:
    def __init__(self, folder, *arguments, columns=80, lines=24, **env):
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        unset = ("GRADER_", "LC_", "CI", "COLUMNS", "LINES", "NO_COLOR")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(unset)}
        kept |= {"LANG": "C.UTF-8", "TERM": "xterm-256color", "MPLBACKEND": "Agg", **env}
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(sys.executable, [sys.executable, "-m", "grader", *arguments], kept)
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)

    def shows(self, *texts):
        """Wait until all of the texts are on the screen; returns its lines."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            read = self._read()
            if not read and all(text in "\n".join(self._screen.display) for text in texts):
                return [line.rstrip() for line in self._screen.display]
        raise AssertionError((texts, self._screen.display))

    def _read(self):
        """Take in what the program wrote; False where that is nothing, as after its end."""
        ready, _, _ = select.select([self._fd], [], [], 0.05)
        with contextlib.suppress(OSError):  # the program has ended
            written = os.read(self._fd, 65536) if ready else b""
            self._stream.feed(written)
            return bool(written)
        return False

    def press(self, key):
        os.write(self._fd, key.encode())

    def ended(self):
        """Wait for the end; returns the exit code."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self._fd)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)

    def close(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.ended()
