from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.messages import Messages
from grader.report.html import to_html

from .building import DONE, EVERYTHING, HOSTILE, NUMBERS, UNTOUCHED, report

EN, KO = Messages("en"), Messages("ko")
EXPECTED = Path(__file__).with_name("expected")
VOID = ("meta", "link", "img", "br")
OWN = {
    "html head meta title style body header h1 p span main table thead tbody tfoot tr th td a",
    "section h2 article h3 code div pre dl dt dd footer",
}
ALLOWED = {tag for tags in OWN for tag in tags.split()}
HELD = {"seed": 7, "sandbox": "isolated", "protections": [("network", True)]}


class Page(HTMLParser):
    """What stands in a page: its text by elements, its tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.outline: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("h1", "h2", "h3", "p", "tr", "pre", "div"):
            self.outline.append(f"{tag}:")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if "style" not in self._open and "title" not in self._open and data.strip():
            kept = data if "pre" in self._open else " ".join(data.split())
            self.outline[-1] += f" {kept}"


@pytest.mark.parametrize(("messages", "title"), [(EN, ""), (KO, "김하늘")])
def test_everything_in_the_order_of_reading(messages, title):
    page = Page(to_html(replace(EVERYTHING, environment=HELD), messages, title))
    expected = (EXPECTED / f"feedback.{messages.language}.txt").read_text("utf-8")
    assert "\n".join(page.outline).rstrip("\n").split("\n") == expected.rstrip("\n").split("\n")
    assert ("lang", messages.language) in page.attributes


def test_the_page_needs_nothing_else():
    """No script, no address, no file beside it; a browser is told to ask for none."""
    html = to_html(EVERYTHING, EN)
    page = Page(html)
    assert page.tags <= ALLOWED
    assert not re.search(r"https?:|url\(|@import|<script|<link|\bsrc=|\bon\w+=", html)
    links = {value for name, value in page.attributes if name in ("href", "src", "action")}
    targets = {f"#{value}" for name, value in page.attributes if name == "id"}
    assert links == targets == {"#e02", "#e03", "#e04", "#e07", "#e08"}
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


def test_symbols_are_not_read_aloud_and_words_say_the_same():
    html = to_html(EVERYTHING, EN)
    for symbol, word in (("✗", "wrong"), ("■", "stopped"), ("!", "not graded"), ("…", "waits")):
        assert f'<span aria-hidden="true">{symbol}</span> {word}</span>' in html


def test_hostile_texts_are_text():
    html = to_html(report(HOSTILE), KO, "<script>alert(2)</script> & co")
    page = Page(html)
    assert page.tags <= ALLOWED
    assert "<script" not in html and "<!--" not in html
    assert page.outline[0] == "h1: <script>alert(2)</script> & co"
    assert sum("<script>alert(1)</script> <!--" in line for line in page.outline) >= 3
    assert not set(html) & set("\x00\x1b\ud800\u202e")
    html.encode()


def test_an_untouched_exercise_is_told_where_it_is_the_only_one():
    assert "<article" in to_html(report(UNTOUCHED), EN)
    among = Page(to_html(report(UNTOUCHED, DONE), EN))
    assert "h2: 01 · First 0 / 2" not in among.outline
    assert "h2: 04 · Done 2 / 2" in among.outline


def test_what_is_printed_is_cut():
    shown = next(o for o in Page(to_html(report(NUMBERS), EN)).outline if o.startswith("pre:"))
    assert shown.split("\n")[0].endswith("line 1 [bold]")
    assert [line.strip() for line in shown.strip().split("\n")][-2:] == [
        "line 12 [bold]",
        "... and 3 more lines",
    ]
