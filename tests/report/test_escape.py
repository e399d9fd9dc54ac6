from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from grader.report.escape import JOINT, LENGTH, block, cell, code, inline, plain

from .building import NASTY

HOSTILE = [
    NASTY,
    "# heading",
    "1. one",
    "2) two",
    "- item",
    "+ item",
    "* item",
    "> quote",
    "***",
    "title\n===",
    "title\n---",
    "    indented",
    "a\n\n\n\tb",
    "```\nfence",
    "~~~\nfence",
    "|a|b|\n|-|-|\n|c|d|",
    "[name]: http://evil.example",
    "[x](http://evil.example)",
    "<http://evil.example>",
    "![x](http://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "<!--",
    "&lt;b&gt; &#60;",
    "*a* **b** ***c*** _d_ __e__ ~~f~~",
    "`a` ``b`` ```c``` `",
    "\\`x\\` \\| \\\\",
    "`<b>x</b>`",
    "snake_case_name and _private_ __dunder__",
]
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def words(text):
    """What of a text is to be read, without spaces, line ends and what keeps apart."""
    return "".join(plain(text).replace("`", "").split())


def read(html):
    for tag in ("<p>", "</p>", "<code>", "</code>", "<br>", JOINT):
        html = html.replace(tag, "")
    for entity, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("amp", "&")):
        html = html.replace(f"&{entity};", character)
    return "".join(html.replace("`", "").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_reads_as_the_text_and_has_no_markup_but_code(text):
    assert read(MARKDOWN.render(inline(text))) == words(text)
    assert read(MARKDOWN.render(f"- {inline(text)}").replace("li>", "p>")[4:-6]) == words(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_stays_one_cell(text):
    html = MARKDOWN.render(f"| a | b |\n| --- | --- |\n| {cell(text)} | last |\n")
    body = html.split("<tbody>\n<tr>\n<td>")[1].split("</td>\n<td>last</td>\n</tr>\n</tbody>")
    assert [read(body[0]), body[1]] == [words(text), "\n</table>\n"]


@pytest.mark.parametrize("text", HOSTILE)
def test_code_is_nothing_but_code(text):
    span, fenced = MARKDOWN.render(code(text)), MARKDOWN.render(block(text))
    assert span.startswith("<p><code>") and span.endswith("</code></p>\n")
    assert fenced.startswith('<pre><code class="language-text">')
    assert fenced.endswith("</code></pre>\n")
    assert (span.count("<"), fenced.count("<")) == (4, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`f` gives a_b_c = [1]", "`f` gives a_b_c = \\[1\\]"),
        ("two\nlines", "two<br>lines"),
        ("@someone", f"@{JOINT}someone"),
        ("see #12 or GH-7", f"see #{JOINT}12 or GH{JOINT}-7"),
        ("me@example.org", f"me@{JOINT}example.org"),
        ("http://evil.example", "http:\\//evil.example"),
        ("www.evil.example", "www\\.evil.example"),
        ("$x$", "\\$x\\$"),
        ("한글은 그대로", "한글은 그대로"),
    ],
)
def test_nothing_is_linked_and_nobody_is_called(text, expected):
    assert inline(text) == expected


def test_a_cell_keeps_links_apart_too():
    assert cell("@a www.b.c | \\") == f"&#64;{JOINT}a www&#46;b.c &#124; &#92;"


def test_what_no_page_can_show():
    assert plain("a\x1b[31mb\x1b[0m\x00\ud800\u202ec\r\n\td") == "ab\ufffd\ufffd\ufffdc\ufffd\n\td"
    assert plain("x" * (LENGTH + 5)) == "x" * (LENGTH - 1) + "…"
