"""`python -m tests.fuzz frames|network [--seconds N]`: fuzz one target under atheris."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["grader"]):
    from tests.fuzz.targets import TARGETS
from grader.run.worker.frames import Encoder, pack


def main() -> None:
    """Fuzz until the time is up; what breaks a target is written where it is told."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as corpus:
        (Path(corpus) / "honest").write_bytes(honest())
        limits = [f"-max_total_time={options.seconds}", "-timeout=10", "-rss_limit_mb=2048"]
        atheris.Setup([sys.argv[0], corpus, *limits], TARGETS[options.target])
        atheris.Fuzz()


def honest() -> bytes:
    """Return the evidence of an honest runner, for the fuzzer to begin with."""
    import numpy as np

    encoder = Encoder()
    tree = encoder.tree({"a": [1, 2.5, (None, "x")], "b": np.ones((2, 3), "f4")})
    sent = [pack({"kind": "begin", "call": 0})]
    sent += [pack({**header, "call": 0}, payload) for header, payload in encoder.arrays]
    value = str(tree).replace("'", '"').replace("None", "null").encode()
    sent.append(pack({"kind": "result", "call": 0}, b'{"value": ' + value + b"}"))
    return b"".join(sent)


if __name__ == "__main__":
    main()
