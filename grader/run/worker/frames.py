"""What crosses between grader and runner: frames, and values as trees of plain data.

A frame is `<header length: uint32><payload length: uint32><header: JSON><payload: bytes>`. Arrays
cross as raw little-endian bytes in frames of their own, everything else as JSON. Nothing is ever
unpickled. Both sides use this file, so it imports nothing but the standard library, and NumPy only
where it is loaded already or an array arrives.

A tree is null, a bool, a number, a text, or an object with exactly one of these tags:
`{"list": [...]}`, `{"tuple": [...]}`, `{"dict": [[key, value], ...]}`, `{"array": index}`,
`{"float": "nan"}`, `{"model": {...}}`, `{"other": type name, "text": short text}`.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LENGTHS = struct.Struct("<II")
MAX_HEADER = 1024
MAX_JSON = 4 << 20
MAX_ARRAY = 64 << 20
MAX_DEPTH = 12
MAX_NODES = 200_000
MAX_KEYS = 1000
MAX_TEXT = 20_000
DTYPES = frozenset(
    ("|b1", "|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f2", "<f4", "<f8")
)


class FrameError(Exception):
    """Bytes that are no frame, or a frame outside of the limits."""


def pack(header: dict[str, Any], payload: bytes = b"") -> bytes:
    """Return the bytes of one frame."""
    head = json.dumps(header, separators=(",", ":")).encode()
    if len(head) > MAX_HEADER:
        raise FrameError("header too long")
    return LENGTHS.pack(len(head), len(payload)) + head + payload


def unpack(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame through `read(count)`, which returns fewer bytes only at the end.

    Returns None at the end of the stream. Raises FrameError for anything that is not a frame.
    """
    lengths = read(LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < LENGTHS.size:
        raise FrameError("the stream ended inside a frame")
    head_length, payload_length = LENGTHS.unpack(lengths)
    if head_length > MAX_HEADER or payload_length > MAX_ARRAY:
        raise FrameError("a frame larger than allowed")
    head, payload = read(head_length), read(payload_length)
    if len(head) < head_length or len(payload) < payload_length:
        raise FrameError("the stream ended inside a frame")
    header = parse_json(head)
    if not isinstance(header, dict):
        raise FrameError("a header that is no object")
    return header, payload


def parse_json(data: bytes) -> Any:
    """Parse bounded JSON; raises FrameError for whatever else there may be."""
    if len(data) > MAX_JSON:
        raise FrameError("JSON larger than allowed")
    try:
        return json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise FrameError("not JSON") from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


class Encoder:
    """Turns values into trees; the arrays on the way are collected in `arrays`."""

    def __init__(self, describe: Callable[[Any], Any] | None = None) -> None:
        self.arrays: list[tuple[dict[str, Any], bytes]] = []
        self._describe = describe
        self._nodes = 0

    def tree(self, value: Any, depth: int = 0) -> Any:
        """Return the tree of a value; what cannot be said in one becomes `{"other": ...}`."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            return {"other": "too large", "text": ""}
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is int:
            return value if value.bit_length() <= 4096 else {"other": "int", "text": "huge"}
        if kind is float:
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is str:
            return value[:MAX_TEXT]
        if kind is list or kind is tuple:
            return {kind.__name__: [self.tree(item, depth + 1) for item in value]}
        if isinstance(value, dict):
            return self._dict(value, depth)
        return self._unusual(value, depth)

    def _dict(self, value: dict[Any, Any], depth: int) -> Any:
        if len(value) > MAX_KEYS:
            return {"other": "dict", "text": f"{len(value)} keys"}
        pairs = [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in value.items()]
        return {"dict": pairs}

    def _unusual(self, value: Any, depth: int) -> Any:
        described = self._describe(value) if self._describe else None
        if described is not None:
            return described
        array = _as_array(value)
        if array is not None:
            return self._array(array, numpy_native=_is_numpy(value))
        if isinstance(value, (list, tuple)):  # a namedtuple, Keras's own lists
            return {"list": [self.tree(item, depth + 1) for item in value]}
        return {"other": _type_name(value), "text": _short(value)}

    def _array(self, array: Any, *, numpy_native: bool) -> Any:
        if array.dtype.str.lstrip("<>=|")[:1] not in "biuf" or array.nbytes > MAX_ARRAY:
            return {"other": f"array of {array.dtype}", "text": ""}
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        if array.dtype.str not in DTYPES:
            array = array.astype("<f8")
        header = {"kind": "array", "dtype": array.dtype.str, "shape": list(array.shape)}
        self.arrays.append((header, array.tobytes()))
        node = {"array": len(self.arrays) - 1}
        return node if numpy_native else {**node, "from": "tensor"}


def _is_numpy(value: Any) -> bool:
    return type(value).__module__.partition(".")[0] == "numpy"


def _as_array(value: Any) -> Any:
    """Return a NumPy array for arrays, NumPy numbers and tensors, None for all else."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return None
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return numpy.asarray(value)
    if hasattr(value, "__array__") and hasattr(value, "dtype") and hasattr(value, "shape"):
        try:
            return numpy.asarray(value)
        except Exception:
            return None
    return None


def _type_name(value: Any) -> str:
    kind = type(value)
    module = getattr(kind, "__module__", "")
    name = getattr(kind, "__qualname__", "object")
    return str(name if module in ("builtins", "__main__", "") else f"{module}.{name}")[:200]


def _short(value: Any) -> str:
    try:
        return repr(value)[:200]
    except Exception:
        return ""


@dataclass(frozen=True)
class Opaque:
    """A value that cannot cross: only what it was called is known."""

    type: str
    text: str


@dataclass(frozen=True)
class Tensor:
    """An array that was a tensor of Keras or TensorFlow where it came from."""

    array: Any


@dataclass(frozen=True)
class BuiltModel:
    """A Keras model as it crosses: its config, and where asked its weights by layer name."""

    config: Any
    weights: dict[str, list[Any]] | None
    lines: dict[str, int]
    """The student's line that made each layer, by layer name: shown, never judged."""
    given: bool = False
    """Whether it is one of the models that the call was made with."""


def decode(tree: Any, arrays: list[Any]) -> Any:
    """Turn a tree back into values: plain ones, arrays, Tensor, BuiltModel and Opaque.

    Raises FrameError where the tree is malformed, or larger than an Encoder makes one.
    """
    return _decode(tree, _Arrived(arrays), 0)


@dataclass
class _Arrived:
    """The arrays that came, and how many nodes may still come with them."""

    arrays: list[Any]
    left: int = MAX_NODES


def _decode(tree: Any, arrays: _Arrived, depth: int) -> Any:
    arrays.left -= 1
    _expect(arrays.left >= 0, "a tree larger than allowed")
    if isinstance(tree, str):
        _expect(len(tree) <= MAX_TEXT, "a text longer than allowed")
        return tree
    if tree is None or isinstance(tree, (bool, int, float)):
        return tree
    if not isinstance(tree, dict) or depth > MAX_DEPTH + 1:
        raise FrameError("a node that is no tree")
    for tag, decoder in _DECODERS.items():
        if tag in tree:
            return decoder(tree, arrays, depth)
    raise FrameError("a node without a tag")


def _expect(condition: bool, what: str) -> None:
    if not condition:
        raise FrameError(what)


def _items(tree: dict[str, Any], tag: str, arrays: _Arrived, depth: int) -> list[Any]:
    _expect(isinstance(tree[tag], list), "a sequence that is none")
    return [_decode(item, arrays, depth + 1) for item in tree[tag]]


def _decode_dict(tree: dict[str, Any], arrays: _Arrived, depth: int) -> Any:
    pairs = tree["dict"]
    _expect(isinstance(pairs, list) and len(pairs) <= MAX_KEYS, "a dict that is none")
    values = {}
    for pair in pairs:
        _expect(isinstance(pair, list) and len(pair) == 2, "a pair that is none")
        key = _decode(pair[0], arrays, depth + 1)
        if getattr(key, "shape", None) == ():  # one of NumPy's numbers
            key = key.item()
        try:
            values[key] = _decode(pair[1], arrays, depth + 1)
        except TypeError as error:
            raise FrameError("a key that cannot be one") from error
    return values


def _decode_array(tree: dict[str, Any], arrays: _Arrived, depth: int) -> Any:
    index = tree["array"]
    _expect(type(index) is int and 0 <= index < len(arrays.arrays), "an array that did not come")
    array, arrays.arrays[index] = (
        arrays.arrays[index],
        None,
    )  # to be used once: a million times one is a bomb
    _expect(array is not None, "an array that came once and is used twice")
    return Tensor(array) if tree.get("from") == "tensor" else array


def _decode_float(tree: dict[str, Any], arrays: _Arrived, depth: int) -> Any:
    _expect(tree["float"] in ("nan", "inf", "-inf"), "a float that is none")
    return float(tree["float"])


def _decode_model(tree: dict[str, Any], arrays: _Arrived, depth: int) -> Any:
    model = tree["model"]
    _expect(isinstance(model, dict), "a model that is none")
    weights, lines = model.get("weights"), model.get("lines")
    if weights is not None:
        _expect(isinstance(weights, dict), "weights that are none")
        weights = {
            str(name): _items({"list": w}, "list", arrays, depth) for name, w in weights.items()
        }
    _expect(isinstance(lines, dict), "lines that are none")
    lines = {str(name): line for name, line in lines.items() if type(line) is int}
    given = model.get("given", False)
    _expect(isinstance(given, bool), "a model that was given or not")
    return BuiltModel(model.get("config"), weights, lines, given)


def _decode_other(tree: dict[str, Any], arrays: _Arrived, depth: int) -> Any:
    kind, text = tree["other"], tree.get("text")
    if not (isinstance(kind, str) and isinstance(text, str)):
        raise FrameError("a description that is none")
    return Opaque(_printable(kind), _printable(text))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:200])


