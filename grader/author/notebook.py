"""An exercise as a notebook: the stub's cells between one that gets the kit and one that checks."""

from __future__ import annotations

import json

from grader.kit import module_name

GET_THE_KIT = """\
# Colab only: choose `{archive}`, the file that you were given, when you are asked for it.
# Anywhere else this cell does nothing: the notebook lies in the kit already.
import sys
from pathlib import Path

if "google.colab" in sys.modules and not Path("{kit}").is_dir():
    import zipfile
    from google.colab import files

    zipfile.ZipFile(next(iter(files.upload()))).extractall()
    !pip install -q -r {kit}/requirements.txt"""

CHECK_TITLE = """\
## Check
Save the notebook (Ctrl-S), then run the next cell. It reads the notebook as a file and runs it \
afresh: what counts is what stands in the cells, not what was run before."""

CHECK = """\
if "google.colab" in sys.modules:
    import json
    from google.colab import _message

    written = _message.blocking_request("get_ipynb", request="", timeout_sec=60)["ipynb"]
    Path("{kit}/exercises/{slug}/{name}.ipynb").write_text(json.dumps(written), "utf-8")
    !cd {kit} && python -m grader check {id}
else:
    !cd ../.. && python -m grader check {id}"""

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(stub: str, slug: str, kit: str) -> bytes:
    """Return a stub in percent format as a notebook without outputs; the same bytes each time.

    `kit` names the folder that the student kit's zip unpacks to.
    """
    import jupytext  # type: ignore[import-untyped]

    data = {"kit": kit, "archive": f"{kit}.zip", "slug": slug, "id": slug[:2]}
    data["name"] = module_name(slug)
    cells = [(cell.cell_type, cell.source) for cell in jupytext.reads(stub, fmt="py:percent").cells]
    cells.insert(1, ("code", GET_THE_KIT.format_map(data)))
    cells += [("markdown", CHECK_TITLE), ("code", CHECK.format_map(data))]
    written = {
        "cells": [_cell(kind, text, f"{slug}-{n:02}") for n, (kind, text) in enumerate(cells)],
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(kind: str, text: str, name: str) -> dict[str, object]:
    code: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    lines = text.splitlines(keepends=True)
    return {"cell_type": kind, "id": name[:64], "metadata": {}, "source": lines, **code}
