"""What an author declares: exercises, tasks, cases and the kinds of check.

Nothing here holds an expected number. `author build` runs the solution on the cases and freezes
what it answers, so that an expectation cannot drift from the solution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

EFFORTS = ("none", "standard", "full")
"""How much accuracy may be asked for: no training, one seed (two more where it misses), all."""
Arguments = Mapping[str, Any]
Draw = Callable[["np.random.Generator"], Arguments]


@dataclass(frozen=True)
class Case:
    """One call of the student's function."""

    arguments: Arguments
    """By the stub's parameter names, in the stub's order; defaults may be left out.

    Plain values, NumPy arrays, tuples, lists and `GivenModel`.
    """
    group: str = ""
    """A check with a group asks the cases of that group; one without asks every case."""


def case(group: str = "", /, **arguments: Any) -> Case:
    """Return one call with these arguments: `case("same", n=13, k=8, s=2, padding="same")`."""
    return Case(arguments, group)


@dataclass(frozen=True)
class GivenModel:
    """A Keras model handed to the student's function as an argument."""

    input_shape: tuple[int | None, ...]
    layers: tuple[tuple[str, Mapping[str, Any]], ...]
    """`("Conv2D", {"filters": 2, "kernel_size": 3, "use_bias": False})`, in order."""
    weights: tuple[Any, ...] = ()
    """Arrays for `model.set_weights`."""
    dry: bool = False
    """Whether it is built without a single weight, for functions that only count."""
    compiled: Mapping[str, Any] | None = None
    """Plain arguments for `model.compile`; None hands over a model that is not compiled."""


@dataclass(frozen=True)
class GivenTensor:
    """A symbolic input handed to the student's function, whose answer is the end of a network.

    `def vgg_block(x, filters, convs)` is asked with `x=GivenTensor((32, 32, 3))`; what is judged is
    the network from this input to the tensor that comes back.
    """

    shape: tuple[int | None, ...]


@dataclass(frozen=True)
class Own:
    """What the student's own function of another task builds, handed over as an argument.

    `compile_model(model)` is asked with `model=Own("build_xo_cnn")`: head and loss have to fit
    each other, and both are the student's.
    """

    name: str
    arguments: Arguments = field(default_factory=dict)


@dataclass(frozen=True)
class GivenData:
    """Pictures and labels of a data set: `((x, y), (x_val, y_val))`, as arrays."""

    data: str
    """A generator in `data/`."""
    size: int
    validation: int
    seed: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    """Handed to the generator, besides size and seed."""


@dataclass(frozen=True)
class GivenFunction:
    """One of the runner's own functions as an argument: `"copies"` for an augmentation."""

    name: str


@dataclass(frozen=True)
class Values:
    """Numbers, tuples, lists, dicts, texts or the ValueError that the solution answers with."""

    points: float
    group: str = ""
    telling: bool = True
    """Whether the report says what was expected; not where that would be the whole answer."""


@dataclass(frozen=True)
class Arrays:
    """Arrays, or lists of them: shape, then values (rtol 1e-4, atol 1e-5, finite)."""

    points: float
    group: str = ""
    dtype: bool = False
    """Whether the dtype belongs to the contract; then a NumPy array is asked for, too."""


@dataclass(frozen=True)
class Signs:
    """Filters known by sum and signs: right at every scale that keeps the sum."""

    points: float
    group: str = ""


@dataclass(frozen=True)
class Shapes:
    """The shape after each layer, by arithmetic."""

    points: float
    group: str = ""
    at: tuple[tuple[int, ...], ...] = ()
    """Input shapes to put in place of open sizes: `((7, 10, 1), (9, 6, 1))`."""


@dataclass(frozen=True)
class Params:
    """The number of learned numbers of each layer, by arithmetic."""

    points: float
    group: str = ""


@dataclass(frozen=True)
class Layers:
    """The network itself, in canonical form: kinds, settings and connections."""

    points: float
    group: str = ""
    momentum: bool = False
    """Whether the momentum of batch normalisation belongs to the contract."""


@dataclass(frozen=True)
class Outputs:
    """What the network answers with the weights that the student gave it; its design is free."""

    points: float
    group: str = ""
    inputs: tuple[Any, ...] = ()
    """Arrays of shape (N, H, W, C); fresh ones of the same shapes are drawn besides."""
    convolution: bool = False
    """Whether there has to be a convolution in it."""


@dataclass(frozen=True)
class Design:
    """A network of free design: its form and its budget, not its layers.

    Its input and output shapes are the solution's, softmax stands exactly once, at the end.
    """

    points: float
    group: str = ""
    most: int | None = None
    """The most parameters it may have, all counted."""
    contains: tuple[str, ...] = ()
    """What it must have: `"convolution"`, `"global_pooling"`, `"four_branches"` (joined by one
    Concatenate), or must not: `"no_global_pooling"`.
    """
    twin_of: str = ""
    """The group of the case whose layers it has to have: only global poolings and Flatten may
    differ, and a Dense for the scores where the other network's maps are its scores."""


@dataclass(frozen=True)
class Leads:
    """A padding for ZeroPadding2D that leads a convolution to the solution's output size.

    An int, two ints or two pairs; any that leads there is right.
    """

    points: float
    size: int
    kernel: int
    strides: int
    group: str = ""


@dataclass(frozen=True)
class Committed:
    """A prediction that is not judged: only that every entry holds a number from low to high."""

    points: float
    low: float = 0.0
    high: float = 1.0
    group: str = ""


