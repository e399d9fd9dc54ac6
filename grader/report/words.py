"""From findings to sentences: the one place where a code becomes words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len

from grader.messages import Messages
from grader.report.model import Finding
from grader.report.python_words import in_plain_words

LINE, MOST_LINES = 74, 4
"""Columns of a line in a narrow terminal, and how many of them a finding's words may take."""


def message(finding: Finding, messages: Messages) -> str:
    """Return what a finding says: the fact, without the mistake's question."""
    said = _said(finding, messages)
    asked = f"{_asked(finding)}: {said}"
    return asked if _asked(finding) and _is_short(asked, finding, messages) else said


def _asked(finding: Finding) -> str:
    """Return what built a network was asked with, which a finding about a layer does not name."""
    _, bracket, arguments = str(finding.data.get("call", "")).partition("(")
    about_layers = finding.code.startswith(("shape.", "params.", "layers."))
    return arguments[:-1] if bracket and about_layers else ""


def _is_short(said: str, finding: Finding, messages: Messages) -> bool:
    """Whether a sentence and its questions are read at one glance."""
    texts = (said, *questions(finding, messages))
    return sum(math.ceil((cell_len(text) + 2) / LINE) for text in texts) <= MOST_LINES


def _said(finding: Finding, messages: Messages) -> str:
    named = f"{finding.code}.named"
    if finding.mistake is not None and messages.has("finding", named):
        return messages.text("finding", named, finding.data)
    if finding.code == "syntax.error":
        own, source = (str(finding.data.get(key, "")) for key in ("message", "source"))
        said = in_plain_words(own or "?", messages, source)
        return messages.text("finding", finding.code, {**finding.data, "message": said})
    told = messages.text("finding", finding.code, finding.data)
    pattern = finding.data.get("pattern")
    if pattern is None:
        return told
    return _joined(told, messages.text("pattern", pattern["code"], pattern["data"]))


def questions(finding: Finding, messages: Messages) -> list[str]:
    """Return what the named mistakes ask: questions that give no answer away."""
    named = [name for name in (finding.mistake, finding.also) if name is not None]
    return [messages.text("mistake", name) for name in named]


def explanation(finding: Finding, messages: Messages) -> str | None:
    """Return what the message of an exception means, where it is a known one."""
    known = finding.data.get("explanation")
    if known is None:
        return None
    return messages.text("keras_error", known["code"], known["data"])


def sentence(finding: Finding, messages: Messages) -> str:
    """Return all that a finding says together, for formats that have one line."""
    told = message(finding, messages)
    explained = explanation(finding, messages)
    if explained is not None:
        told = f"{explained} {told}"
    for asked in questions(finding, messages):
        told = _joined(told, asked)
    return told


def _joined(told: str, more: str) -> str:
    return f"{told} {more}" if told.endswith((".", "?")) else f"{told} · {more}"


def walls(environment: Mapping[str, Any], messages: Messages) -> str:
    """Return one sentence on what held the student's code while it ran; "" where nothing ran."""
    tier = environment.get("sandbox")
    if not tier:
        return ""
    missing = [name for name, held in environment["protections"] if not held]
    if tier != "none":
        return messages.text("walls", tier)
    names = ", ".join(messages.text("exposed", name) for name in missing)
    return messages.text("walls", "none", {"missing": names})
