"""Two networks that differ, side by side: what follows from each, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.judge.show import show_shape
from grader.network import (
    Departure,
    Facts,
    Layer,
    Network,
    Row,
    Shape,
    describe,
    explain_parameters,
    explain_size,
    walk,
)

FREE = frozenset(("Activation", "GetItem", "Pad", "Reshape", "Permute", "ZeroPadding2D"))
"""Kinds of layers that may also be another way to write what was asked for."""


class Sides:
    """Two networks that differ, row by row, with what follows from them."""

    def __init__(self, departure: Departure, written: Network) -> None:
        """Take what differs in the canonical forms, and the network as the student wrote it."""
        self._departure = departure
        self._dense = {layer.name: layer for layer in written.layers if layer.kind == "Dense"}
        self._expected = walk(departure.expected)
        self._found = walk(departure.found)

    def first_row(self, fact: str) -> Row | None:
        """Return the first row where `"shape"` or `"parameters"` differs between paired layers, or
        else the first layer with parameters that only one side has.
        """
        rows = self._departure.rows
        pairs = [r for r in rows if r.expected_index is not None and r.found_index is not None]
        gaps = [r for r in rows if r not in pairs] if fact == "parameters" else []
        for row in (*pairs, *gaps):
            expected, found = self.facts_expected(row), self.facts_found(row)
            if getattr(expected, fact) != getattr(found, fact):
                return row
        return None

    def extra_before(self, row: Row) -> Row | None:
        """Return the first layer that only the student has, where its shape leads to a row's."""
        rows, layers = self._departure.rows, self._departure.found.layers
        missing = {self._departure.expected.layers[i].kind for i in self._gaps(rows)}
        leading = self._leading_to(row)
        for each in rows[: row.position]:
            index = each.found_index
            if each.expected_index is not None or index not in leading:
                continue
            layer = layers[index]
            if layer.kind in FREE | missing or len(layer.inputs) != 1:  # perhaps only moved
                continue
            if self._found[index].shape != self._found[layer.inputs[0]].shape:
                return each
        return None

    def _gaps(self, rows: Sequence[Row]) -> list[int]:
        """Return the expected layers that the student does not have."""
        missing = [row.expected_index for row in rows if row.found_index is None]
        return [index for index in missing if index is not None]

    def _leading_to(self, row: Row) -> set[int]:
        """Return the student's layers that come before the one of a row."""
        leading: set[int] = set()
        waiting = [] if row.found_index is None else [row.found_index]
        while waiting:
            sources = self._departure.found.layers[waiting.pop()].inputs
            waiting.extend(i for i in sources if i not in leading)
            leading.update(sources)
        return leading

    def ends(self) -> tuple[Shape, Shape]:
        """Return the shapes of the two outputs."""
        expected, found = self._departure.expected, self._departure.found
        return self._expected[expected.output].shape, self._found[found.output].shape

    def layer_expected(self, row: Row) -> Layer | None:
        """Return the layer of the expected network in a row."""
        index = row.expected_index
        return None if index is None else self._departure.expected.layers[index]

    def layer_found(self, row: Row) -> Layer | None:
        """Return the student's layer in a row."""
        index = row.found_index
        return None if index is None else self._departure.found.layers[index]

    def facts_expected(self, row: Row) -> Facts:
        """Return what follows from the expected layer; nothing where there is none."""
        return Facts((), 0, 0) if row.expected_index is None else self._expected[row.expected_index]

    def facts_found(self, row: Row) -> Facts:
        """Return what follows from the student's layer; nothing where there is none."""
        return Facts((), 0, 0) if row.found_index is None else self._found[row.found_index]

    def place(self, row: Row) -> dict[str, Any]:
        """Return what names a row: its number in the student's network and the layer there."""
        index = row.found_index
        if index is None:
            index = next(
                (r.found_index for r in self._departure.rows[row.position :] if r.found_index), None
            )
        layer = self.layer_found(row) or self.layer_expected(row)
        number = len(self._departure.found.layers) if index is None else index
        return {"layer": number, "layer_text": self.text(layer)}

    def text(self, layer: Layer | None) -> str:
        """Return a layer as it is written: a Dense layer on a map stays one."""
        if layer is None:
            return ""
        return describe(self._dense.get(layer.name, layer) if layer.kind == "Conv2D" else layer)

    def inputs_found(self, row: Row) -> list[Shape]:
        """Return the shapes that the student's layer reads."""
        layer = self.layer_found(row)
        return [self._found[i].shape for i in layer.inputs] if layer else []

    def why_shape(self, row: Row) -> str:
        """Return the formula of the side that differs, with the student's own numbers."""
        layer, inputs = self.layer_found(row), self.inputs_found(row)
        found, expected = self.facts_found(row).shape, self.facts_expected(row).shape
        if layer is None or not inputs or len(found) != 3 or len(expected) != 3:
            return ""
        for axis in (0, 1):
            size = inputs[0][axis] if len(inputs[0]) == 3 else None
            if found[axis] != expected[axis] and isinstance(size, int):
                return explain_size(layer, size, axis)
        return ""

    def why_parameters(self, row: Row) -> str:
        """Return how the student's parameters are counted, with their own numbers."""
        layer, inputs = self.layer_found(row), self.inputs_found(row)
        return explain_parameters(layer, inputs) if layer and inputs else ""

    def table(self, departs: Row) -> list[dict[str, Any]]:
        """Return the rows of the layer-by-layer table, without the input."""
        rows = []
        for row in self._departure.rows:
            expected, found = self.layer_expected(row), self.layer_found(row)
            is_input = found is not None and found.kind == "Input" and expected is not None
            if is_input and row != departs:
                continue
            e, f = self.facts_expected(row), self.facts_found(row)
            rows.append(
                {
                    "found": self.text(found) or "-",
                    "shape": show_shape(f.shape) if found else "-",
                    "params": f"{f.parameters:,}" if found else "-",
                    "expected_shape": show_shape(e.shape) if expected else "-",
                    "expected_params": f"{e.parameters:,}" if expected else "-",
                    "departs": row == departs,
                }
            )
        return rows
