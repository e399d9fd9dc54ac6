"""Whatever the judge finds in these tests can be told, in both languages, with no value missing."""

from __future__ import annotations

import pytest

from grader.judge.context import Context
from grader.messages import LANGUAGES, Messages, _Values
from grader.report.words import message


@pytest.fixture(autouse=True)
def _every_finding_can_be_told(monkeypatch):
    silent = []
    failed, passed = Context.failed, Context.passed

    def told(finding):
        for language in LANGUAGES:
            messages = Messages(language)
            if not messages.has("finding", finding.code):
                silent.append(finding.code)
            message(finding, messages)
        return finding

    monkeypatch.setattr(_Values, "__missing__", lambda self, key: silent.append(key) or "?")
    monkeypatch.setattr(Context, "failed", lambda *args, **data: told(failed(*args, **data)))
    monkeypatch.setattr(Context, "passed", lambda *args, **data: told(passed(*args, **data)))
    yield
    assert silent == []
