"""The zip that an instructor uploads to Gradescope as an autograder: scripts and the whole kit.

It holds the solutions and the hidden seed, and is the instructor's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.author.archive import write_zip
from grader.author.pack import CODE, DATA, PLAIN, TEMPLATES, tree
from grader.classroom.policy_file import read_policy
from grader.kit import ROOT, Kit, UsageError
from grader.report.formats import cannot_write

PROGRAMS = ("setup.sh", "run_autograder")
AUTHORED = (".py", ".toml", ".md", ".txt")
"""What the grader reads of `solutions/`, the hidden seed too."""
POLICY = "policy.toml"


def autograder_zip(
    kit: Kit,
    out: Path,
    policy_file: Path | None,
    *,
    exercises: Sequence[str] = (),
    language: str = "en",
    accuracy: str = "standard",
) -> None:
    """Write the zip. `exercises` (none for all), `language` and `accuracy` are what `check` takes;
    they stand at the top of the script that is run for each submission.

    Raises UsageError for a copy of the kit without solutions, an exercise that there is not, rules
    that are none, and where the zip cannot be written.
    """
    if not kit.solutions.is_dir():
        raise UsageError("usage.no_solutions")
    if policy_file is not None:
        from grader.classroom.grading import exercises_of

        read_policy(policy_file, exercises_of(kit))  # a fault is told now, and not by each grading
    files = {f"kit/{name}": content for name, content in _kit_files(kit)}
    if policy_file is not None:
        files[POLICY] = policy_file.read_bytes()
    asked = " ".join(sorted({slug for slug, _ in kit.select(exercises)}))
    values = {"@LANG@": language, "@ACCURACY@": accuracy, "@EXERCISES@": asked}
    values["@POLICY@"] = f"$root/source/{POLICY}" if policy_file is not None else ""
    for name in PROGRAMS:
        text = (TEMPLATES / "gradescope" / name).read_text("utf-8")
        for marker, value in values.items():
            text = text.replace(marker, value)
        files[name] = text.encode()
    try:
        write_zip(files, out, PROGRAMS)
    except OSError as error:
        raise cannot_write(out, error) from error


def _kit_files(kit: Kit) -> Iterator[tuple[str, bytes]]:
    """Yield what grading takes. What is only a proof, right and wrong answers, stays at home."""
    yield from tree(kit.root / "grader", (*CODE, ".json", ".yml", ".md"))
    yield from tree(kit.root / "data", DATA)
    for name, content in tree(kit.solutions, AUTHORED):
        if not {"right", "wrong"} & set(Path(name).parts):
            yield name, content
    for name in PLAIN:
        yield name, (ROOT / name).read_bytes()
