from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from grader.messages import Messages
from grader.report.markdown import to_markdown

from .building import DONE, EVERYTHING, HOSTILE, UNTOUCHED, exercise, finding, report, task

EN, KO = Messages("en"), Messages("ko")
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

EXPECTED = Path(__file__).with_name("expected")


@pytest.mark.parametrize(
    ("messages", "title", "expected"),
    [(EN, "", "feedback.en.md"), (KO, "김하늘 <b>", "feedback.ko.md")],
)
def test_everything(messages, title, expected):
    made = to_markdown(EVERYTHING, messages, title)
    assert made.split("\n") == (EXPECTED / expected).read_text("utf-8").split("\n")


def test_an_untouched_exercise_is_told_where_it_is_the_only_one():
    alone, among = (to_markdown(report(*e), EN) for e in ((UNTOUCHED,), (UNTOUCHED, DONE)))
    assert "### · 1.1 `double` · not started · 0 / 2" in alone
    assert "1.1" not in among


def test_the_words_of_an_explained_exception_stand_in_a_block():
    data = {
        "call": "f(n=1)",
        "error": "ValueError",
        "message": "[red] 1\n[red] 2\n[red] 3",
        "explanation": {"code": "no_tensor", "data": {}},
    }
    one = task("5.1", "f", finding("values", "fail", "call.raised", 2, data=data))
    assert to_markdown(report(exercise("05", "Next", "다음", one)), EN).endswith("""
### ✗ 5.1 `f` · wrong · 0 / 2

A layer was called with empty brackets. Which tensor should it read?

```text
f(n=1) raises ValueError: [red] 1
[red] 2 …
```
""")


def test_the_layers_above_and_below_are_counted():
    def row(kind, departs=False):
        cells = {"shape": "(1,)", "params": "0", "expected_shape": "(1,)", "expected_params": "0"}
        return {"found": kind, "departs": departs, **cells}

    table = [*map(row, "ABCD"), row("-", departs=True), *map(row, "FGH")]
    data = {"layer": 5, "layer_text": "E", "expected": "a", "found": "b", "table": table}
    one = task("5.1", "f", finding("shapes", "fail", "shape.mismatch.plain", 1, data=data))
    assert to_markdown(report(exercise("05", "Next", "다음", one)), EN).endswith("""
| your layers | shape | parameters |
| --- | --- | --: |
| ... 2 more above |  |  |
| C | (1,) | 0 |
| D | (1,) | 0 |
| **✗ (a layer is missing)** | **(1,)** | **0** |
| F | (1,) | 0 |
| G | (1,) | 0 |
| ... 1 more below |  |  |
""")


def test_hostile_texts_make_no_markup():
    """Only the elements that the feedback itself has, in whatever a student wrote."""
    tokens = MARKDOWN.parse(to_markdown(report(HOSTILE), EN))
    inner = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} == {
        *(
            f"{kind}_{end}"
            for kind in ("heading", "paragraph", "table")
            for end in ("open", "close")
        ),
        *(
            f"{kind}_{end}"
            for kind in ("thead", "tbody", "tr", "th", "td")
            for end in ("open", "close")
        ),
        *(f"{kind}_{end}" for kind in ("bullet_list", "list_item") for end in ("open", "close")),
        "inline",
        "fence",
    }
    kinds = {child.type for child in inner}
    assert kinds == {
        "text",
        "code_inline",
        "html_inline",
        "em_open",
        "em_close",
        "strong_open",
        "strong_close",
    }
    assert {child.content for child in inner if child.type == "html_inline"} == {"<br>"}
    assert sum(token.type == "heading_open" for token in tokens) == 4
    assert sum(token.type == "td_open" for token in tokens) == 3 + 3 * 3
    to_markdown(report(HOSTILE), KO).encode()