_DECODERS: dict[str, Callable[[dict[str, Any], _Arrived, int], Any]] = {
    "array": _decode_array,
    "float": _decode_float,
    "list": lambda tree, arrays, depth: _items(tree, "list", arrays, depth),
    "tuple": lambda tree, arrays, depth: tuple(_items(tree, "tuple", arrays, depth)),
    "dict": _decode_dict,
    "model": _decode_model,
    "other": _decode_other,
}


def read_array(header: dict[str, Any], payload: bytes) -> Any:
    """Return the array of an `array` frame, its sizes checked against its bytes."""
    import numpy as np

    dtype, shape = header.get("dtype"), header.get("shape")
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise FrameError("an array of unknown dtype")
    if not isinstance(shape, list) or len(shape) > 32:
        raise FrameError("an array of unknown form")
    if any(type(side) is not int or side < 0 for side in shape):
        raise FrameError("an array of impossible shape")
    if math.prod(side or 1 for side in shape) > MAX_ARRAY:  # (0, 2**40): NumPy refuses it, too
        raise FrameError("an array of impossible shape")
    if math.prod(shape) * np.dtype(dtype).itemsize != len(payload):
        raise FrameError("an array whose bytes do not fill its shape")
    return np.frombuffer(payload, dtype=dtype).reshape(shape)
