from __future__ import annotations

import contextlib
import io
import json
import math
import tracemalloc
from collections import Counter, OrderedDict, namedtuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.judge.show import show
from grader.run.worker.frames import (
    DTYPES,
    LENGTHS,
    MAX_ARRAY,
    MAX_DEPTH,
    MAX_HEADER,
    MAX_JSON,
    MAX_KEYS,
    MAX_NODES,
    MAX_TEXT,
    Encoder,
    FrameError,
    Opaque,
    decode,
    pack,
    parse_json,
    read_array,
    unpack,
)

fuzz = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
Point = namedtuple("Point", "x y")


def crossed(value):
    """Return what arrives of a value on the other side."""
    encoder = Encoder()
    tree = parse_json(json.dumps(encoder.tree(value)).encode())
    return decode(tree, [read_array(header, payload) for header, payload in encoder.arrays])


def frame(head: bytes, payload: bytes = b"") -> bytes:
    return LENGTHS.pack(len(head), len(payload)) + head + payload


# Frames


def test_frames_come_back_one_by_one_in_their_order():
    stream = io.BytesIO(pack({"kind": "end"}) + pack({"kind": "array", "call": 3}, b"\0\1"))
    assert unpack(stream.read) == ({"kind": "end"}, b"")
    assert unpack(stream.read) == ({"kind": "array", "call": 3}, b"\0\1")
    assert unpack(stream.read) is None


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x05", "the stream ended inside a frame"),
        (frame(b"{}")[:-1], "the stream ended inside a frame"),
        (frame(b"{}", b"12345")[:-1], "the stream ended inside a frame"),
        (LENGTHS.pack(MAX_HEADER + 1, 0), "a frame larger than allowed"),
        (LENGTHS.pack(2, MAX_ARRAY + 1), "a frame larger than allowed"),
        (b"\xff" * 8, "a frame larger than allowed"),
        (frame(b"[]"), "a header that is no object"),
        (frame(b"{"), "not JSON"),
        (frame(b'{"call": NaN}'), "not JSON"),
        (frame(b"\xff\xfe{}"), "not JSON"),
        (frame(b"[" * 1000), "not JSON"),
    ],
)
def test_what_is_no_frame(data, why):
    with pytest.raises(FrameError) as caught:
        unpack(io.BytesIO(data).read)
    assert str(caught.value) == why


def test_a_header_that_is_too_long_is_not_sent():
    with pytest.raises(FrameError):
        pack({"kind": "x" * MAX_HEADER})


def test_nothing_is_read_for_lengths_that_are_not_allowed():
    asked = []

    def read(count):
        asked.append(count)
        return b"\xff" * count

    with pytest.raises(FrameError):
        unpack(read)
    assert asked == [8]


@pytest.mark.parametrize("data", [b" " * (MAX_JSON + 1), b"[" * 100_000, b"1" * 5000, b"Infinity"])
def test_json_without_bounds_is_refused(data):
    with pytest.raises(FrameError):
        parse_json(data)


# Values


SAME = [
    None,
    True,
    0,
    -(2**4096 - 1),
    0.1,
    -0.0,
    math.inf,
    -math.inf,
    "",
    '채널 \N{SNOWMAN} \\ " \n',
    [],
    (),
    {},
    [1, (2, [3.5, None]), {"a": (True,), 2: "b", (1, 2): [0], None: 0}],
]


@pytest.mark.parametrize("value", SAME, ids=repr)
def test_plain_values_come_back_as_they_were(value):
    back = crossed(value)
    assert (back, type(back)) == (value, type(value))


def test_nan_comes_back():
    assert math.isnan(crossed(float("nan")))


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (Point(1, 2), [1, 2]),
        (OrderedDict(a=1), {"a": 1}),
        (Counter("aab"), {"a": 2, "b": 1}),
        ({np.int64(3): 1}, {3: 1}),
        ("x" * (MAX_TEXT + 1), "x" * MAX_TEXT),
        (10**2000, Opaque("int", "huge")),
        ({1, 2}, Opaque("set", "{1, 2}")),
        (b"ab", Opaque("bytes", "b'ab'")),
        ({b"ab": 1}, {Opaque("bytes", "b'ab'"): 1}),
        (dict.fromkeys(range(MAX_KEYS + 1)), Opaque("dict", f"{MAX_KEYS + 1} keys")),
        (np.array(["a"]), Opaque("array of <U1", "")),
        (np.array([1j]), Opaque("array of complex128", "")),
        (np.array([None]), Opaque("array of object", "")),
    ],
    ids=repr,
)
def test_what_values_of_other_types_are_seen_as(value, seen):
    assert crossed(value) == seen


