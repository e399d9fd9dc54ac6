"""`author new`: a skeleton of an exercise that already builds and proves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.author.exercise import AuthorError
from grader.kit import Kit, module_name

SOLUTION = '''# %% [markdown]
# # Exercise {id} · {title}
# What is it about? Three lines. README.md has the figure.


# %% [markdown]
# ## Task {n}.1 · A first task (1 point, about 5 minutes)
# %%
def double(x: int) -> int:
    """Return twice `x`.

    >>> double(3)
    6
    """
    # BEGIN SOLUTION {n}.1: say what is to be done, not how.
    return 2 * x
    # END SOLUTION
'''

CHECKS = '''"""What exercise {id} asks for and what it is worth."""

from grader.spec import Exercise, Task, Values, case

EXERCISE = Exercise(
    minutes=15,
    tasks=(
        Task(
            "{n}.1",
            "double",
            checks=(Values(1),),
            cases=(case(x=3), case(x=-5), case(x=0)),
            draws={{"": lambda rng: {{"x": int(rng.integers(10, 1000))}}}},
        ),
    ),
)
'''

HANDOUT_EN = """# {id} · {title}

![What the figure shows](figure.png)

What is the question of the hour?

## What you will be able to say afterwards

- ...

## Tasks

- **{n}.1** `double`: what it returns.

## Check your work

```
python -m grader check {id}
python -m grader hint {n}.1
```

<details><summary>Common errors</summary>

- ...

</details>

## Where this comes from

...
"""

HANDOUT_KO = """# {id} · {title}

![그림 설명](figure.ko.png)

이번 시간의 질문은 무엇인가요?

## 다 하고 나면 말할 수 있는 것

- ...

## 과제

- **{n}.1** `double`: 무엇을 돌려주는지.

## 확인하기

```
python -m grader check {id}
python -m grader hint {n}.1
```

<details><summary>자주 만나는 오류</summary>

- ...

</details>

## 어디에서 왔나

...
"""

HINTS = """["{n}.1"]
en = ["A question.", "A rule.", "Almost the line."]
ko = ["질문입니다.", "규칙입니다.", "거의 답에 가까운 한 줄입니다."]
"""

FIGURE = '''"""The figure of exercise {id}."""

from matplotlib.figure import Figure

KOREAN = {{"twice": "두 배"}}


def draw() -> Figure:
    """Draw it."""
    figure = Figure(figsize=(9, 4.5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1, 2, 3], [0, 2, 4, 6], marker="o")
    axes.set(xlabel="x", ylabel="twice")
    return figure
'''

RIGHT = """# Adds instead of multiplying.
def double(x):
    return x + x
"""

WRONG = """# expect: {n}.1 values -
def double(x):
    return x * x
"""


def new(kit: Kit, slug: str) -> Iterator[Path]:
    """Write the skeleton of an exercise; yields each path written.

    Raises AuthorError for a name of another form and for a number that is taken.
    """
    try:
        stem = module_name(slug)
    except ValueError as error:
        raise AuthorError(kit.solutions / slug, str(error)) from None
    taken = sorted(kit.solutions.glob(f"{slug[:2]}_*")) if kit.solutions.is_dir() else []
    if taken:
        raise AuthorError(taken[0], f"has the number {slug[:2]} already; choose another")
    values = {"id": slug[:2], "n": int(slug[:2]), "title": stem.replace("_", " ").capitalize()}
    files = {
        f"{stem}.py": SOLUTION,
        "checks.py": CHECKS,
        "README.md": HANDOUT_EN,
        "README.ko.md": HANDOUT_KO,
        "hints.toml": HINTS,
        "figure.py": FIGURE,
        "right/adds.py": RIGHT,
        "wrong/squares.py": WRONG,
    }
    for name, template in files.items():
        path = kit.solutions / slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.format(**values), "utf-8")
        yield path
