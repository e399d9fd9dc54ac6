import numpy as np
import pytest

from data import shapes

MIDDLE = np.array([16.0, 16.0])


def covered(shape, radius=10.0, turn=0.3):
    return shapes.drawn(shape, MIDDLE, radius, turn)


def test_pictures_and_labels_have_the_promised_form():
    x, y = shapes.load(60, 5)
    assert (x.shape, x.dtype, y.shape, y.dtype) == ((60, 32, 32, 3), np.float32, (60,), np.int64)
    assert x.min() >= 0 and x.max() <= 1
    assert np.bincount(y).tolist() == [10] * 6
    assert sorted(y[:20].tolist()) != y[:20].tolist()


@pytest.mark.parametrize(
    ("shape", "area"),
    [
        ("disc", np.pi),
        ("ring", np.pi * (1 - shapes.HOLE**2)),
        ("triangle", 3 * 3**0.5 / 4),
        ("square", 2),
        ("cross", (4 * 2 * 0.3 - 4 * 0.09) / 1.09),
        ("star", 10 * 0.45 * np.sin(np.pi / 5) / 2),
    ],
)
def test_each_shape_covers_its_area(shape, area):
    assert covered(shape).sum() == pytest.approx(100 * area, rel=0.05)


def test_a_turn_changes_a_shape_and_not_its_area():
    for shape in ("triangle", "square", "cross", "star"):
        one, other = covered(shape, turn=0.0), covered(shape, turn=0.4)
        assert np.abs(one - other).sum() > 5
        assert one.sum() == pytest.approx(other.sum(), rel=0.06)


def test_the_labels_belong_to_the_pictures():
    x, y = shapes.load(300, 1, noise=0)
    fill = np.array([_fill(picture.mean(axis=-1)) for picture in x])
    disc, ring, triangle, square, cross, star = (fill[y == i].mean() for i in range(6))
    assert disc > 0.8
    assert 0.5 < min(ring, square, cross) <= max(ring, square, cross) < 0.7
    assert max(triangle, star) < 0.5


def _fill(light):
    """The share of the circle around a shape that is light."""
    inside = light > (light.min() + light.max()) / 2
    places = np.argwhere(inside)
    middle = places.mean(axis=0)
    reach = np.hypot(*(places - middle).T).max() + 0.5
    return inside.sum() / (np.pi * reach**2)


def test_every_shape_lies_within_its_picture():
    x, _ = shapes.load(200, 2, noise=0)
    border = np.concatenate([x[:, 0], x[:, -1], x[:, :, 0], x[:, :, -1]], axis=1)
    assert np.ptp(border, axis=1).max() < 1e-6


def test_colours_tell_nothing_about_the_shape():
    x, y = shapes.load(3000, 3, noise=0)
    brightest = x.max(axis=(1, 2))
    by_shape = np.stack([brightest[y == i].mean(axis=0) for i in range(6)])
    assert np.abs(by_shape - by_shape.mean(axis=0)).max() < 0.03
    assert brightest.min() >= shapes.INK[0] - 1e-6
    assert x[:, 0, 0].max() <= shapes.GROUND[1] + 1e-6


def test_noise_is_added_to_the_same_shapes():
    clean, y = shapes.load(50, 4, noise=0)
    noisy, same = shapes.load(50, 4, noise=0.05)
    assert np.array_equal(y, same)
    grey = (clean > 0.3) & (clean < 0.7)  # far from 0 and 1, where the noise is cut off
    assert (noisy - clean)[grey].std() == pytest.approx(0.05, rel=0.1)


def test_a_seed_gives_the_same_pictures_always_and_another_seed_others():
    one, same, other = (shapes.load(20, seed)[0] for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
