"""Handwritten digits, 8 x 8 grey pixels: the 1,797 of the UCI set that scikit-learn ships.

Source: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine
Learning Repository, https://doi.org/10.24432/C50P49, licence CC BY 4.0. The pixels are unchanged:
each counts the dark cells of a block of 4 x 4, from 0 to 16. `digits.npz` was written by
`python -m data.digits`, which needs scikit-learn; nothing else here does.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

PATH = Path(__file__).with_name("digits.npz")
SHA256 = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"
"""Of the pixels' bytes followed by the labels'."""
LARGEST = 16
TRAINING = 1257
"""The first pictures are for training, the other 540 for tests."""

Pixels = npt.NDArray[np.float32]


def load(
    size: int, seed: int, *, part: str = "train", scale: bool = True
) -> tuple[Pixels, npt.NDArray[np.int64]]:
    """Return `size` pictures of shape (8, 8, 1) and their digits, drawn without repetition.

    Values are in 0..1, without `scale` in 0..16. `part` is "train" or "test": the two share no
    picture, whatever the seeds. Raises ValueError where a part has fewer pictures than asked for,
    and where `digits.npz` is not the file it was.
    """
    pixels, labels = _stored()
    half = slice(TRAINING) if part == "train" else slice(TRAINING, None)
    pixels, labels = pixels[half], labels[half]
    if size > len(labels):
        raise ValueError(f"digits has {len(labels)} pictures for part={part!r}, not {size}")
    chosen = np.random.default_rng(seed).permutation(len(labels))[:size]
    x = pixels[chosen, :, :, None].astype(np.float32) / np.float32(LARGEST if scale else 1)
    return x, labels[chosen].astype(np.int64)


@cache
def _stored() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    with np.load(PATH, allow_pickle=False) as stored:
        pixels, labels = stored["pixels"], stored["labels"]
    if checksum(pixels, labels) != SHA256:
        raise ValueError(f"{PATH} is not the file it was; fetch the kit's own copy again")
    return pixels, labels


def checksum(pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> str:
    """Return the SHA-256 of the pixels' bytes followed by the labels'."""
    return hashlib.sha256(pixels.tobytes() + labels.tobytes()).hexdigest()


def export() -> None:
    """Write `digits.npz` from scikit-learn's copy and print its checksum."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    pixels, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    np.savez_compressed(PATH, pixels=pixels, labels=labels)
    print(checksum(pixels, labels))


if __name__ == "__main__":
    export()
