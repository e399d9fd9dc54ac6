"""The class page in a real browser: headless Chromium, driven by Playwright."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from grader.classroom.model import ClassRecord
from grader.classroom.page import page
from grader.classroom.policy import Policy, standings
from grader.messages import LANGUAGES, Messages
from tests.browser import OVERFLOW, PHONE, WIDE, chromium
from tests.classroom.building import DUE, DUES, SMALL, drawn

POLICY = Policy(title="Vision", due=DUES)
LONG = "x" * 400
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def a_class() -> ClassRecord:
    """Thirty students; the first has a hostile name, the second one without an end."""
    record = drawn(SMALL, 30)
    first, second, *others = record.students
    first = replace(first, student=replace(first.student, name=HOSTILE))
    second = replace(second, student=replace(second.student, name=LONG, email=f"{LONG}@x.org"))
    return replace(record, students=(first, second, *others))


@pytest.fixture(scope="module")
def files(a_class, tmp_path_factory) -> dict[str, Path]:
    """The page in each language, and without names."""
    folder = tmp_path_factory.mktemp("page")
    found = standings(a_class, POLICY)
    written = {}
    for language in LANGUAGES:
        for anonymous in (False, True):
            name = f"{language}-anonymous" if anonymous else language
            text = page(
                a_class,
                found,
                POLICY,
                Messages(language),
                made_at=DUE,
                anonymous=anonymous,
            )
            written[name] = folder / f"{name}.html"
            written[name].write_text(text, "utf-8")
    return written


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser, files) -> Iterator[Opened]:
    """Opens a page; afterwards nothing may have been asked for, said or complained about."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def watch(page: Page) -> None:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))

    def opened(name: str, viewport=WIDE, target: str = "", **settings) -> Page:
        context = browser.new_context(viewport=viewport, **settings)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(files[name].as_uri() + target)
        return page

    yield opened
    for context in contexts:
        context.close()
    elsewhere = [url for url in asked if url.partition("#")[0] not in own_urls(files)]
    assert (elsewhere, said) == ([], [])


def own_urls(files: dict[str, Path]) -> set[str]:
    return {path.as_uri() for path in files.values()} | {"data:,"}


def head(page: Page, label: str):
    return page.locator("#people thead th", has_text=label).first


def column(page: Page, label: str) -> list[float]:
    """The numbers that a column of the students' table is sorted by; NaN where there is none."""
    return page.evaluate(
        """label => {
          const table = document.querySelector("#people table");
          const heads = [...table.tHead.rows[0].cells];
          const place = heads.findIndex((head) => head.textContent.trim() === label);
          return [...table.tBodies[0].rows].map((row) => {
            const value = row.cells[place].dataset.value;
            return value === "" ? NaN : Number(value);
          });
        }""",
        label,
    )


def in_order(values: list[float]) -> bool:
    return all(a <= b for a, b in pairwise(values))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_loads_without_a_complaint_or_a_request(opened, language, scheme):
    page = opened(language, color_scheme=scheme)
    assert page.title() == "Vision"
    assert page.locator("svg.figure").count() == 7
    assert page.locator("svg.figure").first.is_visible()
    text = page.get_by_role("heading", name=Messages(language).text("class_page", "mistakes"))
    assert text.is_visible()


def test_numbers_are_sorted_as_numbers(opened):
    page = opened("en")
    before = column(page, "Points")
    assert sorted(before) not in (before, sorted(before, key=str))  # 8 stands before 10
    head(page, "Points").get_by_role("button").click()
    assert head(page, "Points").get_attribute("aria-sort") == "ascending"
    assert column(page, "Points") == sorted(before)
    head(page, "Points").get_by_role("button").click()
    assert head(page, "Points").get_attribute("aria-sort") == "descending"
    assert column(page, "Points") == sorted(before, reverse=True)
    shown = page.locator("#people tbody tr").first.inner_text()
    assert f"{max(before):g}" in shown.split("\t")


def test_what_has_no_number_stands_last_both_ways(opened):
    page = opened("en")
    button = head(page, "18").get_by_role("button")
    for way in (1, -1):
        button.click()
        values = column(page, "18")
        known = [value for value in values if value == value]
        assert 0 < len(known) < len(values)
        assert values[: len(known)] == known
        assert in_order([way * value for value in known])


def test_texts_are_sorted_and_only_one_column_says_so(opened):
    page = opened("en")
    head(page, "Total").get_by_role("button").click()
    head(page, "Key").get_by_role("button").click()
    keys = page.locator("#people tbody td:nth-child(2)").all_inner_texts()
    assert keys == sorted(keys)
    sorted_by = page.locator("#people th[aria-sort]").all_inner_texts()
    assert [text.strip() for text in sorted_by] == ["Key"]


def test_a_table_is_sorted_from_the_keyboard(opened):
    page = opened("en")
    head(page, "Points").get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert in_order(column(page, "Points"))


