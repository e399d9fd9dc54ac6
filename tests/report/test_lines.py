"""The report as sentences, one to a line."""

from __future__ import annotations

from grader.messages import Messages
from grader.report.lines import to_lines
from grader.report.terminal import PLAIN_SYMBOLS
from grader.report.view import SYMBOLS

from .building import DONE, EVERYTHING, NETWORK, report

ENGLISH = """\
Exercise 07, Same or valid: stopped, 3 of 7 points.
Task 7.1, build_net: wrong, 0 of 3 points.
Layer 1, Conv2D(2, 3), gives the shape (7, 5, 2), because floor((9 - 3) / 1) + 1 = 7; \
expected (9, 7, 2).
Your layers around the first one that departs, with shape and number of parameters:
Here it departs: Conv2D(2, 3), shape (7, 5, 2), parameters 20.
Expected there: shape (9, 7, 2), parameters 20.
Dense(3), shape (3,), parameters 1,239.
In same_or_valid.py, line 21: model.add(keras.layers.Conv2D(2, 3))
Task 7.2, slow: stopped, 0 of 1 points.
slow(n=9) takes longer than it may. Is there a loop that never ends?
Task 7.3, train_me: right, 3 of 3 points.
Unlucky once: 0.61 with the first seed, then 0.93 (the bar is 0.70).
Next: python -m grader hint 7.1
"""
KOREAN = """\
연습문제 07, same과 valid: 중단됨, 7점 중 3점.
과제 7.1, build_net: 틀림, 3점 중 0점.
1번째 층 Conv2D(2, 3) · 출력 크기 · 기대: (9, 7, 2) · 결과: (7, 5, 2) · \
계산: floor((9 - 3) / 1) + 1 = 7
처음으로 달라진 층과 그 앞뒤의 층, 출력 크기와 파라미터 수:
여기에서 달라집니다: Conv2D(2, 3), 크기 (7, 5, 2), 파라미터 20.
기대한 값: 크기 (9, 7, 2), 파라미터 20.
Dense(3), 크기 (3,), 파라미터 1,239.
same_or_valid.py 파일 21번째 줄: model.add(keras.layers.Conv2D(2, 3))
과제 7.2, slow: 중단됨, 1점 중 0점.
slow(n=9) · 허용된 시간을 넘겼습니다. 끝나지 않는 반복문이 있나요?
과제 7.3, train_me: 맞음, 3점 중 3점.
첫 번째 시드에서만 운이 나빴습니다 · 처음: 0.61 · 그다음: 0.93 (기준 0.70)
다음: python -m grader hint 7.1
"""
OVERVIEW = [
    "Exercise 01, First: not started, 0 of 2 points.",
    "Exercise 02, Second: 1 of 2 tasks done, 1.5 of 3.5 points.",
    "Exercise 03, Output size: wrong, 1 of 7 points.",
    "Exercise 04, Done: right, 2 of 2 points.",
    "Exercise 07, Same or valid: stopped, 3 of 7 points.",
    "Exercise 08, Pooling: not graded, 0 of 4 points.",
    "Total: 7.5 of 25.5 points.",
    "1 of 6 exercises done, 4 begun, 1 not started.",
]


def test_one_exercise():
    assert to_lines(report(NETWORK), Messages("en")) == ENGLISH
    assert to_lines(report(NETWORK), Messages("ko")) == KOREAN


def test_the_path_stands_first():
    assert to_lines(EVERYTHING, Messages("en")).splitlines()[:8] == OVERVIEW


def test_what_is_done_leads_on():
    assert to_lines(report(DONE), Messages("en")).splitlines()[-1] == (
        "Right, all of it. Where you stand, and what comes next: python -m grader"
    )


def test_no_sign_stands_for_a_word():
    signs = {*SYMBOLS.values(), *PLAIN_SYMBOLS.values(), "→"}
    for line in to_lines(EVERYTHING, Messages("en")).splitlines():
        assert line.split()[0] not in signs, line
        assert line == line.strip()
