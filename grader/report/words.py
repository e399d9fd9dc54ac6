"""From findings to sentences: the one place where a code becomes words."""

from __future__ import annotations

from grader.messages import Messages
from grader.report.model import Finding


def message(finding: Finding, messages: Messages) -> str:
    """Return what a finding says: the fact, without the mistake's question."""
    named = f"{finding.code}.named"
    if finding.mistake is not None and messages.has("finding", named):
        return messages.text("finding", named, finding.data)
    return messages.text("finding", finding.code, finding.data)


def question(finding: Finding, messages: Messages) -> str | None:
    """Return the question that a named mistake asks, which gives no answer away."""
    if finding.mistake is None:
        return None
    return messages.text("mistake", finding.mistake)


def sentence(finding: Finding, messages: Messages) -> str:
    """Return fact and question together, for formats that have one line."""
    asked = question(finding, messages)
    told = message(finding, messages)
    if asked is None:
        return told
    return f"{told} {asked}" if told.endswith((".", "?")) else f"{told} · {asked}"
