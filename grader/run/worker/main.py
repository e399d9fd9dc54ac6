"""The runner: the only place where a student's code is executed.

It is started as a script of its own, outside of the package `grader`, with the request on standard
input. What it finds goes back as frames through the pipe that was standard output; from then on
everything that the student prints goes to standard error. Nothing that is judged is known here.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib.abc
import importlib.machinery
import inspect
import json
import linecache
import os
import random
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from . import frames, probes
from .family import adopt_orphans, supervise
from .fits import watch_fits
from .given import GIVEN_FUNCTIONS, build_given_model
from .walls import Walls, enter

MODULE = "submission"
MAX_WEIGHTS = 5_000_000
"""A model with more parameters than this never leaves the dry build: its weights are not asked."""
MAX_TRACE = 6
OPEN_FILES = 256
WORTH_LOOKING = 64 << 10
"""KiB (on Linux; elsewhere less) that a process has to grow by before garbage is looked for."""
PROBED_MEMORY, PROBED_SECONDS = 4 << 30, 10
MODEL, TENSOR, OWN, FUNCTION = "given_model", "given_tensor", "own", "given_function"
"""Tags of the arguments that are made here: a model, a symbolic input, what another function of the
student's builds, one of GIVEN_FUNCTIONS."""


class InputAsked(Exception):
    """The student's code called `input()`."""


class DebuggerAsked(Exception):
    """The student's code called `breakpoint()`, or the debugger itself."""


def main() -> None:
    """Serve one request in a fresh process, or try its walls.

    The argument is a JSON object: `keras` says whether to import it first, `walls` what to be
    walled in by, `prove` whether standard input has targets in place of a request.
    """
    asked = json.loads(sys.argv[2])
    sys.argv[1:] = []
    walls = Walls.from_json(asked["walls"])
    if walls is None or not walls.namespaces:  # those end with their first process
        supervise()
    enter(walls, os.getcwd())
    if asked["prove"]:
        prove(probes.Targets.from_json(json.load(sys.stdin)))
        return
    with silence(), uncollected():  # TensorFlow greets on standard error, which is the student's
        if asked["keras"]:  # before the request comes: the grader is still preparing it
            import keras  # noqa: F401
    run()


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing that the block makes be looked through for garbage, then or later.

    What is imported stays: without the search, Keras is there in four fifths of the time. Later it
    would be searched before each call, when Keras clears its session.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def prove(targets: probes.Targets) -> None:
    """Try the walls from inside and write what got through to standard output."""
    limit_resources(PROBED_MEMORY, PROBED_SECONDS)
    found = probes.breaches(targets)
    if not probes.threads_work():
        raise SystemExit("the walls forbid threads")
    os.write(1, json.dumps(found).encode())


def run(*, waits: bool = False) -> None:
    """Serve one request: read it, import the student's file, make the calls, send evidence.

    A runner that has time before its request comes builds a small model, so that TensorFlow has
    started by then.
    """
    requests, evidence = take_over_streams()
    if waits and "keras" in sys.modules:
        with silence():
            rehearse(sys.modules["keras"])
    request, arrays = read_request(requests)
    serve(request, arrays, evidence)


