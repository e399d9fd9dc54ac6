from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import pytest
from rich.console import Console

from grader.commands import exit_code
from grader.messages import Messages
from grader.report.terminal import Terminal

from .building import (
    DONE,
    EVERYTHING,
    NETWORK,
    PARTLY,
    UNTOUCHED,
    exercise,
    finding,
    report,
    task,
)

ENGLISH = """
  exercise           status                   points
  01  First          · not started             0 / 2
  02  Second         ✓ 1 of 2 tasks done   1.5 / 3.5
→ 03  Output size    ✗ wrong                   1 / 7
  04  Done           ✓ right                   2 / 2
  07  Same or valid  ■ stopped                 3 / 7
  08  Pooling        ! not graded              0 / 4
  total                                   7.5 / 25.5
  1 of 6 exercises done, 4 begun, 1 not started.

03 · Output size   1 / 7
  `output_size.py` is not saved as UTF-8; it was read as CP949. UTF-8 is safer.
  3.1 conv_output_size  ✗ wrong  1 / 4
    f(n=13, k=8) gives 5.
    → Your answer takes jumps and places for the same number. Where does the window stand before its
    first jump?
  3.2 same_padding  ✗ wrong  0 / 2
    same_padding(n=13) raises TypeError: unsupported [red]operand[/red] type
    output_size.py:12  b()
    output_size.py:20  c()
    output_size.py:31  return [None][0] + 1
  3.3 find_kernels  … waits  0 / 1
    This calls `conv_output_size` (task 3.1), which is not written yet.
    By the way: `find_kernels` asks Keras for the answer. It is right and costs nothing, but writing
    it by hand is what teaches.
    output_size.py:8  keras.ops.sort(found)
  your program printed:
    line 1 [bold]
    line 2 [bold]
    line 3 [bold]
    line 4 [bold]
    line 5 [bold]
    line 6 [bold]
    line 7 [bold]
    line 8 [bold]
    line 9 [bold]
    line 10 [bold]
    line 11 [bold]
    line 12 [bold]
    ... and 3 more lines

07 · Same or valid   3 / 7
  7.1 build_net  ✗ wrong  0 / 3
    Layer 1, Conv2D(2, 3), gives the shape (7, 5, 2), because floor((9 - 3) / 1) + 1 = 7; expected
    (9, 7, 2).
      your layers   shape      parameters
    ✗ Conv2D(2, 3)  (7, 5, 2)          20
      expected      (9, 7, 2)          20
      Dense(3)      (3,)            1,239
    same_or_valid.py:21  model.add(keras.layers.Conv2D(2, 3))
  7.2 slow  ■ stopped  0 / 1
    slow(n=9) takes longer than it may. Is there a loop that never ends?
  7.3 train_me  ✓ right  3 / 3
    Unlucky once: 0.61 with the first seed, then 0.93 (the bar is 0.70).

08 · Pooling   0 / 4
  8.1 pool  ! not graded  0 / 4
    The grader itself failed here; this costs you nothing. Please report it: no room

Something could not be graded through no fault of yours; the points are provisional.
Next: python -m grader hint 3.1
"""

