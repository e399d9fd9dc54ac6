"""Every exercise's notebook, with the solution in its cells, run by Jupyter's own client.

One kernel runs them all, so that each check also has the cells of all other exercises before it.
"""

from __future__ import annotations

import re

import nbformat
import pytest

from grader.judge.blanket import asked_checks
from grader.kit import Kit
from grader.notebook.write import notebook
from tests.conftest import ROOT

REAL = Kit(ROOT)
STATUS = re.compile(r"^  (\d+\.\d+) \S+ +(\S+ \S.*?)  ", re.MULTILINE)
TRAINS_FOR_SECONDS = "history = train(model"
"""In the last cell of 10, which is there to play with."""
LARGE = ("06_famous_filters", "12_alexnet", "13_vgg", "16_residual_learning", "17_bug_clinic")
"""To build all their networks once more, for the whole exercise, would show nothing new."""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("slug", REAL.slugs)
def test_a_solved_notebook_is_all_right(kernel, slug):
    reference = REAL.load(slug, answers=False)
    solution = (REAL.solutions / slug / reference.file).read_text("utf-8")
    made = nbformat.reads(notebook(solution, reference, "course_kit").decode(), as_version=4)
    everything = f'check("{slug[:2]}")'
    left_out = everything if slug in LARGE else TRAINS_FOR_SECONDS
    made.cells = [cell for cell in made.cells if left_out not in cell.source]
    texts, pages = {}, {}
    for source, outputs in kernel.execute(made):
        if source.startswith("check("):
            [shown] = outputs
            texts[source], pages[source] = (shown["data"][f"text/{k}"] for k in ("plain", "html"))
    asked = [task.id for task in reference.tasks if asked_checks(task, "none")]
    whole = [] if slug in LARGE else [everything]
    assert list(texts) == [*(f'check("{task.id}")' for task in reference.tasks), *whole]
    for task in (task.id for task in reference.tasks):
        found = STATUS.findall(texts[f'check("{task}")'])
        told = [(task, "✓ right")] if task in asked else []
        assert found == told, texts[f'check("{task}")']
        assert told or "is checked by training only" in texts[f'check("{task}")']
    for one in whole:
        assert STATUS.findall(texts[one]) == [(task, "✓ right") for task in asked]
        assert pages[one].count('<article class="pass">') == len(asked)


def test_with_training(kernel):
    """What was run of 07 is trained in the grader's processes, and told while it lasts."""
    kernel.run("import sys\nsys.path.insert(0, '../..')\nfrom grader import check")
    kernel.run((REAL.solutions / "07_same_or_valid" / "same_or_valid.py").read_text("utf-8"))
    shown = kernel.run('check("7.4", accuracy="standard")')
    assert STATUS.findall(shown.text) == [("7.4", "✓ right")]
    assert "Your network reaches" in shown.text
    assert "training for 07_same_or_valid: " in shown.printed
    assert shown.printed.endswith("\r")
