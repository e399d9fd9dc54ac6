"""What is fuzzed: everything that touches a byte of a student's outside of the runner.

A target returns for whatever it is given; anything raised but the one error that it may raise, a
hang, or memory without bounds is a fault.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from grader.network import (
    NetworkError,
    canonical,
    describe,
    digest,
    folded,
    read_network,
    to_json,
    total,
    walk,
)
from grader.run.evidence import read_error
from grader.run.worker.frames import FrameError, decode, parse_json, read_array, unpack

MOST_FRAMES = 50
CONFIGS = Path(__file__).resolve().parent / "configs"
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 3, 10**6, 10**12, 10**400, 0.5, float("nan"), float("inf")),
    *("", "same", "valid", "relu", "../x", "\x1b[2J", "Dense", "Concatenate", "keras.layers"),
    *([], {}, [[]], [None, 8, 8, 1], {"class_name": "__keras_tensor__"}),
)


def frames(data: bytes) -> None:
    """Read bytes as a runner's evidence, to the last frame that can be read."""
    stream = io.BytesIO(data)
    arrays: list[Any] = []
    with contextlib.suppress(FrameError):
        for _ in range(MOST_FRAMES):
            frame = unpack(stream.read)
            if frame is None:
                return
            _judge_frame(*frame, arrays)


def _judge_frame(header: dict[str, Any], payload: bytes, arrays: list[Any]) -> None:
    if header.get("kind") == "array":
        arrays.append(read_array(header, payload))
        return
    told = parse_json(payload)
    if isinstance(told, dict):
        with contextlib.suppress(FrameError):
            decode(told.get("value"), list(arrays))
        read_error(told.get("error"))


def network(data: bytes) -> None:
    """Change a real configuration as the bytes say, and do with it all that a judge does."""
    edits = list(data)
    config = copy.deepcopy(seeds()[edits.pop() % len(seeds())]) if edits else None
    while len(edits) >= 3:
        config = _edited(config, edits.pop(), edits.pop(), edits.pop())
    with contextlib.suppress(NetworkError):
        judged(config)


def judged(config: Any) -> None:
    """Do with a configuration what a judge does. Raises NetworkError."""
    read = read_network(config)
    total(walk(read))
    plain = canonical(read)
    walk(folded(plain))
    digest(read)
    json.dumps(to_json(plain), allow_nan=False)
    for layer in read.layers:
        describe(layer)


@functools.cache
def seeds() -> tuple[Any, ...]:
    """Return configurations as Keras wrote them."""
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted(CONFIGS.glob("*.json")))


def _edited(config: Any, where: int, how: int, what: int) -> Any:
    """Change one place of a configuration: put a value there, take it out, or repeat it."""
    places = list(_places(config))
    if not places:
        return config
    holder, key = places[(where * 31 + what) % len(places)]
    if how % 8 == 0:
        del holder[key]
    elif how % 8 == 1 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif how % 8 == 2:
        other, from_key = places[(what * 37 + how) % len(places)]
        holder[key] = copy.deepcopy(other[from_key])
    else:
        holder[key] = copy.deepcopy(VALUES[what % len(VALUES)])
    return config


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a tree as what holds it and its key there."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, held in items:
        yield value, key
        yield from _places(held)


TARGETS: dict[str, Callable[[bytes], None]] = {"frames": frames, "network": network}