KOREAN = """
  연습문제          상태                          점수
  01  처음          · 시작 전                    0 / 2
  02  두 번째       ✓ 과제 2개 중 1개 완료   1.5 / 3.5
→ 03  출력의 크기   ✗ 틀림                       1 / 7
  04  끝            ✓ 맞음                       2 / 2
  07  same과 valid  ■ 중단됨                     3 / 7
  08  풀링          ! 채점 못 함                 0 / 4
  합계                                      7.5 / 25.5
  연습문제 6개 중 완료 1개, 진행 중 4개, 시작 전 1개입니다.

03 · 출력의 크기   1 / 7
  `output_size.py` · UTF-8이 아니어서 CP949 방식으로 읽었습니다. UTF-8로 저장하는 편이 안전합니다.
  3.1 conv_output_size  ✗ 틀림  1 / 4
    f(n=13, k=8) · 결과: 5
    → 건너뛴 횟수와 멈춘 자리의 수를 같다고 보았습니다. 한 번도 건너뛰기 전에 창은 어디에 서
    있을까요?
  3.2 same_padding  ✗ 틀림  0 / 2
    same_padding(n=13) · 오류 TypeError: unsupported [red]operand[/red] type
    output_size.py:12  b()
    output_size.py:20  c()
    output_size.py:31  return [None][0] + 1
  3.3 find_kernels  … 대기  0 / 1
    이 과제는 3.1번 과제의 `conv_output_size` 함수를 사용합니다. 3.1번 과제를 아직 작성하지
    않았습니다.
    참고로, 여기에서는 Keras에 답을 물었습니다: `find_kernels` · 맞는 답이고 점수도 깎이지 않지만,
    직접 써 보아야 배웁니다.
    output_size.py:8  keras.ops.sort(found)
  프로그램이 출력한 내용:
    line 1 [bold]
    line 2 [bold]
    line 3 [bold]
    line 4 [bold]
    line 5 [bold]
    line 6 [bold]
    line 7 [bold]
    line 8 [bold]
    line 9 [bold]
    line 10 [bold]
    line 11 [bold]
    line 12 [bold]
    ... 그 밖에 3줄

07 · same과 valid   3 / 7
  7.1 build_net  ✗ 틀림  0 / 3
    1번째 층 Conv2D(2, 3) · 출력 크기 · 기대: (9, 7, 2) · 결과: (7, 5, 2) · 계산: floor((9 - 3) / 1)
    + 1 = 7
      내가 만든 층  크기       파라미터
    ✗ Conv2D(2, 3)  (7, 5, 2)        20
      기대          (9, 7, 2)        20
      Dense(3)      (3,)          1,239
    same_or_valid.py:21  model.add(keras.layers.Conv2D(2, 3))
  7.2 slow  ■ 중단됨  0 / 1
    slow(n=9) · 허용된 시간을 넘겼습니다. 끝나지 않는 반복문이 있나요?
  7.3 train_me  ✓ 맞음  3 / 3
    첫 번째 시드에서만 운이 나빴습니다 · 처음: 0.61 · 그다음: 0.93 (기준 0.70)

08 · 풀링   0 / 4
  8.1 pool  ! 채점 못 함  0 / 4
    채점기 자체에 문제가 생겼습니다. 점수는 깎이지 않습니다. 알려 주세요: no room

여러분의 잘못이 아닌 이유로 채점하지 못한 부분이 있어 점수는 잠정적입니다.
다음: python -m grader hint 3.1
"""


def shown(one, language="en", file=None):
    file = file or io.StringIO()
    Terminal(Console(file=file, width=100, highlight=False), Messages(language)).show(one)
    return file


def lines(text):
    """Without what pads a wrapped line."""
    return [line.rstrip() for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("ko", KOREAN)])
def test_everything(language, expected):
    assert lines(shown(EVERYTHING, language).getvalue()) == lines(expected)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            UNTOUCHED,
            """
01 · First   0 / 2
  1.1 double  · not started  0 / 2

Next: task 1.1 in not_there/01_first/first.py, then python -m grader check 01
""",
        ),
        (
            PARTLY,
            """
02 · Second   1.5 / 3.5
  2.1 one  ✓ right  1.5 / 1.5
  2.2 two  · not started  0 / 2

Next: task 2.2 in not_there/02_second/second.py, then python -m grader check 02
""",
        ),
        (
            DONE,
            """
04 · Done   2 / 2
  4.1 four  ✓ right  2 / 2

Right, all of it. Where you stand, and what comes next: python -m grader
""",
        ),
    ],
)
def test_one_exercise_is_shown_whatever_its_state(one, expected):
    assert lines(shown(report(one)).getvalue()) == lines(expected)


def test_two_that_need_no_word_are_an_overview_only():
    assert lines(shown(report(DONE, UNTOUCHED)).getvalue()) == lines("""
  exercise   status         points
  04  Done   ✓ right         2 / 2
→ 01  First  · not started   0 / 2
  total                      2 / 4
  1 of 2 exercises done, 0 begun, 1 not started.

Next: task 1.1 in not_there/01_first/first.py, then python -m grader check 01
""")


@pytest.mark.parametrize(
    ("statuses", "step"),
    [
        (["pass", "limit"], "Next: python -m grader hint 5.2"),
        (["todo", "fail"], "Next: python -m grader hint 5.2"),
        (["error", "fail"], "Next: python -m grader hint 5.2"),
        (
            ["pass", "blocked"],
            "Next: task 5.2 in not_there/05_next/next.py, then python -m grader check 05",
        ),
    ],
)
def test_the_next_step(statuses, step):
    tasks = [
        task(f"5.{number}", "f", finding("values", status, "run.time", 1))
        for number, status in enumerate(statuses, 1)
    ]
    told = shown(report(exercise("05", "Next", "다음", *tasks))).getvalue()
    assert lines(told)[-1] == step


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("blocked.helper", "Next: python -m grader hint 5.1"),
        (
            "blocked.todo",
            "Next: task 5.1 in not_there/05_next/next.py, then python -m grader check 05",
        ),
    ],
)
def test_what_waits_for_another_task_leads_there(code, step):
    """Also where that one was not asked for."""
    data = {"task": "5.1", "name": "g"}
    waits = task("5.2", "f", finding("values", "blocked", code, 1, data=data))
    told = shown(report(exercise("05", "Next", "다음", waits))).getvalue()
    assert lines(told)[-1] == step


