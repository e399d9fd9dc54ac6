"""Reading the networks of a check: each case's expected network beside the one that was built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.judge.context import Answered, Context, Name
from grader.judge.network_names import name_of_networks
from grader.judge.show import show, show_call, show_type
from grader.judge.trouble import no_answer, trouble
from grader.network import Layer, Network, NetworkError, Shape, from_json, read_network
from grader.reference import NetworkAnswer
from grader.report.model import Finding
from grader.run.worker.frames import BuiltModel, Opaque, Tensor

HEADS = ("softmax", "sigmoid")


@dataclass(frozen=True)
class Pair:
    """One case: the network that is expected beside the one that was built."""

    answered: Answered
    built: BuiltModel
    expected: Network
    found: Network
    at: Shape | None = None

    def line(self, layer: Layer | None) -> int | None:
        """Return the student's line that made a layer."""
        if layer is None:
            return None
        lines = self.built.lines
        return lines.get(layer.name, lines.get(layer.name.rpartition("/")[2]))


def judge_model(
    context: Context, judge: Callable[[Context, Answered, BuiltModel, Network], Finding]
) -> Finding:
    """Read the model of every case by itself and have it judged; the first failure counts."""
    found = trouble(context)
    if found is not None:
        return found
    for answered in context.answered:
        built = answered.outcome.value
        if not isinstance(built, BuiltModel):
            return _no_model(context, answered)
        try:
            finding = judge(context, answered, built, read_network(built.config))
        except NetworkError as error:
            return _refused(context, error, [built])
        if finding.status != "pass":
            return finding
    return context.passed()


def judge_pairs(context: Context, judge: Callable[[Context, Sequence[Pair]], Finding]) -> Finding:
    """Read the networks of every case and have them judged; says so where there is one without."""
    found = trouble(context)
    if found is not None:
        return found
    pairs = []
    for answered in context.answered:
        built = answered.outcome.value
        if not isinstance(built, BuiltModel):
            return _no_model(context, answered)
        try:
            network = read_network(built.config)
        except NetworkError as error:
            return _refused(context, error, [built])
        assert isinstance(answered.case.answer, NetworkAnswer)
        expected = from_json(answered.case.answer.network)
        if context.task.logits and gives_logits(network):
            expected = without_head(expected)
        pairs.append(Pair(answered, built, expected, network))
    return judge_read(context, pairs, judge)


def judge_read(
    context: Context, pairs: Sequence[Pair], judge: Callable[[Context, Sequence[Pair]], Finding]
) -> Finding:
    """Have networks judged that have been read; says so where one of them cannot be."""
    try:
        return judge(context, pairs)
    except NetworkError as error:
        name = _name_of_refused(context, pairs)
        return _refused(context, error, [pair.built for pair in pairs], name)


def _name_of_refused(context: Context, pairs: Sequence[Pair]) -> Name | None:
    """Return the mistake in networks that are well as long as their sizes are open."""
    try:
        return name_of_network(context, pairs)
    except NetworkError:
        return None


def gives_logits(network: Network) -> bool:
    """Whether nothing is done with what the last layer sums up."""
    last = network.layers[network.output]
    function = "softmax" if last.kind == "Softmax" else last.get("function")
    return last.get("activation") in (None, "linear") and function in (None, "linear")


def without_head(network: Network) -> Network:
    """Return a network without its last softmax or sigmoid: the loss may see to that."""
    layers = list(network.layers)
    last = layers[network.output]
    if last.get("function") in HEADS or (last.kind == "Softmax" and last.inputs):
        return Network(network.layers, last.inputs[0])
    if last.get("activation") in HEADS:
        layers[network.output] = last.with_(activation="linear")
    return Network(tuple(layers), network.output)


def _refused(
    context: Context,
    error: NetworkError,
    models: Sequence[BuiltModel],
    mistake: Name | None = None,
) -> Finding:
    """Return the finding for a network that cannot be read or walked, with the layer's line."""
    name = str(error.data.get("name", ""))
    line = next((model.lines[name] for model in models if name in model.lines), None)
    data: dict[str, Any] = {
        key: value if isinstance(value, (int, str)) else show(_tuples(value))
        for key, value in error.data.items()
    }
    return context.failed(error.code, line=line, mistake=mistake, **data)


def _tuples(value: Any) -> Any:
    """Return shapes as they are written everywhere else."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _no_model(context: Context, answered: Answered) -> Finding:
    value = answered.outcome.value
    call = show_call(context.task.name, answered.case.arguments)
    if value is None:
        return context.failed("value.none", call=call)
    data: dict[str, Any] = {"call": call, "found": show(value), "found_type": show_type(value)}
    if isinstance(value, Opaque):
        data["found"] = show(replace(value, type=value.type.rpartition(".")[2]))
    none = no_answer(context, value, call)
    return none or context.failed(_code_of_no_model(value), **data)


def _code_of_no_model(value: Any) -> str:
    """Return the code for what came in place of a model: a layer, a tensor, or anything else."""
    if isinstance(value, Opaque):
        own, short = value.type.startswith("keras."), value.type.rpartition(".")[2]
        if own and short == "KerasTensor":
            return "network.tensor"
        return "network.layer" if own and ".layers." in value.type else "network.object"
    return "network.tensor" if isinstance(value, Tensor) else "network.not_a_model"


def at_sizes(pairs: Sequence[Pair], sizes: Sequence[tuple[int, ...]]) -> Iterator[Pair]:
    """Put concrete sizes in place of the open ones, for every case."""
    for pair in pairs:
        if not sizes:
            yield pair
        for at in sizes:
            expected, found = _with_input(pair.expected, at), _with_input(pair.found, at)
            yield Pair(pair.answered, pair.built, expected, found, at)


def _with_input(network: Network, shape: tuple[int, ...]) -> Network:
    """Return a network whose input has these sizes where it leaves them open."""
    first = network.layers[0]
    declared = first.get("shape")
    if not isinstance(declared, tuple) or len(declared) != len(shape):
        return network
    sizes = tuple(given if own is None else own for own, given in zip(declared, shape))
    return Network((first.with_(shape=sizes), *network.layers[1:]), network.output)


def name_of_network(context: Context, pairs: Iterable[Pair]) -> Name | None:
    """Return the one mistake that explains every network of these cases."""
    if not context.naming:
        return None
    return name_of_networks((pair.expected, pair.found) for pair in pairs)
