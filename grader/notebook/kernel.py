"""What IPython tells of its own history. Nothing of a kernel is changed here but one thing: it is
asked to tell when a cell has raised.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Collection
from dataclasses import replace
from types import FrameType, TracebackType
from typing import Any

from grader.notebook.cells import Cell

_raised: dict[int, int] = {}
"""By number of the cell: the line in it that raised."""
_listening: list[Any] = []


def kernel() -> Any:
    """Return IPython's shell; None outside of it."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython  # type: ignore[import-not-found,unused-ignore]

    return get_ipython()


def listen() -> None:
    """Take note of cells that raise, from now on."""
    shell = kernel()
    if shell is not None and all(shell is not one for one in _listening):
        _listening.append(shell)
        shell.events.register("post_run_cell", _cell_has_run)


def _cell_has_run(result: Any) -> None:
    number = result.execution_count
    if type(number) is not int:
        return
    _raised.pop(number, None)
    error = result.error_in_exec
    line = None if error is None else _line_of_cell(error.__traceback__)
    if line is not None:
        _raised[number] = line + _magic_lines(result.info.raw_cell)


def _line_of_cell(trace: TracebackType | None) -> int | None:
    """Return the line on which a cell raised: the last step that is code of the cell itself."""
    shell, line = kernel(), None
    while trace is not None:
        if _of_cell(trace.tb_frame, shell):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _of_cell(frame: FrameType, shell: Any) -> bool:
    name = frame.f_code.co_name
    own = name == "<module>" or name.startswith("<cell line")
    return own and frame.f_globals is shell.user_ns


def _magic_lines(text: str) -> int:
    """Return by how much lines are off in what a magic such as `%%time` runs."""
    return 1 if text.lstrip().startswith("%%") else 0


def cells_run() -> list[Cell]:
    """Return the cells that were run, in their order; of the present one what stands above."""
    history = kernel().history_manager
    found = []
    for number, text in enumerate(history.input_hist_raw):
        if text.strip():
            made = history.input_hist_parsed[number]
            found.append(Cell(number, text, made, _raised.get(number)))
    if found:
        line = _present_line(found[-1])
        found[-1] = found[-1] if line is None else replace(found[-1], until=line)
    return found


def _present_line(cell: Cell) -> int | None:
    """Return the line that a cell has come to; None where it is not running."""
    shell, line = kernel(), None
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if _of_cell(frame, shell):
            line = line or frame.f_lineno + _magic_lines(cell.text)
            if "".join(linecache.getlines(frame.f_code.co_filename)).strip() == cell.made.strip():
                return line
        frame = frame.f_back
    return None


def names_known() -> Collection[str]:
    """Return the names that have a value."""
    names: Collection[str] = kernel().user_ns.keys()
    return names
