from __future__ import annotations

import shutil

import pytest
from matplotlib import font_manager

from grader.pictures import fonts
from grader.pictures.fonts import korean_font


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine where matplotlib's list knows nothing, and the fonts that are installed there."""
    source = font_manager.findfont("DejaVu Sans")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    installed = []
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: installed)
    monkeypatch.setattr(fonts, "FONTS", ("Nobody's", "DejaVu Sans"))

    def install(name, content=None):
        path = tmp_path / name
        if content is None:
            shutil.copy(source, path)
        else:
            path.write_bytes(content)
        installed.append(str(path))
        return path

    return install


def test_a_font_that_is_newer_than_the_list(machine):
    machine("malgun.ttf", b"no font")
    assert korean_font() is None
    path = machine("Nanum-GothicBold.ttf")
    assert korean_font() == "DejaVu Sans"
    path.unlink()
    assert korean_font() is None


def test_fonts_of_other_names_are_not_read(machine):
    machine("Other.ttf")
    assert korean_font() is None
