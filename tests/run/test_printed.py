from __future__ import annotations

import pytest

from grader.run.printed import as_shown

BAR = "\x1b[1m{}\x1b[0m \x1b[32m━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m {}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain\n\ttext  \n", "plain\n\ttext  \n"),
        ("two\r\nlines\r\n", "two\nlines\n"),
        ("10%\r50%\r100%\n", "100%\n"),
        ("1234\rab", "ab34"),
        ("wait...\b\b\b   \ndone", "wait\ndone"),
        ("a\b\b\bb", "b"),
        ("at the end\r\nof a line\r", "at the end\nof a line"),
        ("\x00a\x07b\x0cc\x7f\x85d", "abcd"),
        ("\x1b[2J\x1b[31mred\x1b[0m \x1b]0;title\x07text", "red text"),
        ("색\r빛 한글", "빛 한글"),
    ],
)
def test_the_last_state_of_a_line_is_shown(written, shown):
    assert as_shown(written) == shown


def test_a_progress_bar_of_keras_is_one_line():
    """As Keras 3 writes it: each state takes the one before it back."""
    first, last = BAR.format("1/3", "104ms/step"), BAR.format("3/3", "17ms/step ")
    written = f"before\n\r{first}{chr(8) * 38}\r{last}\nafter\n"
    assert as_shown(written) == "before\n3/3 ━━━━ 0s 17ms/step\nafter\n"
    assert as_shown("\r" + BAR.format("1/1", "45ms/step")) == "1/1 ━━━━ 0s 45ms/step"
