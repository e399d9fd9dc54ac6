"""What `fit` of a given model was called with: told in words, by the given arrays alone."""

from __future__ import annotations

import functools
import numbers
from dataclasses import dataclass, field
from typing import Any

TRAINING, VALIDATION, BOTH, OTHER = "training", "validation", "both", "other"
PART, NOTHING = "part", "nothing"


@dataclass
class Taught:
    """All calls of one model's `fit`."""

    times: int = 0
    learned: set[str] = field(default_factory=set)
    """What the model learned from: TRAINING, VALIDATION, BOTH in one array, or OTHER arrays."""
    watched: set[str] = field(default_factory=set)
    """What it was watched on: TRAINING, VALIDATION, OTHER, PART of what it was given to learn from,
    or NOTHING."""


def watch_fits(model: Any, data: Any) -> Taught:
    """Take down what `fit` of a model will be called with; `data` is ((x, y), (x_val, y_val))."""
    taught = Taught()
    known = _known(data)
    fit = model.fit

    @functools.wraps(fit)
    def taken_down(x: Any = None, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        taught.times += 1
        taught.learned.add(_which(known, x, y))
        # Keras's order: batch_size, epochs, verbose, callbacks, validation_split, validation_data
        split = kwargs.get("validation_split", args[4] if len(args) > 4 else 0.0)
        watched = kwargs.get("validation_data", args[5] if len(args) > 5 else None)
        taught.watched.add(_watched(known, split, watched))
        return fit(x, y, *args, **kwargs)

    model.fit = taken_down
    return taught


def _known(data: Any) -> dict[bytes, str]:
    """Return the words for the pairs that were given, and for both as one."""
    import numpy as np

    (x, y), (x_val, y_val) = data
    pairs = [(x, y, TRAINING), (x_val, y_val, VALIDATION)]
    for one, other in ((0, 2), (2, 0)):
        arrays = (x, y, x_val, y_val)
        both = [np.concatenate([arrays[one + i], arrays[other + i]]) for i in (0, 1)]
        pairs.append((both[0], both[1], BOTH))
    return {_digest(pictures, labels): word for pictures, labels, word in pairs}


def _which(known: dict[bytes, str], pictures: Any, labels: Any) -> str:
    try:
        return known.get(_digest(pictures, labels), OTHER)
    except Exception:  # a data set, a dict, whatever Keras may take
        return OTHER


def _watched(known: dict[bytes, str], split: Any, watched: Any) -> str:
    if watched is None:
        return PART if isinstance(split, numbers.Real) and split else NOTHING
    if not isinstance(watched, (list, tuple)) or len(watched) < 2:
        return OTHER
    return _which(known, watched[0], watched[1])


def _digest(pictures: Any, labels: Any) -> bytes:
    """Return what two arrays hold, an axis of 1 behind the labels left out."""
    import hashlib

    import numpy as np

    digest = hashlib.sha256()
    for array in (np.asarray(pictures), np.asarray(labels).reshape(-1)):
        digest.update(repr((array.dtype.str, array.shape)).encode())
        digest.update(array.tobytes())
    return digest.digest()
