"""The grader of the course kit: `python -m grader`, and `check` for notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.notebook.answer import Answer

__version__ = "0.1.0"
__all__ = ["check", "hint"]


def check(*what: str | int, lang: str | None = None, accuracy: str | None = None) -> Answer | None:
    """Check exercises or tasks, such as "7.1", "07" or 7: what was run so far in a notebook, or in
    IPython; elsewhere the files in `exercises/`.

    `accuracy` is "none", "standard" (as a rule, or what GRADER_ACCURACY says) or "full". The answer
    shows itself as a page in a notebook and as text elsewhere; there is none where a package is
    missing.
    """
    try:
        from grader.notebook.check import check as ask
    except ModuleNotFoundError as error:
        from grader.notebook.lacking import tell

        tell(error, lang)
        return None
    return ask(what, lang, accuracy)


def hint(task: str, lang: str | None = None) -> Answer | None:
    """Give the next hint for a task, such as "7.1": first for the mistake in what was run last."""
    try:
        from grader.notebook.check import hint as ask
    except ModuleNotFoundError as error:
        from grader.notebook.lacking import tell

        tell(error, lang)
        return None
    return ask(task, lang)
