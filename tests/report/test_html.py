from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.messages import Messages
from grader.pictures.mine import TaskWork
from grader.pictures.own import LayerTable
from grader.pictures.picture import Picture
from grader.report.html import to_html

from .building import DONE, EVERYTHING, HOSTILE, NETWORK, NUMBERS, TABLE, UNTOUCHED, report

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
        if tag in ("h1", "h2", "h3", "p", "tr", "pre", "div", "figcaption"):
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


# With pictures of the student's own work

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000030000000208000000003a2f0a"
    "0d0000000b49444154789c63f80f0500040101ff6b5eb1a30000000049454e44ae426082"
)
CALL = "build_net()"
SAFE = "default-src 'none'; style-src 'unsafe-inline'"


def work(told="Told.", call=CALL):
    picture = Picture("7.1", "7.1-volumes", "The <b>title</b>", told, DOT)
    return {"7.1": TaskWork((picture,), LayerTable(call, tuple(TABLE), "1,259"))}


def test_pictures_and_every_layer():
    html = to_html(report(NETWORK), EN, work=work())
    page = Page(html)
    assert page.tags <= ALLOWED | {"figure", "figcaption", "img", "caption"}
    assert ("content", f"{SAFE}; img-src data:") in page.attributes
    (source,) = re.findall(r'<img src="([^"]*)"', html)
    assert base64.b64decode(source.removeprefix("data:image/png;base64,")) == DOT
    assert ("alt", "The <b>title</b>") in page.attributes
    assert {("width", "2"), ("height", "1")} <= page.attributes
    assert "<figcaption>Told.</figcaption>" in html
    assert "<caption>All layers of <code>build_net()</code></caption>" in html
    rows = [line for line in page.outline if line.startswith("tr:")]
    assert rows[-5:] == [
        "tr: your layers shape parameters",
        "tr: ✗ Conv2D(2, 3) (7, 5, 2) 20",
        "tr: expected (9, 7, 2) 20",
        "tr: Dense(3) (3,) 1,239",
        "tr: total 1,259",
    ]


def test_a_table_of_all_layers_takes_the_place_of_its_part():
    """The finding that shows some of the same layers does not show them twice."""
    finding = NETWORK.tasks[0].findings[0]
    called = replace(finding, data={**finding.data, "call": CALL})
    task = replace(NETWORK.tasks[0], findings=(called,))
    page = report(replace(NETWORK, tasks=(task,)))
    assert to_html(page, EN, work=work()).count('<table class="layers">') == 1
    assert to_html(page, EN, work=work(call="build_net(2)")).count('<table class="layers">') == 2
    assert to_html(page, EN).count('<table class="layers">') == 1


def test_without_pictures_the_page_is_as_safe_as_before():
    html = to_html(EVERYTHING, EN, work={})
    assert html == to_html(EVERYTHING, EN)
    assert "img-src" not in html


def test_hostile_words_of_pictures_are_text():
    html = to_html(report(NETWORK), EN, work=work('"><script>alert(1)</script>', "<i>`x`</i>"))
    assert Page(html).tags <= ALLOWED | {"figure", "figcaption", "img", "caption"}
    assert "<script" not in html
