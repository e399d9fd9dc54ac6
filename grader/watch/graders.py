"""The graders of a session: one launcher for all, so that a runner is warm whatever is asked."""

from __future__ import annotations

from dataclasses import replace

from grader.grade import Grader, Options, guarded_by
from grader.kit import Kit
from grader.run.choose import choose_launcher


class Graders:
    """One launcher, and a grader for each effort: none, what was asked for, and all seeds."""

    def __init__(self, kit: Kit, settings: Options) -> None:
        self.launcher = choose_launcher(settings.sandbox, guarded_by(kit), spare=True)
        self.trains = settings.accuracy != "none"
        self.effort = settings.accuracy
        self.quick, self.usual, self.full = (
            Grader(kit, replace(settings, accuracy=effort), self.launcher)
            for effort in ("none", settings.accuracy, "full")
        )

    def __enter__(self) -> Graders:
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()
        self.launcher.close()

    def warm_up(self) -> None:
        """Import Keras before it is asked for, where it is imported once for all."""
        if hasattr(self.launcher, "warm_up"):
            self.launcher.warm_up()

    def give_up(self) -> None:
        """End whatever is run or trained now; what was asked for it is not waited for."""
        for grader in (self.quick, self.usual, self.full):
            grader.give_up()

    def stop_training(self) -> None:
        """End whatever is trained now, and let checks that train nothing go on."""
        for grader in (self.usual, self.full):
            grader.stop_training()