def test_a_number_that_lies_about_itself_is_not_taken_for_one():
    class Liar(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    (seen,) = crossed([Liar(3)])
    assert (type(seen), seen.text) == (Opaque, "3")


def test_an_object_whose_repr_fails_is_known_by_its_type():
    class Shy:
        def __repr__(self):
            raise ValueError

    assert crossed(Shy()).text == ""


def test_names_that_would_steer_a_terminal_are_made_harmless():
    evil = type("\x1b[2J\u202eevil", (), {"__module__": "", "__repr__": lambda self: "\x07\ud800"})
    assert crossed(evil()) == Opaque("�[2J�evil", "��")


def test_a_list_that_holds_itself_ends():
    endless = []
    endless.append(endless)
    seen = crossed(endless)
    for _ in range(MAX_DEPTH):
        (seen,) = seen
    assert seen == [Opaque("too large", "")]


def test_a_list_that_holds_itself_many_times_ends():
    endless = []
    endless.extend([endless] * 20)
    text = json.dumps(Encoder().tree(endless))
    assert text.count("{") < MAX_NODES + 20 * MAX_DEPTH


@pytest.mark.parametrize("dtype", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 1, 3), (0, 5)])
def test_arrays_come_back_with_shape_and_dtype(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    back = crossed(array)
    assert (back.shape, back.dtype, back.tolist()) == (array.shape, array.dtype, array.tolist())


def test_arrays_in_other_orders_and_of_other_widths():
    array = np.arange(6.0).reshape(2, 3)
    assert crossed(array.T).tolist() == [[0, 3], [1, 4], [2, 5]]
    assert crossed(array[:, ::-2]).tolist() == [[2, 0], [5, 3]]
    assert crossed(array.astype(">f8")).dtype == np.dtype("<f8")
    assert crossed(array.astype(np.longdouble)).dtype == np.dtype("<f8")


def test_an_array_larger_than_allowed_does_not_cross():
    huge = np.broadcast_to(np.uint8(0), (MAX_ARRAY + 1,))
    assert crossed(huge) == Opaque("array of uint8", "")


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3) | st.integers() | st.booleans(), inner, max_size=4)
    ),
    max_leaves=30,
)


@fuzz
@given(plain)
def test_every_plain_value_crosses(value):
    assert crossed(value) == value


# What a hostile runner may send


header = {"kind": "array", "dtype": "<f4", "shape": [2]}


@pytest.mark.parametrize(
    ("changed", "payload", "why"),
    [
        ({"dtype": None}, bytes(8), "an array of unknown dtype"),
        ({"dtype": []}, bytes(8), "an array of unknown dtype"),
        ({"dtype": "|O8"}, bytes(16), "an array of unknown dtype"),
        ({"dtype": ">f4"}, bytes(8), "an array of unknown dtype"),
        ({"dtype": "<U1"}, bytes(8), "an array of unknown dtype"),
        ({"shape": None}, bytes(8), "an array of unknown form"),
        ({"shape": {}}, bytes(8), "an array of unknown form"),
        ({"shape": [1] * 33}, bytes(4), "an array of unknown form"),
        ({"shape": [-1, -2]}, bytes(8), "an array of impossible shape"),
        ({"shape": [2.0]}, bytes(8), "an array of impossible shape"),
        ({"shape": [True, 2]}, bytes(8), "an array of impossible shape"),
        ({"shape": ["2"]}, bytes(8), "an array of impossible shape"),
        ({"shape": [10**12]}, b"", "an array of impossible shape"),
        ({"shape": [0, 2**62, 2**62]}, b"", "an array of impossible shape"),
        ({"shape": [3]}, bytes(8), "an array whose bytes do not fill its shape"),
        ({"shape": []}, bytes(8), "an array whose bytes do not fill its shape"),
        ({"shape": [0]}, bytes(8), "an array whose bytes do not fill its shape"),
        ({}, bytes(7), "an array whose bytes do not fill its shape"),
        ({}, b"", "an array whose bytes do not fill its shape"),
    ],
)
def test_what_is_no_array(changed, payload, why):
    with pytest.raises(FrameError) as caught:
        read_array({**header, **changed}, payload)
    assert str(caught.value) == why


