"""Mistakes of residual learning: `gradient_norm` and `ANSWER`.

A mistaken function of `gradient_norm` cannot look inside the model. It needs not: where a 3 x 3
convolution is followed only by what passes its maps on unchanged (ReLU of positive numbers, an
identity), by the mean of each map and by softmax, the gradient follows from the model's answers.
The networks that the exercise asks about are of this form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.mistakes.catalogue import mistaken

Array = np.ndarray[Any, Any]
Model = Callable[[Array], Array]
KERNEL = 3


def error(model: Model, x: Array, y: Array) -> npt.NDArray[np.float64]:
    """Return the gradient of each picture's loss with respect to what enters the softmax."""
    answers = np.asarray(model(x), np.float64)
    return answers - np.eye(answers.shape[1])[y]


def gradient(x: Array, errors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the gradient of the mean loss with respect to the first kernel."""
    rows, columns = x.shape[1] - KERNEL + 1, x.shape[2] - KERNEL + 1
    seen = np.array(
        [
            [x[:, i : i + rows, j : j + columns].mean(axis=(1, 2)) for j in range(KERNEL)]
            for i in range(KERNEL)
        ],
        np.float64,
    )
    return np.asarray(np.einsum("ijnc,nf->ijcf", seen, errors) / len(x))


def right(model: Model, x: Array, y: Array) -> npt.NDArray[np.float64]:
    """Return the gradient that is asked for, before its length is taken."""
    return gradient(x, error(model, x, y))


@mistaken("gradient_norm", "sums_the_loss", hint=3)
def norm_of_summed_loss(model: Model, x: Array, y: Array) -> float:
    """`tape.gradient(losses, w)`: a loss for each picture is added up, not averaged."""
    return float(np.linalg.norm(right(model, x, y))) * len(x)


@mistaken("gradient_norm", "norm_without_root")
def squared_norm(model: Model, x: Array, y: Array) -> float:
    """`sum(g ** 2)`"""
    return float(np.sum(right(model, x, y) ** 2))


@mistaken("gradient_norm", "absolute_for_squared")
def sum_of_absolute_values(model: Model, x: Array, y: Array) -> float:
    """`sum(abs(g))`"""
    return float(np.abs(right(model, x, y)).sum())


@mistaken("gradient_norm", "averages_the_gradient")
def mean_of_absolute_values(model: Model, x: Array, y: Array) -> float:
    """`mean(abs(g))`"""
    return float(np.abs(right(model, x, y)).mean())


@mistaken("gradient_norm", "mean_of_squares")
def root_of_mean_square(model: Model, x: Array, y: Array) -> float:
    """`sqrt(mean(g ** 2))`"""
    return float(np.sqrt(np.mean(right(model, x, y) ** 2)))


@mistaken("gradient_norm", "largest_of_the_gradient")
def largest_absolute_value(model: Model, x: Array, y: Array) -> float:
    """`max(abs(g))`"""
    return float(np.abs(right(model, x, y)).max())


@mistaken("gradient_norm", "bias_in_the_gradient", hint=1)
def norm_with_bias(model: Model, x: Array, y: Array) -> float:
    """The gradient of the layer's kernel and bias together."""
    bias = error(model, x, y).mean(axis=0)
    return float(np.hypot(np.linalg.norm(right(model, x, y)), np.linalg.norm(bias)))


@mistaken("gradient_norm", "softmax_before_the_loss", number=64, hint=3)
def norm_with_two_softmaxes(model: Model, x: Array, y: Array) -> float:
    """`tf.nn.sparse_softmax_cross_entropy_with_logits` of what softmax returned."""
    answers = np.asarray(model(x), np.float64)
    twice = np.exp(answers) / np.exp(answers).sum(axis=1, keepdims=True)
    back = twice - np.eye(answers.shape[1])[y]
    errors = answers * (back - (answers * back).sum(axis=1, keepdims=True))
    return float(np.linalg.norm(gradient(x, errors)))


@mistaken("gradient_norm", "loss_for_gradient", hint=1)
def loss_itself(model: Model, x: Array, y: Array) -> float:
    """`float(loss)`"""
    answers = np.asarray(model(x), np.float64)
    return float(-np.log(answers[np.arange(len(y)), y]).mean())


@mistaken("ANSWER", "skips_under_a_condition", number=77, hint=1)
def something_is_skipped() -> bool:
    """As the lecture note has it: units with a gradient near 0 are left out."""
    return True
