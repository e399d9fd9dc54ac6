"""From findings to sentences: the one place where a code becomes words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rich.cells import cell_len

from grader.messages import Messages
from grader.report.model import Finding
from grader.report.python_words import in_plain_words

LINE, MOST_LINES = 74, 4
"""Columns of a line in a narrow terminal, and how many of them a finding's words may take."""
LEAST_ASKED = 20
"""Characters that are left of the first argument at least, where not all of it fits."""
ABOUT_NETWORKS = ("shape.", "params.", "layers.", "outputs.")
"""How the codes of findings begin that tell of a network and not of the call that built it."""


def message(finding: Finding, messages: Messages) -> str:
    """Return what a finding says: the fact, without the mistake's question."""
    said, asked = _said(finding, messages), _asked(finding)
    if not asked:
        return said
    brief = _briefly(finding, messages)
    texts = (
        f"{asked}: {said}",
        *(f"{asked}: {one}" for one in brief),
        *(f"{cut}: {brief[-1]}" for cut in _cut(asked)),
    )
    return next((text for text in texts if _is_short(text, finding, messages)), said)


def _briefly(finding: Finding, messages: Messages) -> list[str]:
    """Return what a finding says with a layer's kind alone, then in fewest words, at last without
    the kind: the table has it all.
    """
    kind, _, _ = str(finding.data.get("layer_text", "")).partition("(")
    named = replace(finding, data={**finding.data, "layer_text": kind}) if kind else finding
    key = f"{finding.code}.brief"
    if not messages.has("finding", key):
        return [_said(named, messages)]
    kinds = (f" ({kind})", "") if kind else ("",)
    own = [messages.text("finding", key, {**finding.data, "kind": one}) for one in kinds]
    return [_said(named, messages), *own]


def _cut(arguments: str) -> Iterator[str]:
    """Yield a call's arguments with ever fewer of them, at last only the beginning of the first."""
    each = re.split(r", (?=\w+=)", arguments)
    for count in range(len(each) - 1, 0, -1):
        yield f"{', '.join(each[:count])}, …"
    yield f"{each[0][:LEAST_ASKED]}…"


def _asked(finding: Finding) -> str:
    """Return what built a network was asked with, which a finding about a layer does not name; of
    a free design, the whole call where it is asked with nothing.
    """
    call = str(finding.data.get("call", ""))
    _, bracket, arguments = call.partition("(")
    if finding.code.startswith("design."):
        return arguments[:-1] or call
    return arguments[:-1] if bracket and finding.code.startswith(ABOUT_NETWORKS) else ""


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
