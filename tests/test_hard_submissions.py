"""Submissions that make trouble, from the file on the disk to the sentence in the report.

One task of three is spoilt; it is told so in a sentence of its own, and the others keep their
points.
"""

from __future__ import annotations

import codecs
import functools
import json
import sys
from dataclasses import replace

import pytest

from grader.grade import Grader, Options
from grader.kit import Kit
from grader.messages import Messages
from grader.report.words import message
from grader.run import collect
from grader.run.launch import ColdLauncher

SLUG = "03_output_size"
FILE = "output_size.py"
FIRST, SPOILT, LAST = "3.1", "3.2", "3.3"
POINTS = {FIRST: 4, SPOILT: 3, LAST: 2}
CALL = "same_padding(n=5, k=3, s=1)"

RIGHT = """import math


# %%
def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        return math.ceil(n / s)
    window = dilation * (k - 1) + 1
    if window > n:
        raise ValueError("the window does not fit")
    return (n - window) // s + 1


# %%
def same_padding(n, k, s):
    total = max((math.ceil(n / s) - 1) * s + k - n, 0)
    return total // 2, total - total // 2


# %%
def find_kernels(sizes=(9, 5, 3, 1)):
    return [n - m + 1 for n, m in zip(sizes, sizes[1:])]
"""
HEAD = "def same_padding(n, k, s):\n"
OWN = RIGHT[RIGHT.index(HEAD) : RIGHT.index("\n\n# %%\ndef find_kernels")]


def body(text):
    """Return the whole file with another body in the spoilt function."""
    return RIGHT.replace(OWN, f"{HEAD}    {text}\n")


@pytest.fixture(scope="module")
def grader():
    launcher = ColdLauncher()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collect, "Limits", functools.partial(collect.Limits, importing=4.0, task=3.0))
        with Grader(Kit(), Options(seed=7, accuracy="none"), launcher) as started:
            yield started


