from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.run.worker.frames import pack

from .targets import frames, judged, network, seeds

MANY = settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
HEADERS = st.fixed_dictionaries(
    {"kind": st.sampled_from(("array", "result", "imported", "begin", "end"))},
    optional={
        "call": st.integers(-2, 3),
        "dtype": st.sampled_from(("<f4", "|u1", "|b1", "O", "<V8")),
        "shape": st.lists(st.integers(-1, 2**40), max_size=4),
    },
)
PAYLOADS = st.one_of(
    st.binary(max_size=64),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("value", "error", "list", "tuple", "dict", "array", "float", "model",
                             "other", "text", "kind", "trace", "line", "code", "config", "lines",
                             "weights")),
            inner,
            max_size=4,
        ),
        max_leaves=20,
    ).map(lambda tree: json.dumps(tree).encode()),
)  # fmt: skip


@MANY
@given(st.lists(st.tuples(HEADERS, PAYLOADS), max_size=5), st.binary(max_size=16))
@example([({"kind": "result"}, b'{"value": {"array": 0}}')], b"\xff\xff\xff\x7f")
def test_whatever_a_runner_says_is_read_or_refused(said, rest):
    frames(b"".join(pack(*frame) for frame in said) + rest)


@MANY
@given(st.binary(max_size=40))
def test_whatever_a_model_says_of_itself_is_read_or_refused(data):
    network(data)


@pytest.mark.parametrize("number", range(len(seeds())))
def test_the_fuzzer_begins_with_networks_that_are_read(number):
    judged(seeds()[number])
