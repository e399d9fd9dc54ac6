"""Single keys from a terminal, on every system; none where standard input is no terminal."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator

HANGUL = {"ㅗ": "h", "ㄹ": "f", "ㅜ": "n", "ㅣ": "l", "ㅁ": "a", "ㅡ": "m", "ㅂ": "q"}
"""What the keys write while a Korean keyboard is switched to Hangul."""
PAUSE = 0.05
"""Seconds between two looks at the keyboard, where it cannot be waited for."""
Tell = Callable[[str], None]


@contextlib.contextmanager
def keys(tell: Tell) -> Iterator[bool]:
    """Call `tell` with each key, as a small letter; yields whether there is a keyboard at all."""
    if not (sys.stdin and sys.stdin.isatty()):
        yield False
        return
    with _listening(lambda key: tell(HANGUL.get(key, key.lower()))):
        yield True


if sys.platform == "win32":

    @contextlib.contextmanager
    def _listening(tell: Tell) -> Iterator[None]:
        import msvcrt

        stop = threading.Event()

        def listen() -> None:
            while not stop.wait(PAUSE):
                while msvcrt.kbhit():
                    key = msvcrt.getwch()
                    if key in "\x00\xe0":  # an arrow or a function key: one more comes
                        msvcrt.getwch()
                    else:
                        tell(key)

        threading.Thread(target=listen, daemon=True).start()
        yield
        stop.set()

else:

    @contextlib.contextmanager
    def _listening(tell: Tell) -> Iterator[None]:
        """Read keys one by one; the terminal is left as it was found."""
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        told, stop = os.pipe()
        listener = threading.Thread(target=_listen, args=(terminal, told, tell), daemon=True)
        tty.setcbreak(terminal)
        listener.start()
        try:
            yield
        finally:
            os.close(stop)
            listener.join(1)
            os.close(told)
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _listen(terminal: int, stopped: int, tell: Tell) -> None:
        import select

        decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        while True:
            ready, _, _ = select.select([terminal, stopped], [], [])
            data = b"" if stopped in ready else os.read(terminal, 64)
            if not data:
                return
            if data.startswith(b"\x1b"):  # an arrow or a function key
                continue
            for key in decoder.decode(data):
                tell(key)
