"""The class page as text: its structure, its words, and what hostile names come to."""

from __future__ import annotations

import ast
import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.classroom import figures
from grader.classroom.model import ClassRecord, Trouble
from grader.classroom.page import TEMPLATES, page
from grader.classroom.people import LONGEST
from grader.classroom.policy import Policy, standings
from grader.messages import LANGUAGES, Messages, catalogue
from grader.reference import CHECKS
from tests.classroom.building import (
    DAY,
    DUE,
    DUES,
    SMALL,
    attempt,
    drawn,
    finding,
    info,
    student,
    task,
)

POLICY = Policy(title="Vision & Learning", due=DUES)
ONE = info("01", "One", "하나", ("1.1", "first", 4.0))
HOSTILE = (
    "<script>alert(1)</script>",
    '"onmouseover=alert(1) x="',
    "</title><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} ${x} `<b>`",
    "\x1b[31mred\x00\u202ereversed",
    "half \ud800 a character",
)
VOID = {"meta", "link", "img", "br", "hr"}


class Read(HTMLParser):
    """Elements in their order, with attributes; raises where tags do not fit together."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"{tag}: an attribute twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] not in ("style", "script"):
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def told(self) -> str:
        return " ".join(" ".join(self.text).split())


def made(record: ClassRecord, language="en", policy=POLICY, **settings) -> str:
    found = standings(record, policy)
    return page(record, found, policy, Messages(language), made_at=DUE + 30 * DAY, **settings)


def of_one(*names: str, **settings) -> ClassRecord:
    """A class whose students are right, or wrong with the settings of a finding."""
    found = finding("values", "fail" if settings else "pass", 0 if settings else 4, 4, **settings)
    tasks = attempt(ONE, task("1.1", "first", found), at=DUE)
    return ClassRecord(
        (ONE,), tuple(student(f"s{i}", name, tasks) for i, name in enumerate(names, 1))
    )


@pytest.fixture(scope="module")
def a_class() -> ClassRecord:
    return drawn(SMALL, 40)


@pytest.mark.parametrize("language", LANGUAGES)
def test_structure(a_class, language):
    text = made(a_class, language)
    read = Read(text)
    assert text.startswith("<!DOCTYPE html>")
    assert read.all("html") == [{"lang": language}]
    sections = [one["id"] for one in read.all("section") if one.get("class") != "own"]
    assert sections == [
        "overview",
        "distribution",
        "exercises",
        "checks",
        "mistakes",
        "items",
        "time",
        "networks",
        "curves",
        "capstone",
        "people",
    ]
    assert len([one for one in read.all("section") if one.get("class") == "own"]) == 40
    assert "Vision & Learning" in read.told
    assert not re.search(r"class_page\.|mistake\.[a-z]|status\.[a-z]", text)


def test_every_id_is_there_once_and_every_link_has_its_target(a_class):
    read = Read(made(a_class))
    ids = Counter(one["id"] for _, one in read.elements if "id" in one)
    assert [id for id, count in ids.items() if count > 1] == []
    links = {one["href"] for one in read.all("a")} | {one["href"] for one in read.all("use")}
    assert {link[1:] for link in links} <= ids.keys()
    assert all(link.startswith("#") for link in links)
    referred = re.findall(r"url\(#([^)]+)\)", made(a_class))
    assert set(referred) <= ids.keys()


def test_nothing_comes_from_elsewhere_and_only_the_own_script_runs(a_class):
    text = made(a_class)
    read = Read(text)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [one["content"] for one in read.all("meta") if "http-equiv" in one]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert set(re.findall(r"[a-z]+://[^\"' ]+", text)) == set()
    assert {name for _, one in read.elements for name in one if name.startswith("on")} == set()
    assert read.all("link") == [{"rel": "icon", "href": "data:,"}]


def test_every_figure_has_a_role_and_words(a_class):
    read = Read(made(a_class))
    drawn = [one for one in read.all("svg") if one["class"] == "figure"]
    ids = {one["id"] for _, one in read.elements if "id" in one}
    assert len(drawn) == 7  # five of the class, two of curves; the capstone is among the five
    for one in drawn:
        assert one["role"] == "img"
        assert set(one["aria-labelledby"].split()) <= ids
    swatches = [one for one in read.all("svg") if one["class"] == "swatch"]
    assert [one["aria-hidden"] for one in swatches] == ["true"] * len(figures.STACK)


def test_the_same_class_gives_the_same_bytes(a_class):
    assert made(a_class) == made(a_class)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_text(name):
    calm, hostile = made(of_one("Kim")), made(of_one(name))
    elements = [tag for tag, _ in Read(calm).elements if tag != "code"]
    assert [tag for tag, _ in Read(hostile).elements if tag != "code"] == elements
    names = [set(one) for tag, one in Read(calm).elements if tag != "code"]
    assert [set(one) for tag, one in Read(hostile).elements if tag != "code"] == names
    hostile.encode("utf-8")
    shown = re.sub("[\x00-\x08\x1b\ud800-\udfff]", "\ufffd", name)
    assert shown.replace("`", "") in Read(hostile).told.replace("`", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_a_student_stay_text_everywhere(text):
    """In a finding, a file's name, an address, a key and a section."""
    data = {"call": text, "found": text, "expected": text, "error": text, "message": text}
    record = of_one("Kim", code="call.raised", data=data)
    one = record.students[0]
    who = replace(one.student, key=text, email=text, section=text)
    one = replace(one, student=who, troubles=(Trouble(text, {"file": text}),))
    page = made(replace(record, students=(one,)))
    assert [tag for tag, _ in Read(page).elements if tag in ("script", "img", "b")] == ["script"]
    assert {name for _, e in Read(page).elements for name in e if name.startswith("on")} == set()