def test_every_table_can_be_sorted_by_every_column(opened):
    page = opened("en", target="#s5")
    page.evaluate(
        """() => document.querySelectorAll("details").forEach((one) => (one.open = true))"""
    )
    tables = page.evaluate(
        """() => {
          const before = (table) => [...table.tBodies[0].rows].map((row) => row.textContent).sort();
          return [...document.querySelectorAll("table")].map((table) => {
            const rows = before(table);
            const heads = [...table.tHead.rows[0].cells];
            for (const head of heads) head.querySelector("button").click();
            return heads.at(-1).getAttribute("aria-sort") === "ascending"
              && JSON.stringify(before(table)) === JSON.stringify(rows);
          });
        }"""
    )
    assert len(tables) > 30
    assert all(tables)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_students_page_opens_and_closes(opened, language):
    page = opened(language)
    link = page.locator("#people tbody tr:nth-child(5) th a")
    name = link.inner_text()
    link.click()
    own = page.locator(".own:target")
    heading = own.get_by_role("heading", level=2)
    assert heading.inner_text().split(" (")[0] == name
    assert heading.evaluate("one => one === document.activeElement")
    assert own.locator("table").is_visible()
    assert not page.locator("#overview").is_visible()
    assert page.locator(".own:visible").count() == 1
    own.locator(".back a").click()
    assert page.locator("#overview").is_visible()
    assert page.locator(".own:visible").count() == 0
    page.go_back()
    assert heading.is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_students_page_opens_by_its_address(opened, javascript):
    page = opened("en", target="#s3", java_script_enabled=javascript)
    assert page.locator("#s3 h2").is_visible()
    assert not page.locator("#people").is_visible()


def test_everything_is_there_without_script(opened):
    page = opened("en", java_script_enabled=False)
    assert page.locator("#people tbody tr").count() == 30
    assert page.locator("th button").count() == 0
    page.locator("#mistakes summary").first.click()
    assert page.locator("#mistakes .people a").first.is_visible()
    page.locator("#people tbody tr:nth-child(4) th a").click()
    assert page.locator("#s4 h2").is_visible()


@pytest.mark.parametrize("target", ["", "#s1", "#s2", "#s3"])
@pytest.mark.parametrize("name", ["en", "ko", "en-anonymous", "ko-anonymous"])
def test_nothing_overflows_on_a_phone(opened, name, target):
    page = opened(name, PHONE, target)
    assert page.evaluate(OVERFLOW) <= 390
    page.evaluate(
        """() => document.querySelectorAll("details").forEach((one) => (one.open = true))"""
    )
    assert page.evaluate(OVERFLOW) <= 390


def test_a_wide_table_scrolls_in_its_own_place_and_keeps_the_names(opened):
    page = opened("ko", PHONE)
    box = page.locator("#people .scroll")
    assert box.evaluate("one => one.scrollWidth > one.clientWidth")
    box.evaluate("one => { one.scrollLeft = 300 }")
    cell = page.locator("#people tbody tr:nth-child(9) th")
    assert cell.bounding_box()["x"] == pytest.approx(16, abs=1)


@pytest.mark.parametrize("name", ["en", "ko"])
def test_paper(opened, name):
    """On paper there is nothing to click, nothing is cut off, and black stands on white."""
    page = opened(name, {"width": 680, "height": 900}, color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    colours = page.evaluate(
        """() => [getComputedStyle(document.body).color,
          getComputedStyle(document.documentElement).getPropertyValue("--paper").trim()]"""
    )
    assert colours == ["rgb(0, 0, 0)", "#fff"]
    assert page.locator("#exercises .scroll").evaluate(
        "one => one.querySelector('table').offsetWidth <= one.clientWidth"
    )
    sheets = page.pdf(prefer_css_page_size=True)
    assert sheets.startswith(b"%PDF-")
    assert 4 <= sheets.count(b"/Type /Page\n") <= 12


def test_a_students_page_is_printed_alone(opened):
    page = opened("en", target="#s3")
    page.emulate_media(media="print")
    assert page.locator("#s3 h2").is_visible()
    assert not page.locator("#people").is_visible()
    assert 1 <= page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 2


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parts = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(document.documentElement);
  const contrast = (a, b) => {
    const [x, y] = [a, b].map((name) => light(style.getPropertyValue(name))).sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  return Object.fromEntries(
    [["--ink", "--paper"], ["--soft", "--paper"], ["--accent", "--paper"], ["--alert", "--paper"],
     ["--pass", "--paper"], ["--error", "--paper"], ["--on-pass", "--pass"],
     ["--on-fail", "--fail"]]
      .map(([a, b]) => [`${a} on ${b}`, contrast(a, b)]));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(opened, scheme):
    """WCAG asks for 4.5 : 1."""
    page = opened("en", color_scheme=scheme)
    assert {k: round(v, 2) for k, v in page.evaluate(CONTRAST).items() if v < 4.5} == {}


def test_a_hostile_name_is_only_read(opened):
    page = opened("en")
    assert page.locator("#people").get_by_role("link", name=HOSTILE).count() == 1
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1


def test_a_script_that_is_not_the_pages_own_does_not_run(browser, files):
    page = browser.new_page()
    page.goto(files["en"].as_uri())
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
        }"""
    )
    assert page.evaluate("window.ran") is None
    page.close()
