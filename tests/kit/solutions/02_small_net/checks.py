"""What exercise 02 asks for and what it is worth."""

import numpy as np

from grader.spec import Arrays, Exercise, Layers, Params, Shapes, Task, case

BUILD_NET = Task(
    "2.1",
    "build_net",
    checks=(Shapes(1), Params(1), Layers(2)),
    cases=(case(filters=2), case(filters=5)),
    draws={"": lambda rng: {"filters": int(rng.integers(6, 12))}},
    frozen=1,
    fresh=1,
)

ADD_BORDER = Task(
    "2.2",
    "add_border",
    checks=(Arrays(2),),
    cases=(
        case(picture=np.arange(1.0, 7.0).reshape(2, 3)),
        case(picture=np.full((1, 2), 0.5, np.float32)),
    ),
    by_hand=True,
)

EXERCISE = Exercise(minutes=10, tasks=(BUILD_NET, ADD_BORDER))
