"""Pictures of what a text answers: run by the session's launcher, drawn by one ink a language."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from grader.grade import Grader, Options
from grader.kit import Kit, module_name
from grader.messages import Messages
from grader.pictures.commands import _untrained, own_of
from grader.pictures.mine import Picture, Remark, pictures_of
from grader.pictures.own import Own
from grader.pictures.sitter import Sitter
from grader.run.launch import Launcher
from grader.train.accuracy import Training
from grader.train.portrait import Portrait

REAL = Kit()
Owns = Callable[..., Own]


@pytest.fixture(scope="session")
def owns(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Owns:
    """What a text for an exercise answers: `owns("02_small_net", text, kit)`. Asked once."""

    @functools.cache
    def owns(slug: str, text: str, kit: Kit = REAL) -> Own:
        folder = tmp_path_factory.mktemp("submission") / slug
        folder.mkdir()
        (folder / f"{module_name(slug)}.py").write_text(text, "utf-8")
        grader = Grader(kit, Options("full", seed=7), launcher)
        collected = grader.collect(folder.parent, slug)
        return own_of(kit, grader, collected, grader.judge(collected, _untrained))

    return owns


def wrong(slug: str, name: str) -> str:
    """A solution of the real kit with one of its wrong answers put over it."""
    return solution(slug) + (REAL.solutions / slug / "wrong" / f"{name}.py").read_text("utf-8")


def solution(slug: str) -> str:
    return (REAL.solutions / slug / f"{module_name(slug)}.py").read_text("utf-8")


def untrained(training: Training, progress: Any) -> Portrait:
    pytest.fail("something was trained")


def drawn(
    own: Own, language: str = "en", effort: str = "none", portrays: Any = untrained
) -> tuple[dict[str, Picture], list[str]]:
    """Pictures by name, and what was said of tasks that have none."""
    found = list(pictures_of(own, Messages(language), Sitter(REAL, portrays, effort)))
    pictures = {one.name: one for one in found if isinstance(one, Picture)}
    for picture in pictures.values():
        with Image.open(io.BytesIO(picture.png)) as image:
            image.verify()
            assert image.format == "PNG"
    return pictures, [one.text for one in found if isinstance(one, Remark)]
