"""The commands of an author: build, prove, calibrate, new, pack."""

from __future__ import annotations

import argparse
import sys

from grader.author.exercise import AuthorError
from grader.author.stubs import MarkerError
from grader.kit import Kit, UsageError
from grader.messages import Messages
from grader.run.choose import choose_launcher


def author(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Run one of the author's commands; 1 where something is stale or unproven."""
    if not kit.solutions.is_dir() and options.author_command != "new":
        raise UsageError("usage.no_solutions")
    commands = {
        "build": _build,
        "prove": _prove,
        "calibrate": _calibrate,
        "new": _new,
        "pack": _pack,
    }
    try:
        return commands[options.author_command](options, kit, messages)
    except (AuthorError, MarkerError) as error:
        print(error, file=sys.stderr)
        return 2


def _build(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.author.build import build

    launcher = choose_launcher("confined")
    try:
        lines = 0
        for line in build(kit, launcher, check=options.check):
            print(line)
            lines += 1
    finally:
        launcher.close()
    return 1 if options.check and lines else 0


def _prove(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.author.prove import PROOF_SEED, prove

    selection = kit.select(options.exercises or kit.slugs)
    if options.slow:
        from grader.author.slow import prove_slowly

        return prove_slowly(kit, selection)
    seed = PROOF_SEED if options.seed is None else options.seed
    if options.styles:
        from grader.author.styles import prove_styles

        return prove_styles(kit, selection, seed=seed)
    return prove(kit, selection, messages, seed)


def _calibrate(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.author.calibrate import calibrate

    return calibrate(kit, messages)


def _new(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.author.new import new

    for path in new(kit, options.slug):
        print(path)
    return 0


def _pack(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    from grader.author.pack import pack

    return pack(options, kit, messages)