deep: object = 1
for _ in range(20):
    deep = {"list": [deep]}


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        ([], "a node that is no tree"),
        ([1], "a node that is no tree"),
        ({}, "a node without a tag"),
        ({"set": [1]}, "a node without a tag"),
        ({"list": 3}, "a sequence that is none"),
        ({"tuple": None}, "a sequence that is none"),
        ({"tuple": {"list": []}}, "a sequence that is none"),
        ({"dict": {}}, "a dict that is none"),
        ({"dict": [[i, i] for i in range(MAX_KEYS + 1)]}, "a dict that is none"),
        ({"dict": [[1]]}, "a pair that is none"),
        ({"dict": [[1, 2, 3]]}, "a pair that is none"),
        ({"dict": ["ab"]}, "a pair that is none"),
        ({"dict": [[{"list": []}, 1]]}, "a key that cannot be one"),
        ({"dict": [[{"array": 0}, 1]]}, "a key that cannot be one"),
        ({"array": 2}, "an array that did not come"),
        ({"array": -1}, "an array that did not come"),
        ({"array": True}, "an array that did not come"),
        ({"array": "0"}, "an array that did not come"),
        ({"list": [{"array": 0}, {"array": 0}]}, "an array that came once and is used twice"),
        ({"float": "1"}, "a float that is none"),
        ({"float": []}, "a float that is none"),
        ({"other": 1, "text": ""}, "a description that is none"),
        ({"other": "x"}, "a description that is none"),
        ({"other": "x", "text": [[]]}, "a description that is none"),
        ({"model": []}, "a model that is none"),
        ({"model": {}}, "lines that are none"),
        ({"model": {"lines": {}, "given": 1}}, "a model that was given or not"),
        ({"model": {"lines": {}, "weights": []}}, "weights that are none"),
        ({"model": {"lines": {}, "weights": {"a": 1}}}, "a sequence that is none"),
        (deep, "a node that is no tree"),
    ],
)
def test_what_is_no_tree(tree, why):
    with pytest.raises(FrameError) as caught:
        decode(tree, [np.zeros(3), np.zeros(3)])
    assert str(caught.value) == why


def test_lines_of_layers_that_are_no_numbers_are_left_out():
    model = decode({"model": {"config": [], "lines": {"a": 3, "b": "4", "c": True}}}, [])
    assert (model.config, model.weights, model.lines) == ([], None, {"a": 3})


@fuzz
@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_an_error(data):
    stream = io.BytesIO(data)
    with contextlib.suppress(FrameError):
        while (found := unpack(stream.read)) is not None:
            assert [type(part) for part in found] == [dict, bytes]


@fuzz
@given(st.binary(max_size=60), st.integers(0, 80), st.binary(max_size=8))
def test_a_frame_with_a_wound_is_a_frame_or_an_error(payload, place, wound):
    whole = pack({"kind": "array", "call": 0, "dtype": "|u1", "shape": [len(payload)]}, payload)
    hurt = whole[:place] + wound + whole[place + len(wound) :]
    with contextlib.suppress(FrameError):
        found = unpack(io.BytesIO(hurt).read)
        assert found is not None
        assert read_array(*found).tobytes() == found[1]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)
tags = st.sampled_from(["list", "tuple", "dict", "array", "float", "model", "other", "from"])
inside = st.sampled_from(["config", "weights", "lines", "text", "a"])
trees = st.recursive(
    anything | st.integers(-1, 2) | st.sampled_from(["nan", "inf", "tensor"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(st.tuples(inner, inner).map(list), max_size=3)
        | st.dictionaries(tags, inner, max_size=2)
        | st.dictionaries(inside, inner, max_size=3)
    ),
    max_leaves=40,
)


@fuzz
@given(trees)
def test_any_tree_is_a_value_or_an_error(tree):
    with contextlib.suppress(FrameError):
        assert show(decode(tree, [np.zeros(2), np.zeros(())])).isprintable()


@fuzz
@given(st.dictionaries(st.sampled_from(["dtype", "shape"]), anything), st.binary(max_size=9))
def test_any_header_is_an_array_or_an_error(header, payload):
    with contextlib.suppress(FrameError):
        assert read_array(header, payload).tobytes() == payload


@fuzz
@given(
    st.sampled_from(sorted(DTYPES)),
    st.lists(st.integers(0, 3) | st.integers(0, 2**70), max_size=6),
    st.binary(max_size=9),
)
def test_any_shape_is_an_array_or_an_error_and_allocates_nothing(dtype, shape, payload):
    tracemalloc.start()
    with contextlib.suppress(FrameError):
        assert read_array({"dtype": dtype, "shape": shape}, payload).tobytes() == payload
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000
