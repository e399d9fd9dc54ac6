import numpy as np
import pytest

from data import glyphs

MORE_FACES = ("DejaVuSans-Oblique", "DejaVuSansMono-Bold", "DejaVuSerif-Bold")
"""Faces that no default names: for those who hold one out."""


def ink(x):
    return x.sum(axis=(1, 2, 3))


def directions(x, y):
    """By picture, the ways in which the first must move by whole pixels to become the second."""
    return [
        [
            (down, right)
            for down in range(-5, 6)
            for right in range(-5, 6)
            if np.allclose(glyphs.moved(one[:, :, 0], down, right), other[:, :, 0], atol=1e-6)
        ]
        for one, other in zip(x, y)
    ]


def test_pictures_and_labels_have_the_promised_form():
    x, y = glyphs.load(40, 5)
    assert (x.shape, x.dtype, y.shape, y.dtype) == ((40, 20, 20, 1), np.float32, (40,), np.int64)
    assert x.min() >= 0 and x.max() <= 1
    assert np.bincount(y).tolist() == [4] * 10
    assert sorted(y[:20].tolist()) != y[:20].tolist()


def test_the_labels_belong_to_the_pictures():
    x, y = glyphs.load(600, 0)
    templates = np.stack([x[y == label].mean(axis=0).ravel() for label in range(10)])
    new, labels = glyphs.load(200, 1)
    distances = ((new.reshape(200, 1, -1) - templates) ** 2).sum(axis=-1)
    assert (distances.argmin(axis=1) == labels).mean() > 0.95


def test_letters_stand_in_the_middle():
    x, _ = glyphs.load(40, 2, noise=0, rotation=0)
    for picture in x[:, :, :, 0]:
        rows, columns = np.nonzero(picture > 0.1)
        middle = ((rows.min() + rows.max()) / 2, (columns.min() + columns.max()) / 2)
        assert middle == pytest.approx((9.5, 9.5), abs=1)


@pytest.mark.parametrize("shift", [1, 4])
def test_a_shift_moves_each_picture_by_exactly_that_much(shift):
    centred, y = glyphs.load(80, 3, noise=0)
    moved, same = glyphs.load(80, 3, noise=0, shift=shift)
    assert np.array_equal(y, same)
    ways = directions(centred, moved)
    assert all(len(way) == 1 for way in ways)
    steps = {(down // shift, right // shift) for [(down, right)] in ways}
    assert steps == set(glyphs.DIRECTIONS)
    assert {max(abs(down), abs(right)) for [(down, right)] in ways} == {shift}


def test_letters_are_scattered_up_to_a_distance():
    centred, _ = glyphs.load(80, 4, noise=0)
    scattered, _ = glyphs.load(80, 4, noise=0, scatter=2)
    ways = [way for [way] in directions(centred, scattered)]
    assert {abs(n) for way in ways for n in way} == {0, 1, 2}
    assert len(set(ways)) > 15


@pytest.mark.parametrize("face", [*glyphs.FACES, *MORE_FACES])
def test_no_ink_is_lost_four_pixels_from_the_middle(face):
    centred, _ = glyphs.load(60, 6, noise=0, faces=[face])
    moved, _ = glyphs.load(60, 6, noise=0, faces=[face], shift=4)
    assert ink(moved) == pytest.approx(ink(centred), rel=0.003)


def test_each_face_draws_its_own_letters():
    pictures = [
        glyphs.load(10, 0, noise=0, faces=[face])[0] for face in (*glyphs.FACES, *MORE_FACES)
    ]
    different = {picture.tobytes() for picture in pictures}
    assert len(different) == len(pictures)


def test_letters_turn_both_ways_up_to_the_rotation():
    upright, _ = glyphs.load(30, 8, noise=0, rotation=0, letters="L", faces=["DejaVuSans"])
    turned, _ = glyphs.load(30, 8, noise=0, rotation=30, letters="L", faces=["DejaVuSans"])
    assert len(np.unique(upright, axis=0)) == 1
    assert len(np.unique(turned, axis=0)) == 30
    assert ink(turned) == pytest.approx(ink(upright), rel=0.05)


def test_noise_is_added_to_the_same_letters():
    clean, y = glyphs.load(50, 9, noise=0)
    noisy, same = glyphs.load(50, 9, noise=0.05)
    assert np.array_equal(y, same)
    grey = (clean > 0.3) & (clean < 0.7)  # far from 0 and 1, where the noise is cut off
    assert (noisy - clean)[grey].std() == pytest.approx(0.05, rel=0.1)


def test_the_letters_and_the_size_are_free():
    x, y = glyphs.load(8, 0, letters="XO", side=14, noise=0)
    assert x.shape == (8, 14, 14, 1)
    assert np.bincount(y).tolist() == [4, 4]
    middle = x[:, 6:8, 6:8, 0].mean(axis=(1, 2))
    assert middle[y == 0].min() > 0.3 > 0.1 > middle[y == 1].max()


def test_a_seed_gives_the_same_pictures_always_and_another_seed_others():
    one, same, other = (glyphs.load(20, seed, shift=2)[0] for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_what_is_moved_out_of_the_picture_is_lost():
    picture = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert glyphs.moved(picture, 1, -1).tolist() == [[0, 0, 0], [1, 2, 0]]
    assert glyphs.moved(picture, 0, 2).tolist() == [[0, 0, 0], [0, 0, 3]]