@dataclass(frozen=True)
class Predicted:
    """A dict of numbers or choices that the learner commits to before anything can be looked up.

    `build` keeps the right ones as salted digests only (`grader.seal`): whole numbers, short
    fractions, sequences of numbers, texts. An entry that is still None waits, the others are
    judged.
    """

    points: float
    options: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """By entry, where it is a choice: numbers or texts to choose from, which anybody may see."""
    group: str = ""


@dataclass(frozen=True)
class Compiled:
    """What a model was compiled with: the loss fits the labels and the head, and it can learn.

    Any pair of head and loss that agree is right: softmax or a linear head with `from_logits=True`
    for several classes, sigmoid or a linear head for two.
    """

    points: float
    labels: str
    """`"integers"`, `"one_hot"` or `"binary"`: what one label looks like."""
    group: str = ""
    rates: tuple[float, float] = (1e-4, 0.2)
    """The least and the greatest learning rate."""
    metric: bool = True
    """Whether an accuracy has to be among the metrics."""
    in_place: bool = False
    """Whether it has to be the model that was handed over."""


@dataclass(frozen=True)
class Repaired:
    """A property that a repaired step of a pipeline has, however it was repaired."""

    points: float
    property: str
    """`"scaled"`, `"standardised"`, `"together"`, `"apart"`, `"pointwise"`: see
    `grader.judge.repairs`."""
    group: str = ""


@dataclass(frozen=True)
class Recipe:
    """How a network is trained for an accuracy check."""

    data: str
    """A generator in `data/`: `"border_dots"`."""
    epochs: int
    batch_size: int
    learning_rate: float
    train_size: int
    test_size: int
    optimizer: str = "adam"
    seeds: tuple[int, ...] = (0, 1, 2)
    train_options: Mapping[str, Any] = field(default_factory=dict)
    """Handed to the generator for the training set, besides size and seed: `{"shift": 0}`."""
    test_options: Mapping[str, Any] = field(default_factory=dict)
    """The same for the test set."""
    also: tuple[str, ...] = ()
    """Public sets of pictures as large, in as many classes, to train on where `--data` asks for
    one. What is reached there is shown, not judged."""

    def measured(self) -> dict[str, Any]:
        """Return all that an accuracy depends on, as plain data: not the seeds to be asked."""
        left_out = ("seeds", "also")
        return {name: value for name, value in asdict(self).items() if name not in left_out}


@dataclass(frozen=True)
class Accuracy:
    """The accuracy that the kit itself reaches with the student's network under a recipe."""

    points: float
    recipe: Recipe
    group: str
    """The group of the one case whose network is trained and judged."""
    beside: str = ""
    """The group of a case that is trained beside it, to be seen and not judged."""
    tiers: tuple[float, ...] = (0.5,)
    """Where the bars lie between the best wrong run (0) and the worst right run (1) that were
    measured. The first is a pass; of several, each earns an equal share of the points."""
    compiled: bool = False
    """Whether it is trained with the optimiser that the student compiled it with."""
    pixels: str = ""
    """The task whose answer says what a pixel of 0 to 255 becomes; empty for the recipe's own."""
    only_full: bool = False
    """Whether it is asked under `--accuracy full` only."""
    after: str = ""
    """The task in which the learner commits a prediction; until that is done, nothing is trained
    and nothing shown."""
    entry: str = ""
    """The entry of that prediction to set beside what was reached: by the network beside, where
    there is one."""


@dataclass(frozen=True)
class Trained:
    """A model that the student's own function trained: it returned a History, and predicts well.

    The case hands over `model` and `data`; hidden pictures of the same kind are predicted by the
    grader, with the weights that came back.
    """

    points: float
    group: str
    test: int
    """How many hidden pictures."""
    epochs: int
    """The fewest epochs."""
    bar_of: str
    """Task and group of the accuracy check whose bar counts: `"10.1 plain"`."""


Check = (
    Values
    | Arrays
    | Signs
    | Shapes
    | Params
    | Layers
    | Outputs
    | Design
    | Leads
    | Committed
    | Predicted
    | Compiled
    | Repaired
    | Accuracy
    | Trained
)


@dataclass(frozen=True)
class Task:
    """One stub, what it is asked and what it is worth."""

    id: str
    name: str
    """The function; a constant where it is written in capitals."""
    checks: tuple[Check, ...]
    cases: tuple[Case, ...] = ()
    draws: Mapping[str, Draw] = field(default_factory=dict)
    """By group: draws the arguments of one more case from a generator.

    `build` freezes `frozen` of them into the reference; where the solution is at hand, `fresh`
    more are drawn for each run from the run's recorded seed.
    """
    frozen: int = 3
    fresh: int = 2
    minutes: int = 5
    by_hand: bool = False
    """Whether a call of Keras inside earns a remark (never a deduction)."""
    calls: tuple[str, ...] = ()
    """Ids of tasks whose functions this one may call: their mistake is not charged twice."""
    logits: bool = False
    """Whether a last softmax or sigmoid may be left out, its loss being told so."""

    @property
    def points(self) -> float:
        """The points of all checks together."""
        return sum(check.points for check in self.checks)


@dataclass(frozen=True)
class Exercise:
    """What `checks.py` declares as `EXERCISE`."""

    tasks: tuple[Task, ...]
    minutes: int
    """How long a learner may take for all of it, reading included."""
