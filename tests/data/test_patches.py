import hashlib

import numpy as np
import pytest

from data import patches

COLOUR_OF = np.eye(3, dtype=int)


def bars(x):
    """The pixels of each bar: above the ground in one channel."""
    return [np.argwhere(picture.max(axis=-1) > patches.GROUND) for picture in x]


def test_pictures_and_labels_have_the_promised_form():
    x, y = patches.load(30, 5)
    assert (x.shape, x.dtype, y.shape, y.dtype) == ((30, 12, 12, 3), np.float32, (30,), np.int64)
    assert x.min() >= 0 and x.max() <= 1
    assert np.bincount(y).tolist() == [10, 10, 10]
    assert sorted(y[:15].tolist()) != y[:15].tolist()


def test_the_colour_is_the_channel_of_the_five_bright_pixels():
    x, y = patches.load(60, 1, task="colour")
    for picture, cells, label in zip(x, bars(x), y):
        assert len(cells) == patches.BAR
        bright = picture[tuple(cells.T)] > patches.GROUND
        assert bright.astype(int).tolist() == [COLOUR_OF[label].tolist()] * patches.BAR


def test_the_arrangement_is_the_way_from_pixel_to_pixel():
    x, y = patches.load(60, 2, task="arrangement")
    for cells, label in zip(bars(x), y):
        steps = np.diff(cells, axis=0)
        assert steps.tolist() == [list(patches.STEPS[label])] * (patches.BAR - 1)


def test_bars_reach_every_border():
    cells = np.concatenate(bars(patches.load(300, 3)[0]))
    assert (cells.min(axis=0).tolist(), cells.max(axis=0).tolist()) == ([0, 0], [11, 11])


def test_both_tasks_ask_about_the_same_pictures():
    x, colour = patches.load(90, 7, task="colour")
    again, way = patches.load(90, 7, task="arrangement")
    assert np.array_equal(x, again)
    assert len(set(zip(colour.tolist(), way.tolist()))) == 9


def test_single_pixels_do_not_tell_the_arrangement():
    x, y = patches.load(3000, 4, task="arrangement")
    brightest = x.reshape(3000, -1).max(axis=1)
    means = [brightest[y == way].mean() for way in range(3)]
    assert np.ptp(means) < 0.01


def test_a_seed_gives_the_same_pictures_always_and_another_seed_others():
    one, same, other = (patches.load(20, seed)[0] for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("task", "expected"), [("colour", "6925bf0cd7d80b61"), ("arrangement", "ca26147d32ec3341")]
)
def test_checksum(task, expected):
    x, y = patches.load(50, 11, task=task)
    digest = hashlib.sha256(x.tobytes() + y.tobytes()).hexdigest()
    assert digest[:16] == expected


def test_another_task_is_refused():
    with pytest.raises(ValueError, match="there is no task 'size'; tasks: colour, arrangement"):
        patches.load(3, 0, task="size")