@pytest.fixture
def grade(grader, tmp_path):
    """Grade a folder with one file, given as text or as bytes; None for no file.

    Of its tasks only the functions are looked at; the predictions of 3.0 are not among them.
    """

    def grade(data, name=FILE):
        folder = tmp_path / SLUG
        folder.mkdir(exist_ok=True)
        if data is not None:
            (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        before = sorted(tmp_path.rglob("*"))
        report = grader.grade_exercise(tmp_path, SLUG, None)
        assert sorted(tmp_path.rglob("*")) == before  # nothing is left in a student's folder
        functions = [task for task in report.tasks if task.id in POINTS]
        return replace(report, tasks=tuple(functions))

    return grade


def points(report):
    return {task.id: task.points for task in report.tasks}


def told(finding):
    return tuple(message(finding, Messages(language)) for language in ("en", "ko"))


def test_the_right_answer_has_all_points(grade):
    assert points(grade(RIGHT)) == POINTS


# One task is spoilt

IN_ONE_TASK = {
    "syntax": (
        body("return (n, k"),
        "fail syntax.error 16",
        "Python cannot read this line: the bracket `(` is opened here and never closed.",
        "파이썬이 이 줄을 읽지 못합니다: 여기에서 연 괄호를 닫지 않았습니다: `(`",
    ),
    "quotes": (
        body('"""Return.\n    return n, k'),
        "fail syntax.error 16",
        "Python cannot read this line: a text that begins with three quotes never ends with three"
        " quotes.",
        "파이썬이 이 줄을 읽지 못합니다:"
        " 따옴표 세 개로 연 문자열을 따옴표 세 개로 닫지 않았습니다.",
    ),
    "no body": (
        body("# TODO"),
        "fail syntax.error 15",
        "Python cannot read this line: the lines that belong to this function are missing, or do"
        " not begin further right than its `def`.",
        "파이썬이 이 줄을 읽지 못합니다:"
        " 이 함수에 속한 줄들이 없거나, `def`보다 더 들여 쓰지 않았습니다.",
    ),
    "return that lost its indent": (
        body("total = n\nreturn 0, total"),
        "fail syntax.error 17",
        "Python cannot read this line: `return` stands outside of any function; does this line"
        " begin far enough to the right?",
        "파이썬이 이 줄을 읽지 못합니다: 함수 밖에서는 쓸 수 없습니다: `return`"
        " · 이 줄을 함수 안으로 들여 썼나요?",
    ),
    "missing function": (
        RIGHT.replace("def same_padding", "def same_paddings"),
        "fail error.missing None",
        "There is no `same_padding` in the file any more. Was it given another name? If it is lost,"
        " `python -m grader reset 03` brings the whole file's stubs back and keeps your version"
        " beside it.",
        "`same_padding` · 파일에 이 이름이 더는 없습니다. 이름을 바꾸지는 않았나요? 지워졌다면"
        " `python -m grader reset 03` 명령이 파일 전체를 처음 상태로 되돌리고 지금 내용은 옆에"
        " 남겨 둡니다.",
    ),
    "no function": (
        RIGHT.replace(OWN, "same_padding = 1, 1\n"),
        "fail error.not_callable 15",
        "`same_padding` is not a function: it is of type tuple. Was the name used again for"
        " something else?",
        "`same_padding` · 함수가 아닙니다 · 자료형: tuple · 같은 이름을 다른 데에 다시"
        " 쓰지 않았나요?",
    ),
    "wrong signature": (
        RIGHT.replace(HEAD, "def same_padding(n, k):\n"),
        "fail error.signature 15",
        "The function cannot be called as the stub promises: too many positional arguments."
        " Found: `same_padding(n, k)`.",
        "약속된 방식으로 함수를 부를 수 없습니다: too many positional arguments"
        " · 지금의 정의: `same_padding(n, k)`",
    ),
    "stub left in place": (
        body("raise NotImplementedError('3.2')"),
        "fail error.still_raises 16",
        "The line `raise NotImplementedError(...)` is still there. Delete it once your code is"
        " written.",
        "`raise NotImplementedError(...)` 줄이 아직 남아 있습니다. 코드를 다 썼으면 지워 주세요.",
    ),
    "None": (
        body("print(n, k, s)"),
        "fail value.none 16",
        f"{CALL} gives None. Where does the function hand its answer back with `return`?",
        f"{CALL} · 결과: None · 구한 답을 어디에서 `return` 문으로 돌려주나요?",
    ),
    "exception": (
        body("return [n, k][s + 9]"),
        "fail call.raised 16",
        f"{CALL} raises IndexError: list index out of range",
        f"{CALL} · 오류 IndexError: list index out of range",
    ),
    "recursion": (
        body("return same_padding(n, k, s)"),
        "fail call.raised 16",
        f"{CALL} raises RecursionError: maximum recursion depth exceeded",
        f"{CALL} · 오류 RecursionError: maximum recursion depth exceeded",
    ),
    "import inside": (
        body("import kerass"),
        "fail call.raised 16",
        f"{CALL} raises ModuleNotFoundError: No module named 'kerass'",
        f"{CALL} · 오류 ModuleNotFoundError: No module named 'kerass'",
    ),
    "input": (
        body("return int(input('zeros? ')), 1"),
        "fail call.input 16",
        f"{CALL} calls input(), but nobody is there to answer. What you need comes in through the"
        " parameters.",
        f"{CALL} · input() 함수를 부르지만 대답할 사람이 없습니다. 필요한 값은 매개변수로"
        " 들어옵니다.",
    ),
    "sys.exit": (
        body("import sys; sys.exit(1)"),
        "fail call.exit 16",
        f"{CALL} ends the program (SystemExit). A function must return, not exit.",
        f"{CALL} · 프로그램을 끝내 버립니다(SystemExit). 함수는 끝내지 말고 값을 돌려주어야"
        " 합니다.",
    ),
    "os._exit": (
        body("import os; os._exit(0)"),
        "fail run.exited 15",
        f"During {CALL} the program ended itself (exit status 0). A function must return, not"
        " exit.",
        f"{CALL} · 실행하는 도중에 프로그램이 스스로 끝났습니다(종료 상태 0). 함수는 끝내지 말고"
        " 값을 돌려주어야 합니다.",
    ),
    "endless loop": (
        body("while True: pass"),
        "limit run.time 16",
        f"{CALL} takes longer than it may. Is there a loop that never ends?",
        f"{CALL} · 허용된 시간을 넘겼습니다. 끝나지 않는 반복문이 있나요?",
    ),
    "20 GB": (
        body("import numpy; return numpy.zeros(20 << 30, numpy.uint8)"),
        "limit run.memory 16",
        f"{CALL} needs more memory than it may have. How large is the largest array or layer,"
        " and does every loop that collects something end?",
        f"{CALL} · 허용된 것보다 많은 메모리가 필요합니다. 가장 큰 배열이나 층은 얼마나 큰지,"
        " 값을 모으는 반복문이 모두 끝나는지 확인했나요?",
    ),
    "output": (
        body("while True: print('x' * 9999)"),
        "limit run.output 16",
        f"The program printed more than 16 MB during {CALL} and was stopped. Take the prints out.",
        f"{CALL} · 16MB가 넘게 출력하여 중단했습니다. print 문을 지워 주세요.",
    ),
    "crash": (
        body("import ctypes; return ctypes.string_at(0)"),
        "fail run.crashed 15",
        f"During {CALL} Python itself crashed (status -11).",
        f"{CALL} · 실행하는 도중에 파이썬 자체가 비정상 종료되었습니다(상태 -11).",
    ),
    "garbage": (
        body("import os; os.write(max(map(int, os.listdir('/proc/self/fd'))) - 1, b'?' * 99)"),
        "fail run.malformed 15",
        "The program wrote into the grader's own channel (a frame larger than allowed), so nothing"
        " of this task can be judged.",
        "프로그램이 채점기의 통로에 무언가를 써서 이 과제를 판정할 수 없습니다:"
        " a frame larger than allowed",
    ),
    "text for a pair": (
        body("return '1, 1'"),
        "fail value.type 16",
        f"{CALL} gives '1, 1', of type str; expected a value of type tuple.",
        f"{CALL} · 결과: '1, 1' (자료형 str) · 기대하는 자료형: tuple",
    ),
    "a terminal to be steered": (
        body(r"raise ValueError('\x1b[2J\x1b[32m7/7 \u202e {call} [bold]')"),
        "fail call.raised 16",
        f"{CALL} raises ValueError: �[2J7/7 � {{call}} [bold]",
        f"{CALL} · 오류 ValueError: �[2J7/7 � {{call}} [bold]",
    ),
}  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="crashes have other numbers on Windows")
@pytest.mark.parametrize("name", IN_ONE_TASK)
def test_one_spoilt_task_costs_its_own_points_only(grade, name):
    text, outcome, english, korean = IN_ONE_TASK[name]
    report = grade(text)
    (finding,) = report.tasks[1].findings
    assert f"{finding.status} {finding.code} {finding.line}" == outcome
    assert told(finding) == (english, korean)
    assert points(report) == {**POINTS, SPOILT: 0}


