"""The words of this package: a network is layers and connections, as plain data.

Shapes are `(height, width, channels)` or `(units,)`, always without the batch axis. A size that
is left open (`Input((None, None, 1))`) is `None`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Setting = bool | int | float | str | None | tuple["Setting", ...]
Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Layer:
    """One node of the graph: what it does, with which settings, to which earlier nodes."""

    kind: str
    """The Keras class (`"Conv2D"`, `"MaxPooling2D"`, `"Add"`); `"Input"` for the entry."""
    settings: tuple[tuple[str, Setting], ...] = ()
    """Sorted by name, every setting that can change a shape, a count or a value."""
    inputs: tuple[int, ...] = ()
    """Positions in `Network.layers` of what this node reads; always smaller than its own."""
    name: str = field(default="", compare=False)
    """The student's or Keras's name for the layer: shown, never compared."""
    weights_of: str = field(default="", compare=False)
    """Two nodes of one layer object carry the same key here, since they share their weights."""

    def get(self, setting: str, default: Setting = None) -> Setting:
        """Return one setting, or `default` where the kind has no such setting."""
        for name, value in self.settings:
            if name == setting:
                return value
        return default

    def with_(self, **changes: Setting) -> Layer:
        """Return a copy with some settings changed or added."""
        settings = tuple(sorted({**dict(self.settings), **changes}.items()))
        return Layer(self.kind, settings, self.inputs, self.name, self.weights_of)


@dataclass(frozen=True)
class Network:
    """A graph with one input and one output; `layers` is in topological order."""

    layers: tuple[Layer, ...]
    output: int
    """The position of the node that the model returns."""


@dataclass(frozen=True)
class Facts:
    """What follows from one node by arithmetic."""

    shape: Shape
    parameters: int
    """Trainable and frozen together, biases counted; 0 at the second node of a shared layer."""
    trainable: int


class NetworkError(Exception):
    """A network that cannot be read, or that Keras itself would refuse.

    Attributes:
        code: a key of the message catalogue, such as `"network.layer_unknown"`.
        data: the values that its sentence needs; plain JSON values only.
    """

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data
