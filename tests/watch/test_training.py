"""`watch` with real training in a terminal: after all else is right, given up at a save, told."""

from __future__ import annotations

import os
import shutil

import pytest

from grader.kit import Kit
from tests.conftest import IGNORED, ROOT

SLUG, FILE = "07_same_or_valid", "same_or_valid.py"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")


@pytest.fixture
def students(tmp_path):
    """The course with two exercises, as students have it."""
    for folder in ("grader", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=IGNORED)
    for slug in (SLUG, "08_pooling"):
        shutil.copytree(ROOT / "exercises" / slug, tmp_path / "exercises" / slug)
    return Kit(tmp_path)


def test_what_is_right_is_trained_and_a_save_gives_that_up(students):
    from .terminal import Terminal

    path = students.exercises / SLUG / FILE
    right = (ROOT / "solutions" / SLUG / FILE).read_text("utf-8")
    path.write_text(right, "utf-8")
    terminal = Terminal(students.root, "watch", "7", PYTHONPATH=str(students.root))
    try:
        shown = terminal.shows("training the network", "7.4 build_border_model  … waits  3 / 5")
        assert shown[0] == "07 · Same or valid?   12 / 14"
        path.write_text(right.replace("padding=padding", "padding='valid'"), "utf-8")
        shown = terminal.shows("7.4 build_border_model  ✗ wrong", "checked at")
        assert "Since the last save:" in shown
        path.write_text(right, "utf-8")
        terminal.shows("7.4 build_border_model  … waits  3 / 5", "training")
        shown = terminal.shows("08 · Pooling")
        assert shown[0] == "07 Same or valid?: all points. The next one is 08 Pooling."
        assert shown[1].startswith("7.4  Your network reaches ")
        terminal.press("q")
        terminal.shows("Ended.")
        assert terminal.ended() == 0
    finally:
        terminal.close()