def test_two_spoilt_tasks_leave_the_third(grade):
    text = body("return (n").replace("    return [n - m + 1", "    import os; os._exit(0)\n    [")
    text = text.replace("[ for n, m in zip(sizes, sizes[1:])]", "return []")
    report = grade(text)
    codes = [[finding.code for finding in task.findings] for task in report.tasks]
    assert codes == [["pass"] * 3, ["syntax.error"], ["run.exited"]]
    assert points(report) == {**POINTS, SPOILT: 0, LAST: 0}


def test_an_untouched_task_is_no_trouble(grade):
    stub = Kit().load(SLUG, answers=False).stub
    above = RIGHT[: RIGHT.index(HEAD)]
    report = grade(body("return (n").replace(above, stub[: stub.index("def same_padding")]))
    assert [task.status for task in report.tasks] == ["todo", "fail", "pass"]


# Files that are read with good will

READ_ALL_THE_SAME = {
    "BOM": (FILE, codecs.BOM_UTF8 + RIGHT.encode(), []),
    "CRLF": (FILE, RIGHT.replace("\n", "\r\n").encode(), []),
    "CR": (FILE, RIGHT.replace("\n", "\r").encode(), []),
    "other ends of line": (FILE, f"# \x0b \x0c \u2028 \x85\n{RIGHT}".encode(), []),
    "CP949": (
        FILE,
        f"# 합성곱의 크기\n{RIGHT}".encode("cp949"),
        [
            (
                "`output_size.py` is not saved as UTF-8; it was read as CP949. UTF-8 is safer.",
                "`output_size.py` · UTF-8이 아니어서 CP949 방식으로 읽었습니다. UTF-8로 저장하는"
                " 편이 안전합니다.",
            )
        ],
    ),
    "UTF-16": (
        FILE,
        RIGHT.encode("utf-16"),
        [
            (
                "`output_size.py` is not saved as UTF-8; it was read as UTF-16. UTF-8 is safer.",
                "`output_size.py` · UTF-8이 아니어서 UTF-16 방식으로 읽었습니다. UTF-8로 저장하는"
                " 편이 안전합니다.",
            )
        ],
    ),
    "notebook": (
        "output_size.ipynb",
        json.dumps(
            {
                "cells": [
                    {"cell_type": "markdown", "source": ["# def same_padding(:"]},
                    {"cell_type": "code", "source": ["!pip install keras\n", "%matplotlib inline"]},
                    {"cell_type": "code", "source": ["%%bash\n", "ls | head"]},
                    *(
                        {"cell_type": "code", "source": cell.splitlines(keepends=True)}
                        for cell in RIGHT.split("# %%\n")
                    ),
                ]
            }
        ).encode(),
        [
            (
                "Read from the notebook `output_size.ipynb`.",
                "노트북에서 읽었습니다: `output_size.ipynb`",
            )
        ],
    ),
    "notebook that was renamed": (
        FILE,
        json.dumps({"cells": [{"cell_type": "code", "source": RIGHT}]}, indent=1).encode(),
        [("Read from the notebook `output_size.py`.", "노트북에서 읽었습니다: `output_size.py`")],
    ),
}


