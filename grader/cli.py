"""The command line: reads the arguments, hands over to one function per command."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.kit import ROOT, Kit, LackingError, UsageError
from grader.messages import LANGUAGES, Messages, language_of_user
from grader.spec import EFFORTS
from grader.usage_words import teach_argparse

ALL_POINTS, NOT_ALL_POINTS, WRONG_COMMAND, GRADER_FAILED, LACKING = range(5)
PIPE_CLOSED = 128 + 13
"""What a shell calls a program that was ended by SIGPIPE."""
COMMANDS = ("check", "watch", "hint", "show", "reset", "notebook", "doctor", "class", "author")
FOR_CLASSES = ("cryptography", "dask", "distributed", "filelock", "yaml")
"""Packages of requirements-class.txt, as they are imported."""
FOR_NOTEBOOKS = ("jupytext", "nbformat")
Command = Callable[[argparse.Namespace, Kit, Messages], int]


def main(arguments: Sequence[str], kit: Kit | None = None) -> int:
    """Run one command and return its exit code: 0 all points, 1 not all, 2 wrong, 3 failed, 4
    lacking.
    """
    messages = Messages(_language(arguments))
    _let_speak(messages.language)
    teach_argparse(messages.language)
    options = _parser(messages).parse_args(_with_command(arguments))
    options.plain = "--plain" in arguments or bool(os.environ.get("GRADER_PLAIN"))
    kit = kit or Kit(ROOT)
    command: Command = options.run
    try:
        code = command(options, kit, messages)
        sys.stdout.flush()
        return code
    except UsageError as error:
        print(messages.text("usage", error.code, error.data), file=sys.stderr)
        meant = _meant(str(error.data.get("name", "")))
        if meant is not None and error.code == "usage.no_such_exercise":
            print(messages.text("usage", "usage.meant", {"command": meant}), file=sys.stderr)
        return LACKING if isinstance(error, LackingError) else WRONG_COMMAND
    except KeyboardInterrupt:
        print(messages.text("ui", "interrupted"), file=sys.stderr)
        return GRADER_FAILED
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        name = (getattr(error, "name", None) or "").partition(".")[0]
        if isinstance(error, ModuleNotFoundError) and name not in ("", "grader"):
            key = "class_package_missing" if name in FOR_CLASSES else "package_missing"
            key = "notebook_package_missing" if name in FOR_NOTEBOOKS else key
            print(messages.text("doctor", key, {"name": name}), file=sys.stderr)
            return LACKING
        traceback.print_exc()
        print(messages.text("ui", "failed"), file=sys.stderr)
        return GRADER_FAILED


def _let_speak(language: str) -> None:
    """Let no symbol break the output: what a stream cannot encode is replaced.

    Korean for a stream that has no Korean letters at all, such as a file on a Western Windows, is
    written as UTF-8: question marks help nobody.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if language == "ko" and not _has_korean(stream.encoding):
            reconfigure(encoding="utf-8", errors="replace")
        else:
            reconfigure(errors="replace")


def _has_korean(encoding: str) -> bool:
    try:
        "한".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _language(arguments: Sequence[str]) -> str:
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2]
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if argument.startswith("--lang") and value in LANGUAGES:
            return value
    return language_of_user()


def _with_command(arguments: Sequence[str]) -> list[str]:
    """Put `check` in front where no command is named: `python -m grader 07` checks 07."""
    first = 0
    while first < len(arguments) and arguments[first].startswith(("--lang", "--plain")):
        first += 2 if arguments[first] == "--lang" else 1
    if set(arguments[first : first + 1]) & {*COMMANDS, "-h", "--help"}:
        return list(arguments)
    return ["check", *arguments]


def _meant(word: str) -> str | None:
    """Return the command that somebody may have meant by a word that is no exercise."""
    if not word.isalpha():
        return None
    return next(iter(difflib.get_close_matches(word, COMMANDS, 1, 0.6)), None)


