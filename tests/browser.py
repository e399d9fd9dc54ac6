"""Headless Chromium for tests of pages, driven by Playwright; one a module is enough."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1200, "height": 900}
OVERFLOW = "document.documentElement.scrollWidth"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("these tests need Chromium: `apt-get install chromium`, or google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()