@pytest.mark.parametrize("name", READ_ALL_THE_SAME)
def test_an_unusual_file_has_all_its_points(grade, name):
    file, data, notes = READ_ALL_THE_SAME[name]
    report = grade(data, file)
    assert points(report) == POINTS
    assert [told(note) for note in report.notes] == notes


# The whole file is spoilt

WHOLE = {
    "missing": (
        None,
        "fail file.missing None",
        "There is no file `output_size.py` in `03_output_size`. `python -m grader reset 03` brings"
        " the stub back.",
        "파일이 없습니다: `03_output_size/output_size.py` · `python -m grader reset 03` 명령으로"
        " 처음 상태의 파일을 다시 만들 수 있습니다.",
    ),
    "zeros": (
        RIGHT + "\0",
        "fail file.binary None",
        "`output_size.py` is not a text: it holds zero bytes. Save it as UTF-8.",
        "`output_size.py` · 텍스트 파일이 아닙니다(값이 0인 바이트가 있습니다). UTF-8로"
        " 저장해 주세요.",
    ),
    "picture": (
        b"\x89PNG\r\n\x1a\n\xff\xff",
        "fail file.encoding None",
        "`output_size.py` cannot be read as text. Save it as UTF-8.",
        "`output_size.py` · 글자를 읽을 수 없습니다. UTF-8로 저장해 주세요.",
    ),
    "too large": (
        RIGHT + "#" * (1 << 20),
        "fail file.too_large None",
        f"`output_size.py` has {len(RIGHT) + (1 << 20):,} bytes; at most 1,048,576 are read.",
        f"`output_size.py` · 크기: {len(RIGHT) + (1 << 20):,}바이트 · 읽을 수 있는 최대 크기:"
        " 1,048,576바이트",
    ),
    "broken notebook": (
        '{"cells": [{"cell_type": "co',
        "fail file.notebook None",
        "This looks like a notebook, but its cells cannot be read. Export it as .py, or save it"
        " again.",
        "노트북 파일로 보이지만 셀을 읽을 수 없습니다. .py로 내보내거나 다시 저장해 주세요.",
    ),
    "syntax": (
        RIGHT.replace("import math", "import math as"),
        "fail syntax.error 1",
        "Python cannot read this line: in this line, or at the end of the line above, something is"
        " missing, too much or misspelt.",
        "파이썬이 이 줄을 읽지 못합니다: 이 줄이나 바로 윗줄에 빠진 글자, 더 쓴 글자,"
        " 철자가 틀린 낱말이 있습니다.",
    ),
    "unknown module": (
        f"import kerass\n{RIGHT}",
        "fail import.not_found 1",
        "The file cannot be loaded. No module named 'kerass'. Is the package in requirements.txt,"
        " and is its name spelt right?",
        "파일을 불러올 수 없습니다. No module named 'kerass'. requirements.txt에 있는 패키지이고,"
        " 이름의 철자도 맞나요?",
    ),
    "exception": (
        f"{RIGHT}print(same_padding(1))",
        "fail import.raised 23",
        "The file cannot be loaded. TypeError: same_padding() missing 2 required positional"
        " arguments: 'k' and 's'",
        "파일을 불러올 수 없습니다. TypeError: same_padding() missing 2 required positional"
        " arguments: 'k' and 's'",
    ),
    "input": (
        f"{RIGHT}n = int(input('n? '))",
        "fail import.input 23",
        "The file calls input() while it is loaded, but nobody is there to answer. Take it out.",
        "파일을 불러오는 도중에 input() 함수를 부르지만 대답할 사람이 없습니다. 그 줄을 지워"
        " 주세요.",
    ),
    "exit": (
        f"{RIGHT}exit()",
        "fail import.exit 23",
        "The file ends the program while it is loaded (SystemExit). Take out exit() and quit().",
        "파일을 불러오는 도중에 프로그램이 끝납니다(SystemExit). exit()와 quit()를 지워 주세요.",
    ),
    "os._exit": (
        f"import os; os._exit(0)\n{RIGHT}",
        "fail import.exited None",
        "The program ended itself while it was loaded (exit status 0). Take that line out.",
        "파일을 불러오는 도중에 프로그램이 스스로 끝났습니다(종료 상태 0). 그 줄을 지워 주세요.",
    ),
    "endless loop": (
        f"{RIGHT}while True: pass",
        "limit import.time None",
        "The file takes longer to load than it may. Is there a loop outside of the functions that"
        " never ends?",
        "파일을 불러오는 데 허용된 시간을 넘겼습니다. 함수 밖에 끝나지 않는 반복문이 있나요?",
    ),
    "20 GB": (
        f"{RIGHT}x = bytearray(20 << 30)",
        "limit import.memory 23",
        "Loading the file needs more memory than it may have. Is there a large array outside of the"
        " functions?",
        "파일을 불러오는 데 허용된 것보다 많은 메모리가 필요합니다. 함수 밖에 큰 배열이 있나요?",
    ),
    "output": (
        f"{RIGHT}while True: print('x' * 9999)",
        "limit import.output None",
        "The program printed more than 16 MB while it was loaded and was stopped. Take the prints"
        " out.",
        "파일을 불러오는 도중에 16MB가 넘게 출력하여 중단했습니다. print 문을 지워 주세요.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_cannot_be_run_says_why_at_every_task(grade, name):
    data, outcome, english, korean = WHOLE[name]
    report = grade(data)
    for task in report.tasks:
        finding, *others = task.findings
        assert f"{finding.status} {finding.code} {finding.line}" == outcome
        assert told(finding) == (english, korean)
        assert {other.code for other in others} <= {"blocked.same_cause"}
    assert points(report) == dict.fromkeys(POINTS, 0)


# What no answer may do

ANSWERS = (
    "10**400, 0",
    "1e999, float('nan')",
    "2**5000",
    "'\\ud800'",
    "{1: 2}, {(): []}",
    "{i: i for i in range(900)}",
    "type('\\x1b[2J', (), {})()",
    "(i for i in range(3))",
    "[[]] * 1000",
    "numpy.zeros((0, 2))",
    "numpy.array([True, False])",
    "numpy.array([numpy.inf, numpy.nan])",
    "numpy.zeros((3000, 3000), 'u1')",
    "numpy.array(['1', '1'])",
    "numpy.array(1 + 1j), 1",
    "numpy.int8(1), numpy.uint64(2**63)",
    "numpy.ma.masked, 1",
    "Always(1), Always(1)",
    "Always",
    "print",
    "numpy",
    "NotImplemented",
)


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_answer_is_right_by_force_or_breaks_the_judge(grade, answer):
    always = """
import numpy
class Always(int):
    __eq__ = __le__ = __ge__ = __lt__ = lambda self, other: True
    __sub__ = __rsub__ = __abs__ = lambda self, *_: 0
    __hash__ = int.__hash__
"""
    report = grade(body(f"return {answer}").replace("import math\n", f"import math{always}"))
    (finding,) = report.tasks[1].findings
    assert (finding.status, finding.code[:6]) == ("fail", "value.")
    assert all(len(sentence) < 300 and sentence.isprintable() for sentence in told(finding))
    assert points(report) == {**POINTS, SPOILT: 0}


def test_the_next_submission_finds_nothing_of_the_last(grade):
    spoilt = body("""import os, sys
    sys.modules["math"] = sys.modules["worker.frames"].json = None
    open(os.path.expanduser("~/.keras.json"), "w").write("x")
    os.kill(os.getppid(), 15)
    os._exit(0)""")
    assert points(grade(spoilt)) == {**POINTS, SPOILT: 0}
    assert points(grade(RIGHT)) == POINTS


def test_answers_of_another_file_are_not_remembered(grade):
    assert points(grade(body("return 0, 0"))) == {**POINTS, SPOILT: 0}
    assert points(grade(RIGHT)) == POINTS
    assert points(grade(body("return 0, 0"))) == {**POINTS, SPOILT: 0}


def test_answers_learnt_by_heart_miss_the_fresh_cases(grade):
    reference = Kit().load(SLUG)
    (spoilt,) = [task for task in reference.tasks if task.id == SPOILT]
    known = {tuple(case.arguments.values()): case.answer for case in spoilt.cases}
    report = grade(body(f"return {known!r}.get((n, k, s), (0, 0))"))
    (finding,) = report.tasks[1].findings
    assert (finding.code, finding.data["wrong"], finding.data["asked"]) == ("value.wrong", 2, 16)