def test_nothing_was_checked_where_all_of_it_needs_a_training():
    empty = replace(report(exercise("10", "Train", "학습")), environment={"accuracy": "none"})
    assert lines(shown(empty).getvalue())[-1] == (
        "Nothing was checked: this task is checked by a training. For that: the same command"
        " without --accuracy none."
    )
    assert exit_code(empty) == 1


def test_only_a_fault_of_the_grader_is_left():
    broken = exercise(
        "08",
        "Pooling",
        "풀링",
        task("8.1", "pool", finding("arrays", "error", "grader.error", 4, data={"why": "no room"})),
    )
    assert lines(shown(report(broken)).getvalue())[-2:] == [
        "Something could not be graded through no fault of yours; the points are provisional.",
        "Next: python -m grader doctor",
    ]


def test_an_explained_message_is_cut_to_what_one_can_read():
    data = {
        "call": "f(n=1)",
        "error": "ValueError",
        "message": "\n".join(f"[red] {i}" for i in range(1, 10)),
        "explanation": {"code": "no_tensor", "data": {}},
    }
    wrong = finding("values", "fail", "call.raised", 2, data=data)
    told = shown(report(exercise("05", "Next", "다음", task("5.1", "f", wrong)))).getvalue()
    assert lines(told)[2:6] == [
        "    A layer was called with empty brackets. Which tensor should it read?",
        "    f(n=1) raises ValueError: [red] 1",
        "    [red] 2 …",
        "",
    ]


def row(found, shape="(1,)", departs=False):
    expected = {"expected_shape": "(1,)", "expected_params": "0"}
    return {"found": found, "shape": shape, "params": "0", "departs": departs, **expected}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ([row("Dense(2)", "(2,)", departs=True)], []),
        (
            [row("A()"), row("B()"), row("-"), row("C()"), row("D()", "(2,)", True), row("E()")],
            [
                "      your layers           shape  parameters",
                "      ... 2 more above",
                "      (a layer is missing)  (1,)            0",
                "      C()                   (1,)            0",
                "    ✗ D()                   (2,)            0",
                "      expected              (1,)            0",
                "      E()                   (1,)            0",
            ],
        ),
        (
            [row("A()", departs=True), *(row(f"{kind}()") for kind in "BCDEF")],
            [
                "      your layers       shape  parameters",
                "    ✗ A()               (1,)            0",
                "      B()               (1,)            0",
                "      C()               (1,)            0",
                "      ... 3 more below",
            ],
        ),
    ],
    ids=["one layer", "in the middle", "at the beginning"],
)
def test_a_table_is_cut_to_the_layers_around_the_one_that_departs(table, told):
    data = {"layer": 1, "layer_text": "D()", "expected": "(1,)", "found": "(2,)", "table": table}
    wrong = finding("shapes", "fail", "shape.mismatch.plain", 1, data=data)
    whole = lines(shown(report(exercise("05", "Next", "다음", task("5.1", "f", wrong)))).getvalue())
    assert whole[3:-2] == told


def test_a_console_without_utf8_gets_plain_symbols():
    """A Korean Windows console writes CP949, which has no check mark."""
    file = io.TextIOWrapper(io.BytesIO(), encoding="cp949", write_through=True)
    shown(report(NETWORK, DONE), "ko", file)
    told = file.buffer.getvalue().decode("cp949")
    assert lines(told)[:5] == [
        "  연습문제          상태       점수",
        "> 07  same과 valid  # 중단됨  3 / 7",
        "  04  끝            + 맞음    2 / 2",
        "  합계                        5 / 9",
        "  연습문제 2개 중 완료 1개, 진행 중 1개, 시작 전 0개입니다.",
    ]
    assert "    x Conv2D(2, 3)  (7, 5, 2)        20" in lines(told)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_columns_stand_below_each_other(language):
    """A Korean letter takes two columns, on every terminal."""

    def width(text):
        return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)

    table = shown(EVERYTHING, language).getvalue().split("\n")[:8]
    words = [Messages(language).text("status", one.status) for one in EVERYTHING.exercises]
    words[1] = Messages(language).text("ui", "partly", {"done": 1, "tasks": 2})
    starts = {width(line[: line.index(word)]) for line, word in zip(table[1:], words)}
    assert len(starts) == 1
    assert {width(line) for line in table} == {width(table[0])}


def test_colours_go_to_terminals_only():
    assert "\x1b" not in shown(EVERYTHING).getvalue()
    file = io.StringIO()
    console = Console(file=file, width=100, highlight=False, force_terminal=True)
    Terminal(console, Messages("en")).show(EVERYTHING)
    assert "\x1b[31m✗ wrong\x1b[0m" in file.getvalue()
