"""Small networks in one line each, and what a mistake makes of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from grader.mistakes.registry import network_mistakes
from grader.network import Layer, Network, NetworkError, canonical, folded

BARE = {"padding": "valid", "strides": (1, 1), "dilation_rate": (1, 1), "groups": 1}


def given(*shape: int) -> Layer:
    return layer("Input", shape=shape)


def layer(kind: str, *reads: int, **settings: Any) -> Layer:
    return Layer(kind, tuple(sorted(settings.items())), reads)


def conv(filters: int, size: int, *reads: int, **settings: Any) -> Layer:
    """A convolution, with ReLU and biases, "same", unless something else is said."""
    plain = {**BARE, "padding": "same", "activation": "relu", "use_bias": True}
    window = {"filters": filters, "kernel_size": (size, size)}
    return layer("Conv2D", *reads, **{**plain, **window, **settings})


def dense(units: int, *reads: int, **settings: Any) -> Layer:
    plain = {"units": units, "use_bias": True, "activation": "softmax"}
    return layer("Dense", *reads, **{**plain, **settings})


def pool(size: int, *reads: int, **settings: Any) -> Layer:
    plain = {"pool_size": (size, size), "strides": (size, size), "padding": "valid"}
    return layer("MaxPooling2D", *reads, **{**plain, **settings})


def norm(*reads: int, **settings: Any) -> Layer:
    plain = {"axis": -1, "center": True, "scale": True, "epsilon": 0.001, "momentum": 0.99}
    return layer("BatchNormalization", *reads, **{**plain, **settings})


def relu(*reads: int) -> Layer:
    return layer("Activation", *reads, function="relu")


def network(*layers: Layer) -> Network:
    """A network whose last layer is its output; without `reads`, each reads the one before."""
    return Network(
        tuple(
            Layer(one.kind, one.settings, one.inputs or ((i - 1,) if i else ()))
            for i, one in enumerate(layers)
        ),
        len(layers) - 1,
    )


def made(id: str, right: Network, numbers: Collection[int] = (), **keep: bool) -> list[str]:
    """What a mistake makes of a network, each in one line; what Keras refuses is left out."""
    (mistake,) = [one for one in network_mistakes() if one.id == id]
    base = canonical(right, **keep)
    found: dict[str, None] = {}
    for wrong in mistake.transform(folded(base), numbers):
        try:
            plain = canonical(wrong, **keep)
        except NetworkError:
            continue
        if plain != base:
            found.setdefault(told(plain, base.layers[0]))
    return list(found)


def told(wrong: Network, right: Layer) -> str:
    """A canonical network in one line, without its input where that is right.

    A layer that does not read the one before says what it reads; the input is number 0.
    """
    words = [_told(i, one) for i, one in enumerate(folded(wrong).layers)]
    return " > ".join(words[wrong.layers[0] == right :])


def _told(position: int, one: Layer) -> str:
    text = WORDS[one.kind](one) if one.kind in WORDS else one.kind.lower()
    if one.get("shares") is not None:
        text += f" as {one.get('shares')}"
    reads = one.inputs
    if not reads or reads == (position - 1,):
        return text
    return f"{text} of {' and '.join(map(str, reads))}"


def _conv(one: Layer) -> str:
    (size, _), (step, _) = one.get("kernel_size"), one.get("strides")
    said = {
        f" /{step}": step != 1,
        " valid": size > 1 and one.get("padding") == "valid",
        " linear": one.get("activation", "linear") == "linear",
        " dilated": one.get("dilation_rate") != (1, 1),
        f" in {one.get('groups')}": one.get("groups") != 1,
        " bare": not one.get("use_bias"),
    }
    return f"{one.get('filters')}@{size}" + "".join(word for word, yes in said.items() if yes)


def _pool(one: Layer) -> str:
    (size, _), (step, _) = one.get("pool_size"), one.get("strides")
    kind = "max" if one.kind == "MaxPooling2D" else "mean"
    padded = " same" if one.get("padding") == "same" else ""
    return f"{kind} {size}" + (f" /{step}" if step != size else "") + padded


WORDS: dict[str, Callable[[Layer], str]] = {
    "Input": lambda one: "x".join(map(str, one.get("shape"))),
    "Conv2D": _conv,
    "Dense": lambda one: f"dense {one.get('units')}",
    "MaxPooling2D": _pool,
    "AveragePooling2D": _pool,
    "BatchNormalization": lambda one: f"bn {one.get('momentum', '')}".strip(),
    "Activation": lambda one: one.get("function"),
    "ZeroPadding2D": lambda one: f"zeros {one.get('padding')}",
    "Concatenate": lambda one: "join",
    "Flatten": lambda one: "row",
    "GlobalAveragePooling2D": lambda one: "mean of all",
    "GlobalMaxPooling2D": lambda one: "max of all",
}
"""How a kind of layer is told; a convolution as filters@size."""
