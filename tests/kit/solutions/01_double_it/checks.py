"""What exercise 01 asks for and what it is worth."""

from grader.spec import Exercise, Task, Values, case

DOUBLE = Task(
    "1.1",
    "double",
    checks=(Values(1, group="small"), Values(1, group="large")),
    # x * x and x answer 1 alike: only the large ones tell these two mistakes apart.
    cases=(case("small", x=1), case("large", x=7), case("large", x=-30)),
    draws={"large": lambda rng: {"x": int(rng.integers(100, 1000))}},
)

QUADRUPLE = Task(
    "1.2",
    "quadruple",
    checks=(Values(2),),
    cases=(case(x=3), case(x=5), case(x=-1)),
    calls=("1.1",),
)

FACTS = Task("1.3", "facts", checks=(Values(2),), cases=(case(x=3), case(x=8)))

EXERCISE = Exercise(minutes=15, tasks=(DOUBLE, QUADRUPLE, FACTS))
