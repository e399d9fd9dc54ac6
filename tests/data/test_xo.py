import hashlib

import numpy as np
import pytest

from data import xo


def middles(x):
    """The middle of each letter's light, in pixels from the picture's own middle."""
    places = np.arange(xo.SIDE) - (xo.SIDE - 1) / 2
    light = x[:, :, :, 0]
    total = light.sum(axis=(1, 2))
    return (
        np.stack([light.sum(axis=2) @ places, light.sum(axis=1) @ places], axis=1) / total[:, None]
    )


def test_pictures_and_labels_have_the_promised_form():
    x, y = xo.load(40, 5)
    assert (x.shape, x.dtype, y.shape, y.dtype) == ((40, 14, 14, 1), np.float32, (40,), np.float32)
    assert x.min() >= 0 and x.max() <= 1
    assert (y == 0).sum() == (y == 1).sum() == 20
    assert sorted(y[:20].tolist()) != y[:20].tolist()


def test_letters_are_light_and_each_has_its_label():
    x, y = xo.load(200, 1, scatter=0, rotation=0, noise=0)
    middle = x[:, 6:8, 6:8, 0].mean(axis=(1, 2))
    assert middle[y == 1].min() > 0.5 > 0.2 > middle[y == 0].max()
    assert x.max(axis=(1, 2, 3)).min() > 0.8


def test_letters_that_do_not_turn_are_symmetric():
    x, _ = xo.load(50, 2, scatter=0, rotation=0, noise=0)
    assert np.allclose(x, x[:, ::-1], atol=1e-6)
    assert np.allclose(x, x[:, :, ::-1], atol=1e-6)


def test_letters_turn_both_ways():
    upright, y = xo.load(60, 3, scatter=0, noise=0, rotation=0)
    turned, same = xo.load(60, 3, scatter=0, noise=0, rotation=25)
    assert np.array_equal(y, same)
    assert (np.abs(turned - upright).max(axis=(1, 2, 3)) > 0.05).mean() > 0.8
    slant = turned[:, :7, :7, 0].sum(axis=(1, 2)) - turned[:, :7, 7:, 0].sum(axis=(1, 2))
    assert (slant > 0.1).any() and (slant < -0.1).any()


def test_letters_are_scattered_up_to_a_distance():
    x, _ = xo.load(400, 4, noise=0)
    away = np.abs(middles(x))
    assert 2.2 < away.max() < 2.6
    assert np.abs(middles(xo.load(40, 4, scatter=0, noise=0)[0])).max() < 0.01


def test_letters_and_pens_have_many_sizes():
    x, y = xo.load(300, 6, scatter=0, rotation=0, noise=0)
    light = x.sum(axis=(1, 2, 3))
    for letter in (0, 1):
        assert light[y == letter].max() > 2 * light[y == letter].min()


def test_noise_is_added_to_the_same_letters():
    clean, y = xo.load(50, 9, noise=0)
    noisy, same = xo.load(50, 9, noise=0.05)
    assert np.array_equal(y, same)
    grey = (clean > 0.3) & (clean < 0.7)  # far from 0 and 1, where the noise is cut off
    assert (noisy - clean)[grey].std() == pytest.approx(0.05, rel=0.1)


def test_light_alone_does_not_tell_the_letter():
    x, y = xo.load(1000, 7)
    light = x.sum(axis=(1, 2, 3))
    best = max(
        abs(((light > bar) == y).mean() - 0.5) for bar in np.quantile(light, np.linspace(0, 1))
    )
    assert best < 0.2


def test_a_seed_gives_the_same_pictures_always_and_another_seed_others():
    one, same, other = (xo.load(20, seed)[0] for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_checksum():
    x, y = xo.load(50, 11)
    grey = np.rint(x * 255).astype(np.uint8)  # the last bits of a sine may differ elsewhere
    assert hashlib.sha256(grey.tobytes() + y.tobytes()).hexdigest()[:16] == "d8abaff8679bdb4b"