def rehearse(keras: Any) -> None:
    """Do once what most files do, and leave nothing of it."""
    layers = [keras.layers.Conv2D(2, 3), keras.layers.MaxPooling2D(2)]
    layers += [keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")]
    keras.Sequential([keras.Input((8, 8, 1)), *layers]).to_json()


def take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """Move the pipes of the request and the evidence away from the standard streams."""
    requests = os.fdopen(os.dup(0), "rb")
    evidence = os.fdopen(os.dup(1), "wb", buffering=0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    return requests, evidence


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Throw away what is written to standard error in the block, whoever writes it."""
    kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def read_request(stream: BinaryIO) -> tuple[dict[str, Any], list[Any]]:
    """Return the request and the arrays that its arguments point to."""
    arrays: list[Any] = []
    texts: list[str] = []
    while True:
        frame = frames.unpack(stream.read)
        if frame is None:
            raise SystemExit("the request ended early")
        header, payload = frame
        if header["kind"] == "array":
            arrays.append(frames.read_array(header, payload).copy())
        elif header["kind"] == "text":
            texts.append(payload.decode())
        else:
            request = frames.parse_json(payload)
            return {**request, "texts": dict(zip(request["texts"], texts))}, arrays


def serve(request: dict[str, Any], arrays: list[Any], evidence: BinaryIO) -> None:
    """Make the calls of a request one after the other and send what comes of each."""
    limit_resources(request["memory"], request["seconds"])
    adopt_orphans()
    if "tensorflow" in sys.modules:  # what is slow about many short calls is nobody's fault here
        import logging

        logging.getLogger("tensorflow").setLevel(logging.ERROR)
    send = _Sender(evidence)
    modules: dict[str, str] = request["texts"]
    source = StudentFile(request["filename"], modules.pop(""))
    builtins.input = _no_input
    forbid_debugger(source.text)
    sys.meta_path.append(Beside(modules))
    send.frame({"kind": "begin", "call": -1})
    module, error = source.load()
    flush()
    send.json({"kind": "imported"}, {"error": error})
    if module is None:
        return
    for call in request["calls"]:
        send.frame({"kind": "begin", "call": call["call"]})
        send.result(call["call"], Call(source, module, call, arrays))
    flush()
    send.frame({"kind": "end"})


def flush() -> None:
    """Let go of what was printed: after its last word a runner may be ended at any time."""
    with contextlib.suppress(Exception):
        sys.stdout.flush()


def limit_resources(memory: int | None, seconds: int) -> None:
    """Bound address space, CPU time and file size where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    limits = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 64 << 20),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, seconds),  # ends a loop even where nobody is left to end it
    ]
    if memory is not None and sys.platform.startswith("linux"):
        limits.append((resource.RLIMIT_AS, memory))
    for which, value in limits:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))


def _no_input(prompt: object = "") -> str:
    raise InputAsked("input() has nobody to ask while the grader runs")


def forbid_debugger(text: str) -> None:
    """Stop a call of the debugger before it prints where it is and waits for somebody."""
    sys.breakpointhook = _no_debugger
    if "pdb" in text:  # to import it takes as long as to run most files
        import pdb

        pdb.set_trace = _no_debugger
        pdb.Pdb.set_trace = _no_debugger  # type: ignore[method-assign]


def _no_debugger(*_: object, **__: object) -> None:
    raise DebuggerAsked("the debugger has nobody to ask while the grader runs")


class _Sender:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._pid = os.getpid()

    def frame(self, header: dict[str, Any], payload: bytes = b"") -> None:
        if os.getpid() != self._pid:  # a fork that the student's code made has come home, too
            os._exit(0)
        view = memoryview(frames.pack(header, payload))
        while view:
            view = view[self._stream.write(view) :]

    def json(self, header: dict[str, Any], data: Any) -> None:
        payload = json.dumps(data, separators=(",", ":")).encode()
        if len(payload) > frames.MAX_JSON:
            payload = b'{"value": {"other": "too large", "text": ""}}'
        self.frame(header, payload)

    def result(self, number: int, call: Call) -> None:
        tree, arrays, error = call.answer()
        for header, payload in arrays:
            self.frame({**header, "call": number}, payload)
        result = {"value": tree, "error": error, "changed": call.changed}
        self.json({"kind": "result", "call": number}, result)


@contextlib.contextmanager
def _kernels_kept(*, keep: bool) -> Iterator[None]:
    """Keep TensorFlow from throwing away, in the block, the kernels that it has prepared.

    They are thrown away so that those that draw numbers begin anew. Keras has none such: what it
    draws follows from seeds alone. Only a file that uses TensorFlow itself can have one. To prepare
    them again takes as long as to build a small model.
    """
    try:
        context = sys.modules["tensorflow.python.eager.context"].context()
    except Exception:  # another release keeps it elsewhere: nothing is kept
        keep = False
    if not keep:
        yield
        return
    names = ("clear_kernel_cache", "_set_global_seed")
    for name in names:
        setattr(context, name, lambda *_: None)
    try:
        yield
    finally:
        for name in names:
            delattr(context, name)