def _parser(messages: Messages) -> argparse.ArgumentParser:
    def told(key: str) -> str:
        return messages.text("help", key)

    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", choices=LANGUAGES, help=told("lang"))
    shared.add_argument("--plain", action="store_true", help=told("plain"))
    parser = argparse.ArgumentParser(
        prog="python -m grader", description=told("description"), parents=[shared]
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    check = commands.add_parser("check", help=told("check"), parents=[shared])
    check.add_argument("exercises", nargs="*", metavar="EX", help=told("exercises"))
    check.add_argument("--submission", type=Path, metavar="DIR", help=told("submission"))
    check.add_argument(
        "--format", action="append", default=[], metavar="FORMAT[=FILE]", help=told("format")
    )
    check.add_argument("--data", choices=("mnist", "fashion_mnist"), help=told("data"))
    check.set_defaults(run=_check)
    watch = commands.add_parser("watch", help=told("watch"), parents=[shared])
    watch.add_argument("exercises", nargs="*", metavar="EX", help=told("exercises"))
    watch.add_argument("--submission", type=Path, metavar="DIR", help=told("submission"))
    watch.set_defaults(run=_watch, data=None)
    for command in (check, watch):
        _add_judging(command, told)
    hint = commands.add_parser("hint", help=told("hint"), parents=[shared])
    hint.add_argument("task", metavar="TASK", help=told("task"))
    hint.add_argument("--level", type=int, choices=(1, 2, 3), help=told("level"))
    hint.add_argument("--submission", type=Path, metavar="DIR", help=told("submission"))
    hint.set_defaults(run=_hint, accuracy="standard", data=None, seed=None, sandbox=None)
    show = commands.add_parser("show", help=told("show"), parents=[shared])
    show.add_argument("exercise", metavar="EX", help=told("exercise"))
    show.add_argument("--mine", action="store_true", help=told("mine"))
    show.add_argument("--submission", type=Path, metavar="DIR", help=told("submission"))
    show.add_argument("--out", type=Path, metavar="PATH", help=told("out"))
    show.add_argument(
        "--accuracy", choices=("none", "standard"), default="standard", help=told("mine_accuracy")
    )
    _add_sandbox(show, told)
    show.set_defaults(run=_show)
    reset = commands.add_parser("reset", help=told("reset"), parents=[shared])
    reset.add_argument("exercise", metavar="EX", help=told("exercise"))
    reset.set_defaults(run=_reset)
    notebook = commands.add_parser("notebook", help=told("notebook"), parents=[shared])
    notebook.add_argument("exercise", metavar="EX", help=told("exercise"))
    notebook.add_argument("--force", action="store_true", help=told("notebook_force"))
    notebook.set_defaults(run=_notebook)
    doctor = commands.add_parser("doctor", help=told("doctor"), parents=[shared])
    doctor.set_defaults(run=_doctor)
    classroom = commands.add_parser("class", help=told("class"), parents=[shared])
    _add_class_commands(classroom, shared, told)
    author = commands.add_parser("author", help=told("author"), parents=[shared])
    _add_author_commands(author, shared, told)
    return parser


def _add_accuracy(command: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    command.add_argument("--accuracy", choices=EFFORTS, default="standard", help=told("accuracy"))


def _add_sandbox(command: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    tiers = ("isolated", "confined", "none")
    command.add_argument("--sandbox", choices=tiers, help=told("sandbox"))


def _add_judging(command: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    """Add what says how submissions are judged."""
    _add_accuracy(command, told)
    command.add_argument("--seed", type=int, help=told("seed"))
    _add_sandbox(command, told)
    command.add_argument("--require-sandbox", action="store_true", help=told("require_sandbox"))


def _add_class_commands(
    classroom: argparse.ArgumentParser,
    shared: argparse.ArgumentParser,
    told: Callable[[str], str],
) -> None:
    commands = classroom.add_subparsers(dest="class_command", metavar="COMMAND", required=True)
    check = commands.add_parser("check", help=told("class_check"), parents=[shared])
    check.add_argument("path", type=Path, metavar="DIR", help=told("class_path"))
    check.add_argument("--only", nargs="+", default=[], metavar="EX", help=told("exercises"))
    check.add_argument("--roster", type=Path, metavar="CSV", help=told("roster"))
    check.add_argument("--times", metavar="CSV", help=told("times"))
    regrade = commands.add_parser("regrade", help=told("regrade"), parents=[shared])
    regrade.add_argument("exercises", nargs="*", metavar="EX", help=told("exercises"))
    regrade.add_argument(
        "--student", action="append", default=[], metavar="STUDENT", help=told("only_student")
    )
    for command in (check, regrade):
        _add_grading(command, told)
    report = commands.add_parser("report", help=told("class_report"), parents=[shared])
    report.add_argument(
        "--out", type=Path, default=Path("class.html"), metavar="FILE", help=told("class_out")
    )
    report.add_argument("--anonymous", action="store_true", help=told("anonymous"))
    export = commands.add_parser("export", help=told("class_export"), parents=[shared])
    _add_export(export, told)
    show = commands.add_parser("show", help=told("class_show"), parents=[shared])
    show.add_argument("student", metavar="STUDENT", help=told("student"))
    for command in (report, export, show):
        command.add_argument("--policy", type=Path, metavar="TOML", help=told("policy"))
    for command in (check, regrade, report, export, show):
        command.add_argument(
            "--gradebook",
            type=Path,
            default=Path("gradebook.sqlite"),
            metavar="FILE",
            help=told("gradebook"),
        )
        command.set_defaults(run=_class)


def _add_grading(command: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    """Add what says how a class is graded, and by whom."""
    _add_accuracy(command, told)
    command.add_argument("--workers", type=int, metavar="N", help=told("workers"))
    command.add_argument("--scheduler", metavar="ADDRESS", help=told("scheduler"))
    command.add_argument("--sandbox", choices=("isolated", "confined"), help=told("class_sandbox"))
    command.add_argument(
        "--accept-unprotected", action="store_true", help=told("accept_unprotected")
    )


def _add_export(export: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    export.add_argument(
        "format",
        choices=("csv", "checks", "canvas", "moodle", "feedback", "gradescope"),
        help=told("class_format"),
    )
    export.add_argument("--out", type=Path, metavar="PATH", help=told("export_out"))
    export.add_argument("--template", type=Path, metavar="CSV", help=told("template"))
    export.add_argument("--column", metavar="TITLE", help=told("column"))
    export.add_argument("--exercise", metavar="EX", help=told("export_exercise"))
    export.add_argument("--published", action="store_true", help=told("published"))


def _add_author_commands(
    author: argparse.ArgumentParser,
    shared: argparse.ArgumentParser,
    told: Callable[[str], str],
) -> None:
    commands = author.add_subparsers(dest="author_command", metavar="COMMAND", required=True)
    build = commands.add_parser("build", help=told("build"), parents=[shared])
    build.add_argument("--check", action="store_true", help=told("build_check"))
    prove = commands.add_parser("prove", help=told("prove"), parents=[shared])
    prove.add_argument("exercises", nargs="*", metavar="EX", help=told("exercises"))
    prove.add_argument("--seed", type=int, help=told("seed"))
    prove.add_argument("--slow", action="store_true", help=told("prove_slow"))
    prove.add_argument("--styles", action="store_true", help=told("prove_styles"))
    commands.add_parser("calibrate", help=told("calibrate"), parents=[shared])
    new = commands.add_parser("new", help=told("new"), parents=[shared])
    new.add_argument("slug", metavar="SLUG", help=told("slug"))
    pack = commands.add_parser("pack", help=told("pack"), parents=[shared])
    pack.add_argument("--out", type=Path, metavar="PATH", help=told("pack_out"))
    forms = ("folder", "zip", "template")
    pack.add_argument("--as", dest="form", choices=forms, default="zip", help=told("pack_as"))
    pack.add_argument("--exercises", nargs="+", metavar="EX", help=told("exercises"))
    pack.add_argument("--notebooks", action="store_true", help=told("pack_notebooks"))
    for command in (build, prove, new, pack, commands.choices["calibrate"]):
        command.set_defaults(run=_author)


def _check(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.commands import check

    return check(options, kit, messages)


def _watch(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.watch import watch

    return watch(options, kit, messages)


def _hint(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.hints import hint

    return hint(options, kit, messages)


def _show(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.pictures.commands import show

    return show(options, kit, messages)


def _reset(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.commands import reset

    return reset(options, kit, messages)


def _notebook(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.notebook.command import write_notebook

    return write_notebook(options, kit, messages)


def _doctor(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.doctor import doctor

    return doctor(options, kit, messages)


def _class(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    _refuse_students("classroom")
    from grader.classroom import commands

    command: Command = getattr(commands, options.class_command)
    return command(options, kit, messages)


def _author(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    _refuse_students("author")
    from grader.author.commands import author

    return author(options, kit, messages)


def _refuse_students(folder: str) -> None:
    """Raise UsageError in a copy that was packed for students, without a part of `grader/`."""
    if not Path(__file__).with_name(folder).is_dir():
        raise UsageError("usage.no_solutions")
