"""What every check of networks says where there is no network to look at."""

from __future__ import annotations

import pytest

from grader.judge.networks import judge_network
from grader.judge.outputs import judge_outputs
from grader.run.evidence import Outcome
from grader.run.worker.frames import Opaque
from grader.spec import Layers, Outputs, Params, Shapes

from .building import answer, asked, built, context, conv, error, layer, model

RIGHT = model(conv(padding="same"), layer("Flatten"))


def judged(check, found):
    judge = judge_outputs if isinstance(check, Outputs) else judge_network
    found = built(found) if isinstance(found, dict) else found
    return judge(context(check, asked(answer(RIGHT), found, k=1)))


@pytest.mark.parametrize("check", [Shapes(2), Params(2), Layers(2), Outputs(2)])
@pytest.mark.parametrize(
    ("found", "code", "data"),
    [
        (None, "value.none", {"call": "f(k=1)"}),
        (Opaque("function", "<function>"), "value.function", {"call": "f(k=1)"}),
        (
            [1, 2],
            "network.not_a_model",
            {"call": "f(k=1)", "found": "[1, 2]", "found_type": "list"},
        ),
        (
            Opaque("keras.layers.Conv2D", "<Conv2D>"),
            "network.layer",
            {"call": "f(k=1)", "found": "Conv2D", "found_type": "keras.layers.Conv2D"},
        ),
        (
            Opaque("keras.src.backend.common.keras_tensor.KerasTensor", "<KerasTensor>"),
            "network.tensor",
            {
                "call": "f(k=1)",
                "found": "KerasTensor",
                "found_type": "keras.src.backend.common.keras_tensor.KerasTensor",
            },
        ),
        (
            Opaque("exercise.Net", "<Net>"),
            "network.object",
            {"call": "f(k=1)", "found": "Net", "found_type": "exercise.Net"},
        ),
        (
            {"module": None, "class_name": "MyModel", "config": None},
            "network.subclassed",
            {"layer": "MyModel"},
        ),
        (built(["no", "model"]), "network.malformed", {"part": "model"}),
    ],
)
def test_no_network_at_all(check, found, code, data):
    finding = judged(check, found)
    assert (finding.status, finding.code, finding.points, finding.data) == ("fail", code, 0.0, data)


def test_a_layer_off_the_list_is_named_with_its_line():
    finding = judged(Shapes(2), model(conv(padding="same"), layer("Lambda"), layer("Flatten")))
    assert (finding.code, finding.line) == ("network.layer_unknown", 12)
    assert finding.data == {"layer": "Lambda", "name": "layer_2"}


@pytest.mark.parametrize(
    ("found", "code"), [(error("KeyError"), "call.raised"), (Outcome(stopped="time"), "run.time")]
)
def test_trouble_goes_first(found, code):
    assert judged(Shapes(2), found).code == code
