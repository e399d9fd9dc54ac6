from __future__ import annotations

import json

from grader.messages import Messages
from grader.report.json_format import as_data, to_json

from .building import DONE, EVERYTHING, exercise, finding, passed, report, task

ONE = report(
    exercise(
        "03",
        "Output size",
        "출력의 크기",
        task(
            "3.1",
            "conv_output_size",
            passed("values", 1.5),
            finding(
                "values",
                "fail",
                "value.wrong",
                2,
                data={"call": "f(n=3)", "found": "5", "expected": "6", "wrong": 1, "asked": 1},
                mistake="forgets_plus_one",
                line=4,
                group="valid",
            ),
        ),
        printed="hello",
        seconds=0.12345,
    )
)


def test_a_whole_report():
    assert as_data(ONE, Messages("en")) == {
        "schema": 1,
        "lang": "en",
        "submission": "exercises",
        "points": 1.5,
        "max_points": 3.5,
        "provisional": False,
        "seconds": 1.235,
        "environment": {"python": "3.11.2", "seed": 7, "protections": []},
        "exercises": [
            {
                "id": "03",
                "slug": "03_output_size",
                "title": "Output size",
                "file": "not_there/03_output_size/output_size.py",
                "status": "fail",
                "points": 1.5,
                "max_points": 3.5,
                "seconds": 0.123,
                "notes": [],
                "printed": "hello",
                "tasks": [
                    {
                        "id": "3.1",
                        "name": "conv_output_size",
                        "status": "fail",
                        "points": 1.5,
                        "max_points": 3.5,
                        "findings": [
                            {
                                "check": "values",
                                "group": "",
                                "status": "pass",
                                "code": "pass",
                                "mistake": None,
                                "also": None,
                                "points": 1.5,
                                "max_points": 1.5,
                                "line": None,
                                "message": "right",
                                "data": {},
                            },
                            {
                                "check": "values",
                                "group": "valid",
                                "status": "fail",
                                "code": "value.wrong",
                                "mistake": "forgets_plus_one",
                                "also": None,
                                "points": 0.0,
                                "max_points": 2,
                                "line": 4,
                                "message": "f(n=3) gives 5. Your answer takes jumps and places for"
                                " the same number. Where does the window stand before its first"
                                " jump?",
                                "data": {
                                    "call": "f(n=3)",
                                    "found": "5",
                                    "expected": "6",
                                    "wrong": 1,
                                    "asked": 1,
                                },
                            },
                        ],
                    }
                ],
            }
        ],
    }


def test_the_language_changes_words_only():
    english, korean = (as_data(ONE, Messages(language)) for language in ("en", "ko"))
    assert korean["exercises"][0].pop("title") == "출력의 크기"
    assert english["exercises"][0].pop("title") == "Output size"
    for data in (english, korean):
        assert data.pop("lang") in ("en", "ko")
        for found in data["exercises"][0]["tasks"][0]["findings"]:
            assert found.pop("message")
    assert english == korean


def test_the_text_is_one_readable_document():
    text = to_json(EVERYTHING, Messages("ko"))
    assert text.startswith('{\n  "schema": 1,\n  "lang": "ko",\n')
    assert text.endswith("}\n")
    assert "채점 못 함" not in text  # a status is a word of the schema, not of a language
    assert "출력의 크기" in text
    assert json.loads(text) == as_data(EVERYTHING, Messages("ko"))


def test_what_the_graders_fault_leaves_open():
    data = as_data(EVERYTHING, Messages("en"))
    assert (data["provisional"], data["points"], data["max_points"]) == (True, 7.5, 25.5)
    assert [e["status"] for e in data["exercises"]] == [
        "todo",
        "todo",
        "fail",
        "pass",
        "limit",
        "error",
    ]
    assert as_data(report(DONE), Messages("en"))["provisional"] is False
