"""A submission as text: read it whatever its form, and say what is untouched, all before a run.

Nothing is imported here. The text that is read once is the text that is judged and run.
"""

from __future__ import annotations

from grader.submission.definitions import (
    beginning,
    definition,
    imports_keras,
    library_line,
    untouched,
)
from grader.submission.files import MAX_BYTES, decode_text, modules_beside
from grader.submission.notebooks import notebook_source, without_grader, without_magics
from grader.submission.problem import Problem
from grader.submission.read import MAX_CODE, Submission, read_submission, what_counts
from grader.submission.syntax import cut_out_syntax_errors, emitted, read_tree

__all__ = [
    "MAX_BYTES",
    "MAX_CODE",
    "Problem",
    "Submission",
    "beginning",
    "cut_out_syntax_errors",
    "decode_text",
    "definition",
    "emitted",
    "imports_keras",
    "library_line",
    "modules_beside",
    "notebook_source",
    "read_submission",
    "read_tree",
    "untouched",
    "what_counts",
    "without_grader",
    "without_magics",
]
