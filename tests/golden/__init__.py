"""Sixty typical wrong answers, and what a student reads about each of them, in both languages.

`python -m tests.golden` grades them and writes `reports.en.txt` and `reports.ko.txt` anew. Read
with `git diff tests/golden` what has changed, as a beginner would, before you keep it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console

from grader.author.prove import PROOF_SEED, grade_variant, read_expected
from grader.grade import Grader, Options
from grader.kit import Kit
from grader.messages import LANGUAGES, Messages
from grader.report.model import ExerciseReport, Report
from grader.report.terminal import Terminal

WIDTH = 80
ANSWERS = {
    "01_images_are_tensors": "forgets_channel_axis stays_float64 prints_only transposes_first",
    "02_x_or_o": "wraps_in_uint8 sums_only one_window_short",
    "03_output_size": "forgets_the_first_place one_slash never_raises odd_zero_first",
    "04_counting_parameters": "forgets_bias total_first grid_before_the_pool",
    "05_convolution_by_hand": "flips_kernel pads_symmetrically keeps_channels_apart",
    "06_famous_filters": "sums_instead_of_means x_and_y_swapped keeps_the_bias transposed",
    "07_same_or_valid": "probe_ignores_strides map_marks depth_stops_early model_without_flatten",
    "08_pooling": "keeps_the_partial_window layer_without_strides forgets_to_divide",
    "09_why_not_an_mlp": "always_128 raw_scores beyond_the_budget",
    "10_first_cnn": "forgets_padding loss_for_classes silent_logits",
    "11_lenet5": "begins_with_28 c1_never_padded misspelt_activation",
    "12_alexnet": "no_zeros stride_forgotten percent",
    "13_vgg": "pool_moves_by_one always_thousand sums",
    "14_one_by_one": "a_layer_is_no_tensor equal_is_enough keeps_every_place",
    "15_inception": "projects_before_pooling jumps_three no_softmax",
    "16_residual_learning": "projection_with_relu squared flattens bias_before_batchnorm",
    "17_bug_clinic": "casts_only deviation_of_the_test ignores_the_warning splits_the_copies",
    "18_capstone": "whole_division raw_scores wide_dense_layer",
}
"""What students of each exercise hand in most often: names of files in its `wrong/` folder."""


def answers() -> list[tuple[str, str]]:
    """Return every exercise and file name that the golden files tell of."""
    return [(slug, name) for slug, names in ANSWERS.items() for name in names.split()]


def graded() -> dict[str, ExerciseReport]:
    """Grade each answer, without training; return the reports of the one task concerned."""
    kit = Kit()

    def grade(slug: str, name: str) -> ExerciseReport:
        path = kit.solutions / slug / "wrong" / f"{name}.py"
        return grade_variant(kit, slug, path, grader, read_expected(path).task)

    options = Options(accuracy="none", seed=PROOF_SEED)
    with Grader(kit, options) as grader, ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(grade, *zip(*answers())))
    return {f"{slug}/{name}.py": report for (slug, name), report in zip(answers(), reports)}


def rendered(report: ExerciseReport, language: str) -> str:
    """Return what a student reads on a terminal of 80 columns without colours."""
    console = Console(
        file=io.StringIO(), width=WIDTH, color_system=None, highlight=False, legacy_windows=False
    )
    Terminal(console, Messages(language)).show(Report("", (report,), {}, 0.0))
    assert isinstance(console.file, io.StringIO)
    lines = [line.rstrip() for line in console.file.getvalue().splitlines()]
    return "\n".join(lines).strip("\n")


def path_of(language: str) -> Path:
    """Return the golden file of a language."""
    return Path(__file__).with_name(f"reports.{language}.txt")


def write(language: str, reports: Mapping[str, ExerciseReport]) -> None:
    """Write the golden file of a language."""
    texts = [f"# {name}\n{rendered(report, language)}\n" for name, report in reports.items()]
    path_of(language).write_text("\n".join(texts), "utf-8")


def read(language: str) -> dict[str, str]:
    """Return the reports of a golden file by the names of the answers."""
    parts = re.split(r"^# (.+)\n", path_of(language).read_text("utf-8"), flags=re.MULTILINE)
    return {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2])}


def main() -> None:
    """Write both golden files anew."""
    reports = graded()
    for language in LANGUAGES:
        write(language, reports)
