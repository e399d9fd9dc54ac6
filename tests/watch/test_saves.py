"""Which exercises were saved, with events from the system and without."""

from __future__ import annotations

import queue
import threading

import pytest

from grader.watch import saves
from grader.watch.saves import Saves, wake_at_saves

FIRST, SECOND = "01_double_it", "02_small_net"


@pytest.fixture
def looking(students_kit):
    return Saves(students_kit.exercises, students_kit.slugs, students_kit)


def test_what_was_saved_is_told_once(students_kit, looking):
    file = students_kit.exercises / FIRST / "double_it.py"
    assert looking.changed() == []
    file.write_text(file.read_text("utf-8") + "\n# more\n", "utf-8")
    assert looking.changed() == [FIRST]
    assert looking.changed() == []
    (file.parent / "helper.py").write_text("x = 1\n", "utf-8")
    (students_kit.exercises / SECOND / "small_net.ipynb").write_text("{}", "utf-8")
    assert looking.changed() == [FIRST, SECOND]
    file.unlink()
    assert looking.changed() == [FIRST]


def test_other_files_are_nothing(students_kit, looking):
    (students_kit.exercises / FIRST / ".double_it.py.swp").write_text("x", "utf-8")
    (students_kit.exercises / FIRST / "notes.txt").write_text("x", "utf-8")
    (students_kit.exercises / "__pycache__").mkdir()
    assert looking.changed() == []


def no_events(*_, **__):
    raise OSError("the limit of file watches is reached")


@pytest.mark.parametrize("events", [True, False], ids=["events", "no events"])
def test_a_save_wakes(students_kit, looking, monkeypatch, events):
    """Within seconds where the system tells of nothing: a shared folder of WSL or Docker."""
    monkeypatch.setattr(saves, "LOOK", 200)
    if not events:
        monkeypatch.setattr("watchfiles.watch", no_events)
    woken: queue.Queue[bool] = queue.Queue()
    stop = threading.Event()
    arguments = (students_kit.exercises, lambda: woken.put(True), stop)
    thread = threading.Thread(target=wake_at_saves, args=arguments)
    thread.start()
    try:
        file = students_kit.exercises / FIRST / "double_it.py"
        file.write_text(file.read_text("utf-8") + "\n# more\n", "utf-8")
        while woken.get(timeout=30) and looking.changed() != [FIRST]:
            pass
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