class Beside(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds the modules that lie beside a student's file: their texts came with the request."""

    def __init__(self, texts: dict[str, str]) -> None:
        """`texts` by name; that of a package ends in `.__init__`."""
        self._texts = texts

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        """Return where a module comes from; asked last, it shadows none of Python's."""
        if fullname in self._texts or self._init_of(fullname) in self._texts:
            is_package = self.is_package(fullname)
            return importlib.machinery.ModuleSpec(fullname, self, is_package=is_package)
        return None

    def get_source(self, fullname: str) -> str:
        """Return a module's text."""
        return self._texts[self._init_of(fullname) if self.is_package(fullname) else fullname]

    def is_package(self, fullname: str) -> bool:
        """Whether a module has modules of its own."""
        return self._init_of(fullname) in self._texts

    def _init_of(self, fullname: str) -> str:
        return f"{fullname}.__init__"


class StudentFile:
    """The text of a submission, as it was read by the grader, and the errors it causes."""

    def __init__(self, filename: str, text: str) -> None:
        self.filename = filename
        self.text = text
        self._begun = False
        self._peak = 0
        self.small: set[str] = set()
        """The functions that have built a model whose weights may be asked."""
        lines = [f"{line}\n" for line in text.split("\n")]
        linecache.cache[filename] = (len(text), None, lines, filename)

    def begin_anew(self) -> None:
        """Forget what Keras remembers of earlier calls, and give chance the same start again."""
        keras = sys.modules.get("keras")
        if keras is None:
            seed()
            return
        with _kernels_kept(keep="tensorflow" not in self.text and self._begun):
            keras.backend.clear_session(free_memory=self._has_grown())
            seed()
        self._begun = True

    def _has_grown(self) -> bool:
        """Whether so much memory was taken since that was last asked that it is worth looking for
        garbage, which takes as long as building a small model. Nobody knows on Windows: then yes.
        """
        if "resource" not in sys.modules:
            return True
        peak: int = sys.modules["resource"].getrusage(0).ru_maxrss
        grown = peak - self._peak > WORTH_LOOKING
        if grown:
            self._peak = peak
        return grown

    def load(self) -> tuple[types.ModuleType | None, dict[str, Any] | None]:
        """Execute the file as a module."""
        module = types.ModuleType(MODULE)
        module.__file__ = self.filename
        sys.modules[MODULE] = module
        try:
            exec(compile(self.text, self.filename, "exec", dont_inherit=True), module.__dict__)
        except BaseException as error:
            return None, self.describe(error)
        return module, None

    def describe(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as plain data: kind, type, message, the student's own lines."""
        message = _message(error)
        return {
            "kind": _kind(error),
            "type": type(error).__name__,
            "message": message[: frames.MAX_TEXT],
            "trace": self._trace(error),
            "name": str(getattr(error, "name", "") or "")[:200],
        }

    def _trace(self, error: BaseException) -> list[dict[str, Any]]:
        trace: list[dict[str, Any]] = []
        if isinstance(error, SyntaxError) and error.filename == self.filename:
            trace.append({"line": error.lineno or 0, "code": (error.text or "").strip()[:200]})
        step = error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == self.filename:
                code = linecache.getline(self.filename, step.tb_lineno).strip()[:200]
                place = {"line": step.tb_lineno, "code": code}
                if trace[-1:] != [place]:  # a comprehension, a recursion: said once
                    trace.append(place)
            step = step.tb_next
        return trace[-MAX_TRACE:]

    def line_of_caller(self) -> int | None:
        """Return the innermost line of the student's file that is being executed now."""
        frame = inspect.currentframe()
        while frame is not None:
            if frame.f_code.co_filename == self.filename:
                return frame.f_lineno
            frame = frame.f_back
        return None


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return ""


def _kind(error: BaseException) -> str:
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        return "exit"
    if isinstance(error, InputAsked):
        return "input"
    if isinstance(error, DebuggerAsked):
        return "debugger"
    if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
        return "memory"
    return "raised"


class Call:
    """One call of one of the student's functions."""

    def __init__(
        self, source: StudentFile, module: types.ModuleType, call: dict[str, Any], arrays: list[Any]
    ) -> None:
        self._source = source
        self._module = module
        self._call = call
        self._arrays = arrays
        self._lines: dict[str, int] = {}
        self._values: dict[str, Any] = {}
        self.changed: list[str] = []
        """The arguments whose arrays are other ones after the call."""

    def answer(self) -> tuple[Any, list[tuple[dict[str, Any], bytes]], dict[str, Any] | None]:
        """Return the tree of the answer, its arrays, and the error in place of an answer."""
        encoder = frames.Encoder(self._describe_model)
        self._encoder = encoder
        try:
            tree = encoder.tree(self._value())
            return tree, encoder.arrays, None
        except _AbsentError as absent:
            return None, [], absent.error
        except BaseException as error:
            return None, [], self._source.describe(error)

    def _value(self) -> Any:
        name, want = self._call["name"], self._call["want"]
        if not hasattr(self._module, name):
            raise _AbsentError("missing", name=name)
        found = getattr(self._module, name)
        if want == "constant" or (want == "function" and found is None):
            return found
        if not callable(found):
            raise _AbsentError("not_callable", type=type(found).__name__, name=name)
        if want != "function":  # a constant that is a function has parameters of its own names
            self._check_signature(found)
        self._source.begin_anew()  # inside of a scope it would end the scope
        if want in ("value", "function"):
            with _dry(self._any_dry()):
                return self._ask(found)
        if want == "trained":
            return self._trained(found)
        return self._built(lambda: self._ask(found))

    def _ask(self, function: Callable[..., Any]) -> Any:
        """Call the student's function; with a given tensor, the answer ends a network."""
        values = self._values = self._arguments()
        before = {name: _bytes_of(value) for name, value in values.items()}
        answer = self._apply(function, values)
        self.changed = [name for name, kept in before.items() if kept != _bytes_of(values[name])]
        if self._call["want"] == "compiled" and answer is None:  # compiled in place
            return next(iter(values.values()))
        given = [name for name, tree in self._call["arguments"].items() if _tag(tree) == TENSOR]
        if not given:
            return answer
        keras = sys.modules["keras"]
        if not isinstance(answer, keras.KerasTensor):
            return answer
        return keras.Model(values[given[0]], answer)

    def _apply(self, function: Callable[..., Any], values: dict[str, Any]) -> Any:
        if self._call["how"] == "position":
            return function(*values.values())
        return function(**values)

    def _trained(self, function: Callable[..., Any]) -> dict[str, Any]:
        """Let the student's function train the given model; return what came of both."""
        keras = sys.modules["keras"]
        values = self._values = self._arguments()
        model = values["model"]
        before = model.get_weights()
        taught = watch_fits(model, values["data"])
        answer = self._apply(function, values)
        self._weights_wanted = True
        history = isinstance(answer, keras.callbacks.History)
        after = model.get_weights()
        return {
            "returned": type(answer).__name__,
            "epochs": len(answer.epoch) if history else None,
            "moved": any((one != other).any() for one, other in zip(before, after)),
            "fits": taught.times,
            "learned": sorted(taught.learned),
            "watched": sorted(taught.watched),
            "model": model,
        }

    def _check_signature(self, function: Callable[..., Any]) -> None:
        names = list(self._call["arguments"])
        by_position = self._call["how"] == "position"
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            return
        try:
            if by_position:
                signature.bind(*names)
            else:
                signature.bind(**dict.fromkeys(names))
        except TypeError as error:
            line = getattr(getattr(function, "__code__", None), "co_firstlineno", 0)
            code = linecache.getline(self._source.filename, line).strip()[:200]
            raise _AbsentError(
                "signature",
                type="TypeError",
                message=str(error),
                trace=[{"line": line, "code": code}] if line else [],
                name=f"{self._call['name']}{signature}"[:200],
            ) from None

    def _any_dry(self) -> bool:
        trees = self._call["arguments"].values()
        return any(_tag(tree) == MODEL and tree[MODEL]["dry"] for tree in trees)

    def _arguments(self) -> dict[str, Any]:
        return {name: self._argument(tree) for name, tree in self._call["arguments"].items()}

    def _argument(self, tree: Any) -> Any:
        if _tag(tree) == MODEL:
            return build_given_model(tree[MODEL], self._arrays)
        if _tag(tree) == TENSOR:
            import keras

            return keras.Input(tuple(tree[TENSOR]))
        if _tag(tree) == OWN:
            return self._own(tree)
        if _tag(tree) == FUNCTION:
            return GIVEN_FUNCTIONS[tree[FUNCTION]]
        value = frames.decode(tree, list(self._arrays))
        return value.copy() if hasattr(value, "copy") else value

    def _own(self, tree: dict[str, Any]) -> Any:
        """Return what another function of the student's builds."""
        name = tree[OWN]
        found = getattr(self._module, name, None)
        if not callable(found):
            raise _AbsentError("missing", name=name)
        return found(**{name: self._argument(one) for name, one in tree["arguments"].items()})

    def _built(self, build: Callable[[], Any]) -> Any:
        """Build dry first, so that no size can hurt; for real where weights are asked or needed.

        A dry build (`StatelessScope(initialize_variables=False)`) makes shapes and counts without
        allocating a weight. A builder that reads or sets weight values cannot run in it. One that
        has made a small model dry makes the next ones for real at once.
        """
        keras = sys.modules.get("keras")
        if keras is None:
            return build()
        with _layer_lines(self._source, self._lines):
            if self._call["want"] == "weights" and self._call["name"] in self._source.small:
                self._weights_wanted = True
                with contextlib.suppress(Exception):
                    return build()
                self._source.begin_anew()
            dry: Any = None
            try:
                with keras.StatelessScope(initialize_variables=False):
                    dry = build()
            except Exception:
                pass
            else:
                if self._call["want"] != "weights" or not _small_model(dry):
                    self._weights_wanted = False
                    return dry
                self._source.small.add(self._call["name"])
            self._source.begin_anew()
            self._weights_wanted = self._call["want"] == "weights"
            return build()

    def _describe_model(self, value: Any) -> Any:
        keras = sys.modules.get("keras")
        if keras is None or not isinstance(value, keras.Model):
            return None
        weights = None
        if getattr(self, "_weights_wanted", False):
            weights = {layer.name: self._layer_weights(layer) for layer in _leaves(value, keras)}
        try:
            config = frames.parse_json(value.to_json().encode())
        except Exception:  # a subclassed model has no config of its own
            config = {"class_name": type(value).__name__, "module": None, "config": None}
        given = any(value is one for one in self._values.values())
        model = {"config": config, "weights": weights, "lines": self._lines, "given": given}
        return {"model": model}

    def _layer_weights(self, layer: Any) -> list[Any]:
        return [self._encoder.tree(array) for array in layer.get_weights()]


def _leaves(model: Any, keras: Any) -> Iterator[Any]:
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _leaves(layer, keras)
        elif layer.weights:
            yield layer


class _AbsentError(Exception):
    """What is asked for is not there, or not as it was promised."""

    def __init__(self, kind: str, **error: Any) -> None:
        super().__init__()
        self.error = {"kind": kind, "type": "", "message": "", "trace": [], "name": "", **error}


def _bytes_of(value: Any) -> bytes:
    """Return what an array holds; nothing for any other argument."""
    return value.tobytes() if type(value).__name__ == "ndarray" else b""


def _tag(tree: Any) -> str:
    """Return which of the kit's own arguments a tree describes, if any."""
    tags = (MODEL, TENSOR, OWN, FUNCTION)
    return next((tag for tag in tags if isinstance(tree, dict) and tag in tree), "")


def _dry(dry: bool) -> contextlib.AbstractContextManager[Any]:
    """Return a scope in which no weight is allocated, or one that does nothing."""
    if not dry:
        return contextlib.nullcontext()
    import keras

    scope: contextlib.AbstractContextManager[Any] = keras.StatelessScope(initialize_variables=False)
    return scope


def _small_model(value: Any) -> bool:
    keras = sys.modules["keras"]
    if not isinstance(value, keras.Model):
        return True
    try:
        return bool(value.count_params() <= MAX_WEIGHTS)
    except Exception:
        return True


@contextlib.contextmanager
def _layer_lines(source: StudentFile, lines: dict[str, int]) -> Iterator[None]:
    """Note which of the student's lines makes each layer, for as long as the block lasts."""
    layer_class = sys.modules["keras"].layers.Layer
    original = layer_class.__init__

    def init(layer: Any, *args: Any, **kwargs: Any) -> None:
        original(layer, *args, **kwargs)
        line = source.line_of_caller()
        if line is not None:
            lines.setdefault(layer.name, line)

    layer_class.__init__ = init
    try:
        yield
    finally:
        layer_class.__init__ = original


def seed() -> None:
    """Give every random source that is loaded the same start before each call."""
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(0)