def test_a_book_of_an_exception_is_cut():
    record = of_one("Kim", code="value.wrong", data={"call": "x" * 5000, "found": "1"})
    longest = max(map(len, re.findall("x+", made(record))))
    assert longest == LONGEST


def test_what_the_page_says_of_a_small_class():
    record = of_one("Kim", "Lee", "Lee", code="value.wrong", mistake="forgets_bias", data={})
    right = task("1.1", "first", finding("values", "pass", 4, 4))
    fine = student("s9", "Park", attempt(ONE, right))
    absent = student("s10", "Yoo")
    told = Read(made(replace(record, students=(*record.students, fine, absent)))).told
    asked = Messages("en").text("mistake", "forgets_bias")
    assert f"3 of 4 1.1 first {asked} Who Kim Lee (s2) Lee (s3)" in told
    assert "Students 5 Handed in something 4 Mean 25.0% Median 0.0% Provisional 0" in told
    assert "Not counted, having handed in nothing: 1." in told
    assert "Kim s1 0.0% 0 1 0 ✗ 0 wrong" in told
    assert "Park s9 100.0% 4 1 0 ✓ 4 right" in told
    assert "Yoo s10 0.0% 0 0 0 – not handed in" in told


def test_the_korean_page_speaks_korean(a_class):
    told = Read(made(a_class, "ko")).told
    assert Messages("ko").text("mistake", "forgets_bias") in told
    assert "이 반의 실수" in told
    assert re.search(r"\d+명 중 \d+명", told)


def test_a_student_page_says_all_there_is():
    late = attempt(
        ONE,
        task(
            "1.1",
            "first",
            finding("values", "fail", 1, 4, code="value.wrong", mistake="forgets_bias",
                    data={"call": "`f(1)`", "found": "2", "expected": "3", "wrong": 1, "asked": 2}),
            finding("values", "blocked", 0, 0, code="blocked.same_cause"),
        ),
        at=DUE + DAY * 1.5,
    )  # fmt: skip
    trouble = Trouble("made.up", {"file": "notes.txt"})
    kim = student("s1", "Kim", late, email="kim@example.org", section="A", troubles=(trouble,))
    text = made(ClassRecord((ONE,), (kim,)), policy=Policy(due_for_all=DUE))
    own = Read(re.search(r'<section class="own".*?</section>', text, re.DOTALL)[0]).told
    assert own.startswith(
        "← Back to the class Kim Total 25.0% Points 1 / 4 Key s1 E-mail kim@example.org Section A "
        "When the files were read made.up · notes.txt Kim"
    )
    assert "1 d 12 h late 1 01 · One 1.1 first ✗ wrong 1 / 4 f(1) gives 2. All" in own
    assert own.endswith(Messages("en").text("mistake", "forgets_bias"))
    assert "<code>f(1)</code>" in text


def test_without_names_nothing_tells_who_it_is():
    words = "secret words"
    record = of_one("Kim", "Lee", code="value.wrong", mistake="forgets_bias",
                    data={"call": words})  # fmt: skip
    students = [
        replace(
            one,
            student=replace(one.student, key=f"key-{place}", email="a@b.c", section="Room 9"),
            troubles=(Trouble("x", {"file": words}),),
        )
        for place, one in enumerate(record.students)
    ]
    record = replace(record, students=tuple(students))
    named, hidden = made(record), made(record, anonymous=True)
    for text in ("Kim", "Lee", "key-0", "a@b.c", "Room 9", words):
        assert text in named
        assert text not in hidden
    told = Read(hidden).told
    assert "Student 1" in told
    assert "Student 2" in told
    assert Messages("en").text("mistake", "forgets_bias") in told


def test_numbers_follow_the_rank_and_not_the_alphabet():
    wrong = of_one("Ann", code="value.wrong", data={})
    right = of_one("Zoe")
    zoe = replace(right.students[0], student=replace(right.students[0].student, key="z"))
    told = Read(made(replace(wrong, students=(*wrong.students, zoe)), anonymous=True)).told
    assert "Student 1 100.0% 4" in told
    assert "Student 2 0.0% 0" in told


def test_an_empty_class_has_a_page():
    for students in ((), (student("s", "Kim"),)):
        told = Read(made(ClassRecord((ONE,), students))).told
        assert f"Students {len(students)} Handed in something 0 Mean – Median –" in told
        assert "Nothing to show yet." in told


def test_every_sentence_of_the_page_is_used():
    """By the page's code or by its template."""
    files = [TEMPLATES.parent / name for name in ("page.py", "parts.py", "people.py")]
    trees = [ast.parse(path.read_text("utf-8")) for path in files]
    used = {n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant)}
    asked = set(re.findall(r't\("(\w+)"', (TEMPLATES / "class.html").read_text("utf-8")))
    used |= asked
    assert catalogue("en")["class_page"].keys() - used == set()
    assert asked <= catalogue("en")["class_page"].keys()


def test_every_kind_of_check_has_a_name():
    assert CHECKS.keys() <= catalogue("en")["check"].keys()
