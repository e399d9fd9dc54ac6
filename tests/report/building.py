"""One report with everything in it: each status, a table, a trace, notes, something printed."""

from __future__ import annotations

from typing import Any

from grader.report.model import ExerciseReport, Finding, Report, TaskReport


def passed(check: str, points: float, code: str = "pass", **data: Any) -> Finding:
    return Finding(check, "pass", code, points, points, data)


def finding(check: str, status: str, code: str, points: float, **settings: Any) -> Finding:
    return Finding(check, status, code, 0.0, points, **settings)


def task(id: str, name: str, *findings: Finding) -> TaskReport:
    return TaskReport(id, name, findings, sum(f.max_points for f in findings))


def exercise(id: str, title: str, korean: str, *tasks: TaskReport, **settings: Any) -> Any:
    slug = f"{id}_{title.lower().replace(' ', '_')}"
    file = f"not_there/{slug}/{slug[3:]}.py"
    return ExerciseReport(id, slug, {"en": title, "ko": korean}, file, tasks, **settings)


def report(*exercises: ExerciseReport) -> Report:
    return Report("exercises", exercises, {"python": "3.11.2", "seed": 7}, 1.23456)


TABLE = [
    {
        "found": "Conv2D(2, 3)",
        "shape": "(7, 5, 2)",
        "params": "20",
        "expected_shape": "(9, 7, 2)",
        "expected_params": "20",
        "departs": True,
    },
    {
        "found": "Dense(3)",
        "shape": "(3,)",
        "params": "1,239",
        "expected_shape": "(3,)",
        "expected_params": "75",
        "departs": False,
    },
]

NUMBERS = exercise(
    "03",
    "Output size",
    "출력의 크기",
    task(
        "3.1",
        "conv_output_size",
        passed("values", 1),
        finding(
            "values",
            "fail",
            "value.wrong",
            2,
            data={"call": "f(n=13, k=8)", "found": "5", "expected": "6", "wrong": 2, "asked": 9},
            mistake="forgets_plus_one",
            line=None,
            group="valid",
        ),
        finding("values", "blocked", "blocked.same_cause", 1, group="same"),
    ),
    task(
        "3.2",
        "same_padding",
        finding(
            "values",
            "fail",
            "call.raised",
            2,
            data={
                "call": "same_padding(n=13)",
                "error": "TypeError",
                "message": "unsupported [red]operand[/red] type",
                "trace": [[9, "a()"], [12, "b()"], [20, "c()"], [31, "return [None][0] + 1"]],
            },
            line=31,
        ),
    ),
    task(
        "3.3",
        "find_kernels",
        finding(
            "values",
            "blocked",
            "blocked.todo",
            1,
            data={"task": "3.1", "name": "conv_output_size"},
        ),
        Finding(
            "remark",
            "pass",
            "remark.library",
            0.0,
            0.0,
            {"name": "find_kernels", "source": "keras.ops.sort(found)"},
            line=8,
        ),
    ),
    notes=(
        Finding(
            "note",
            "pass",
            "note.encoding",
            0.0,
            0.0,
            {"file": "output_size.py", "encoding": "CP949"},
        ),
    ),
    printed="\n".join(f"line {i} [bold]" for i in range(1, 16)),
    seconds=0.5,
)

NETWORK = exercise(
    "07",
    "Same or valid",
    "same과 valid",
    task(
        "7.1",
        "build_net",
        finding(
            "shapes",
            "fail",
            "shape.mismatch",
            2,
            data={
                "layer": 1,
                "layer_text": "Conv2D(2, 3)",
                "expected": "(9, 7, 2)",
                "found": "(7, 5, 2)",
                "why": "floor((9 - 3) / 1) + 1 = 7",
                "table": TABLE,
                "source": "model.add(keras.layers.Conv2D(2, 3))",
            },
            line=21,
        ),
        finding("layers", "blocked", "blocked.same_cause", 1),
    ),
    task("7.2", "slow", finding("values", "limit", "run.time", 1, data={"call": "slow(n=9)"})),
    task(
        "7.3",
        "train_me",
        passed("accuracy", 3, "accuracy.unlucky", first="0.61", accuracy="0.93", bar="0.70"),
    ),
)

BROKEN = exercise(
    "08",
    "Pooling",
    "풀링",
    task("8.1", "pool", finding("arrays", "error", "grader.error", 4, data={"why": "no room"})),
)
UNTOUCHED = exercise(
    "01", "First", "처음", task("1.1", "double", finding("values", "todo", "todo", 2))
)
PARTLY = exercise(
    "02",
    "Second",
    "두 번째",
    task("2.1", "one", passed("values", 1.5)),
    task("2.2", "two", finding("values", "todo", "todo", 2)),
)
DONE = exercise("04", "Done", "끝", task("4.1", "four", passed("values", 2)))
EVERYTHING = report(UNTOUCHED, PARTLY, NUMBERS, DONE, NETWORK, BROKEN)

NASTY = (
    "100% of\n::error file=x::owned\n##[set-output name=a]b <script>alert(1)</script> <!-- "
    "`tick` ``` | cell \\| ]]> \x1b[31mred \x00 \ud800 \u202e 한글 @someone #12 "
    "[link](http://evil.example) ![i](j) www.evil.example *b* $x$\n# heading\n1. item\n---"
)
"""What a student may have written who wants the report to do more than to be read."""

HOSTILE = exercise(
    "05",
    "Convolution",
    "합성곱",
    task(
        "5.1",
        "conv2d",
        finding(
            "arrays",
            "fail",
            "call.raised",
            2,
            data={
                "call": "conv2d(x)",
                "error": "ValueError",
                "message": NASTY,
                "source": NASTY,
            },
            line=3,
        ),
    ),
    task(
        "5.2",
        "build",
        finding(
            "shapes",
            "fail",
            "shape.mismatch.plain",
            1,
            data={
                "layer": 1,
                "layer_text": NASTY,
                "expected": "(1,)",
                "found": "(2,)",
                "table": [{**row, "found": NASTY} for row in TABLE],
            },
        ),
    ),
    printed=NASTY,
)
