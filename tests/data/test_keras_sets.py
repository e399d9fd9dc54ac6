"""The loaders of public sets, tried on a small file where Keras would keep its copy."""

from __future__ import annotations

import numpy as np
import pytest

from data import fashion_mnist, mnist


@pytest.fixture
def small(monkeypatch):
    """Puts 20 training and 10 test pictures in place of what Keras would download."""
    import keras

    pixels = np.arange(30 * 28 * 28, dtype=np.int64).reshape(30, 28, 28) % 256
    labels = np.arange(30, dtype=np.uint8) % 10
    sets = (
        (pixels[:20].astype(np.uint8), labels[:20]),
        (pixels[20:].astype(np.uint8), labels[20:]),
    )
    for name in ("mnist", "fashion_mnist"):
        monkeypatch.setattr(getattr(keras.datasets, name), "load_data", lambda: sets)


@pytest.mark.parametrize("module", [mnist, fashion_mnist])
def test_pictures_and_labels(small, module):
    x, y = module.load(20, seed=3)
    assert (x.shape, x.dtype, y.dtype) == ((20, 28, 28, 1), np.float32, np.int64)
    assert (x.min(), x.max()) == (0, 1)
    assert sorted(y.tolist()) == sorted(2 * list(range(10)))
    x, y = module.load(10, 3, part="test")
    assert sorted(y.tolist()) == list(range(10))


def test_what_keras_reads_from_its_own_file(tmp_path, monkeypatch):
    """Keras's own loader on a small `mnist.npz`: only the download is taken out."""
    from keras.src.datasets import mnist as keras_mnist

    path = tmp_path / "mnist.npz"
    train, test = np.full((4, 28, 28), 51, np.uint8), np.full((2, 28, 28), 255, np.uint8)
    labels = {"y_train": np.array([7, 7, 7, 7]), "y_test": np.array([1, 1])}
    np.savez(path, x_train=train, x_test=test, **labels)
    monkeypatch.setattr(keras_mnist, "get_file", lambda *_, **__: str(path))
    x, y = mnist.load(4, 0)
    assert (np.unique(x).tolist(), y.tolist()) == ([np.float32(0.2)], [7, 7, 7, 7])
    assert mnist.load(2, 0, part="test")[1].tolist() == [1, 1]


def test_more_than_there_are(small):
    with pytest.raises(ValueError, match="mnist has 10 pictures for part='test', not 11"):
        mnist.load(11, 0, part="test")


def test_without_a_connection(monkeypatch):
    import keras

    def offline():
        raise Exception("URL fetch failure on https://somewhere")

    monkeypatch.setattr(keras.datasets.fashion_mnist, "load_data", offline)
    monkeypatch.setenv("KERAS_HOME", "/keep/here")
    told = r"fashion_mnist is not on this machine .*URL fetch failure.* kept in /keep/here/datasets"
    with pytest.raises(OSError, match=told):
        fashion_mnist.load(1, 0)
