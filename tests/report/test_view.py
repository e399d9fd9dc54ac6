from __future__ import annotations

import pytest

from grader.report.view import shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one line", "one line"),
        ("one\ntwo\n", "one\ntwo"),
        ("one\ntwo\nthree", "one\ntwo …"),
        # No line that holds nothing but the ellipsis.
        ("one\n\nthree", "one …"),
        ("word " * 40, " ".join(["word"] * 28) + " …"),
    ],
)
def test_an_exceptions_own_words(text, shown):
    assert shortened(text) == shown
