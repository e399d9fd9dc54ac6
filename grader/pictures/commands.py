"""`show`: an exercise's figure, or with `--mine` pictures of the learner's own work."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.kit import Kit, UsageError
from grader.messages import Messages
from grader.report.formats import cannot_write

if TYPE_CHECKING:
    from grader.grade import Grader
    from grader.pictures.mine import Remark
    from grader.pictures.picture import Picture
    from grader.prepared import Collected
    from grader.report.model import ExerciseReport
    from grader.train.accuracy import Training


def show(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Show an exercise's figure in a window, or say where the picture is."""
    if options.mine:
        return show_mine(options, kit, messages)
    slug, _ = kit.select([options.exercise])[0]
    picture = _figure(kit.exercises / slug, messages.language)
    if not picture.is_file():
        raise UsageError(
            "usage.author",
            message=messages.text("ui", "show_missing", {"slug": slug, "path": str(picture)}),
        )
    if options.out is not None:
        _write(options.out, picture.read_bytes())
        picture = options.out
    elif _window([(slug, picture.read_bytes())]):
        return 0
    print(messages.text("ui", "show_path", {"path": str(picture)}))
    return 0


def _figure(folder: Path, language: str) -> Path:
    """Return the figure's path in a language, or where there is none the one for everybody."""
    translated = folder / f"figure.{language}.png"
    return translated if translated.is_file() else folder / "figure.png"


def show_mine(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Draw what a learner's own code answered and built, and say what there is none of."""
    from grader.pictures.picture import Picture

    slug, task = kit.select([options.exercise])[0]
    pictures: list[Picture] = []
    for one in drawn(options, kit, slug, task, messages):
        if isinstance(one, Picture):
            pictures.append(one)
        else:
            print(one.text)
    if not pictures:
        print(messages.text("picture", "nothing"))
        return 0
    if options.out is None and _window([(one.title, one.png) for one in pictures]):
        return 0
    usual = kit.root / ".grader" / "pictures" / slug
    for path in _write_all(pictures, options.out, usual, f"{task}-*.png" if task else "*.png"):
        print(messages.text("picture", "own_path", {"path": str(path)}))
    return 0


def drawn(
    options: argparse.Namespace, kit: Kit, slug: str, task: str | None, messages: Messages
) -> Iterator[Picture | Remark]:
    """Run an exercise of a submission and draw it; networks are trained as `--accuracy` says."""
    from grader.commands import progress_of, usual_sandbox
    from grader.grade import Grader, Options, find_submission
    from grader.pictures.mine import pictures_of
    from grader.pictures.sitter import Sitter

    # What is drawn needs no bar to be reached: all checks are asked that train, none is judged.
    effort = "none" if options.accuracy == "none" else "full"
    how = Options(effort, seed=0, sandbox=options.sandbox or usual_sandbox())
    folder = find_submission(options.submission or kit.exercises)
    with Grader(kit, how) as grader, progress_of(options, messages) as progress:
        collected = grader.collect(folder, slug, task)
        report = grader.judge(collected, _untrained)

        def portrays(training: Training, _: Any) -> Any:
            tell = None if progress is None else lambda done, steps: progress(slug, done, steps)
            return grader.portrays(training, tell)

        own = own_of(kit, grader, collected, report)
        yield from pictures_of(own, messages, Sitter(kit, portrays, effort))


def own_of(kit: Kit, grader: Grader, collected: Collected, report: ExerciseReport) -> Any:
    """Return what is a learner's own of an exercise that was run and judged."""
    from grader.pictures.own import Own

    reference = kit.load(collected.slug, answers=collected.evidence is not None)
    return Own(reference.tasks, grader.answers(collected), report)


def _untrained(training: Training, progress: Any) -> Any:
    from grader.train.accuracy import TrainingError

    raise TrainingError("nothing is judged here")


def _write_all(
    pictures: Sequence[Picture], out: Path | None, usual: Path, earlier: str
) -> Iterator[Path]:
    """Write one picture to a file, several into a folder, and yield where each is. In the usual
    folder those go that were drawn `earlier`.
    """
    if out is not None and len(pictures) == 1 and out.suffix and not out.is_dir():
        _write(out, pictures[0].png)
        yield out
        return
    folder = out or usual
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob(earlier) if out is None else ():
            path.unlink()  # it would be taken for one of this version
    except OSError as error:
        raise cannot_write(folder, error) from error
    for picture in pictures:
        path = folder / f"{picture.name}.png"
        _write(path, picture.png)
        yield path


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise cannot_write(path, error) from error


def _window(pictures: Sequence[tuple[str, bytes]]) -> bool:
    """Open a window for each picture; False where this machine has no display for one."""
    import matplotlib

    if matplotlib.get_backend().lower() == "agg":
        return False
    try:
        from matplotlib import pyplot

        for title, content in pictures:
            figure = pyplot.figure(title, figsize=(10, 5), layout="tight")
            axes = figure.add_subplot()
            axes.imshow(pyplot.imread(io.BytesIO(content)))
            axes.set_axis_off()
        if matplotlib.get_backend().lower() == "agg":
            return False
        pyplot.show()
    except Exception:
        return False
    return True
