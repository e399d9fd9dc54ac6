"""A report with pictures in a real browser: it shows, asks for nothing, fits on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from grader.messages import LANGUAGES, Messages
from grader.network import read_network
from grader.pictures.mine import TaskWork, draw_volumes
from grader.pictures.own import Built, table_of
from grader.pictures.picture import Ink, Picture, to_png
from grader.report.html import to_html
from grader.report.model import Report
from tests.browser import OVERFLOW, PHONE, WIDE, chromium
from tests.judge.building import conv, layer, model

from .building import EVERYTHING

LONG = "y" * 300
HOSTILE = '"><img src=x onerror="alert(1)"><script>alert(2)</script>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def work(language: str) -> dict[str, TaskWork]:
    """Every layer and a picture of a network, and a picture with a wild title."""
    layers = (conv(8, padding="same"), layer("Flatten"), layer("Dense", units=3))
    network = read_network(model(*layers, shape=(10, 10, 1)))
    built = Built(f"build_net(name={LONG!r})", network, None, None, False, network)
    drawn = draw_volumes(built, Ink(Messages(language)))
    picture = Picture("7.1", "7.1-volumes", drawn.title, drawn.told, to_png(drawn.figure))
    wild = replace(picture, title=HOSTILE, told=HOSTILE)
    return {"7.1": TaskWork((picture, wild), table_of(built))}


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    written = {}
    for language in LANGUAGES:
        report: Report = EVERYTHING
        text = to_html(report, Messages(language), work=work(language))
        written[language] = folder / f"{language}.html"
        written[language].write_text(text, "utf-8")
    return written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"]
)
def test_it_shows_and_asks_for_nothing(browser, pages, language, viewport, scheme):
    asked, said = [], []
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(pages[language].as_uri())
    images = page.locator("img")
    assert images.count() == 2
    for index in range(2):
        image = images.nth(index)
        assert image.evaluate("i => i.complete && i.naturalWidth > 500")
        assert image.get_attribute("alt")
    assert page.locator("figcaption").first.is_visible()
    assert page.evaluate(OVERFLOW) <= viewport["width"]
    assert page.locator("table.layers caption").first.is_visible()
    context.close()
    assert [url for url in asked if not url.startswith("data:image/png;base64,")] == [
        pages[language].as_uri()
    ]
    assert said == []


def test_a_wide_picture_is_moved_with_the_keyboard_and_fits_on_paper(browser, pages):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(pages["en"].as_uri())
    box = page.locator("figure .wide").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('figure .wide').scrollLeft > 0")
    page.emulate_media(media="print")
    assert page.locator("img").first.evaluate("i => i.getBoundingClientRect().right <= 390")
    context.close()
