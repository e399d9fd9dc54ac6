"""Names of activation functions, in the many ways in which Keras and TensorFlow write them."""

from __future__ import annotations

from grader.network.model import Setting

NAMES = frozenset(
    {
        "linear",
        "relu",
        "relu6",
        "leaky_relu",
        "elu",
        "selu",
        "gelu",
        "silu",
        "sigmoid",
        "hard_sigmoid",
        "hard_silu",
        "tanh",
        "softmax",
        "log_softmax",
        "softplus",
        "softsign",
        "exponential",
        "mish",
        "log_sigmoid",
    }
)
ALIASES = {
    "swish": "silu",
    "hard_swish": "hard_silu",
    "softmax_v2": "softmax",
    "log_softmax_v2": "log_softmax",
    "leaky_relu_v2": "leaky_relu",
    "exp": "exponential",
    "identity": "linear",
}
LEAKY_SLOPE = 0.2
"""The slope of `activation="leaky_relu"` (the layer `LeakyReLU()` has 0.3)."""

NON_NEGATIVE = frozenset({"relu", "relu6", "sigmoid", "hard_sigmoid", "softmax", "softplus"})
"""Functions that never return a number below zero."""
ALONG_AN_AXIS = frozenset({"softmax", "log_softmax"})
"""Functions that do not treat each number for itself."""


def read_name(value: object) -> Setting:
    """Return the name of an activation function as Keras's configuration gives it.

    `activation=tf.nn.softmax` is written `{"module": "builtins", "class_name": "function",
    "config": "softmax_v2"}`. No activation is `"linear"`.

    Raises:
        ValueError: for a function that is none of Keras's own.
    """
    if isinstance(value, dict) and value.get("class_name") == "function":
        value = value.get("config")
    if value is None:
        return "linear"
    if not isinstance(value, str):
        raise ValueError
    name = ALIASES.get(value, value)
    if name not in NAMES:
        raise ValueError
    return name
