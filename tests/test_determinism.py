"""The same submission gives the same report: again and again, in any order, beside any other."""

from __future__ import annotations

import json
import random
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.grade import Grader, Options, guarded_by
from grader.kit import Kit
from grader.messages import Messages
from grader.report.json_format import as_data
from grader.run.launch import ColdLauncher
from grader.run.warm import WarmLauncher
from tests.run.conftest import linux

SLUG, FILE = "07_same_or_valid", "same_or_valid.py"
REPEATS = 100
KIT = Kit()
OPTIONS = Options(seed=7, accuracy="none")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """Folders of submissions by name: a right one, and one of each mistake but endless loops."""
    root = tmp_path_factory.mktemp("submissions")
    home = KIT.solutions / SLUG
    texts = {path.stem: path.read_text("utf-8") for path in sorted(home.glob("wrong/*.py"))}
    texts = {name: text for name, text in texts.items() if "limit" not in text.split("\n")[0]}
    for name, text in {"right": (home / FILE).read_text("utf-8"), **texts}.items():
        (root / name / SLUG).mkdir(parents=True)
        (root / name / SLUG / FILE).write_text(text, "utf-8")
    return {path.name: path for path in sorted(root.iterdir())}


def told(grader, folder):
    """A report as bytes, but for the times."""
    data = as_data(grader.grade(folder, [(SLUG, None)]), Messages("ko"))
    data["seconds"] = data["exercises"][0]["seconds"] = 0
    return data


@linux
def test_a_hundred_times_in_any_order_beside_any_other(handed_in):
    order = ["right"] * REPEATS + [name for name in handed_in if name != "right"] * 2
    random.Random(5).shuffle(order)
    seen: dict[str, set[str]] = {name: set() for name in handed_in}
    launcher = WarmLauncher("confined", guarded_by(KIT), spare=True)
    with Grader(KIT, OPTIONS, launcher) as grader, ThreadPoolExecutor(2) as pool:
        waiting = [(name, pool.submit(told, grader, handed_in[name])) for name in order]
        for name, report in waiting:
            seen[name].add(json.dumps(report.result(), ensure_ascii=False))
    assert {name: len(reports) for name, reports in seen.items()} == dict.fromkeys(handed_in, 1)
    assert json.loads(seen["right"].pop())["points"] == 12


@linux
def test_in_every_sandbox_and_however_it_is_started(handed_in):
    launchers = [
        WarmLauncher("none"),
        WarmLauncher("confined", guarded_by(KIT)),
        ColdLauncher("confined", guarded_by(KIT)),
    ]
    if shutil.which("bwrap"):
        launchers.append(WarmLauncher("isolated", guarded_by(KIT), spare=True))
    reports = []
    names = ["right", *list(handed_in)[::12]]
    for launcher in launchers:
        with Grader(KIT, OPTIONS, launcher) as grader:
            reports.append([told(grader, handed_in[name]) for name in names])
        for report in reports[-1]:
            del report["environment"]["sandbox"], report["environment"]["protections"]
    assert all(report == reports[0] for report in reports)
