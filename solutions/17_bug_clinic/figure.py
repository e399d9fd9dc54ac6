"""The figure of exercise 17: what six trainings look like from outside."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

KOREAN = {
    "healthy": "건강함",
    "learning rate too high": "학습률이 너무 큼",
    "learning rate too low": "학습률이 너무 작음",
    "ReLU at the end": "끝에 ReLU",
    "labels of other pictures": "다른 이미지의 레이블",
    "old statistics": "오래된 통계",
    "epochs": "에포크",
    "loss": "손실",
    "training": "학습",
    "validation": "검증",
    "guessing: ln 10": "찍기: ln 10",
}

INK, GRID = "#22303c", "#e3e7ea"
BLUE, ORANGE = "#0b5394", "#d55e00"
GUESSING, TOP = 2.302585, 3.2

# Losses of twelve epochs, in training and in validation: 1,000 and 540 digits, batches of 32, Adam
# at 0.003 unless said, seed 0 (Keras 3.15.1, TensorFlow 2.21, CPU). The network is `small_network`,
# in the last panel that of task 17.9 as its stub has it; the learning rates are 1 and 1e-5.
CURVES = (
    (
        "healthy",
        (1.784, 0.418, 0.166, 0.108, 0.086, 0.067, 0.048, 0.037, 0.029, 0.022, 0.018, 0.015),
        (0.842, 0.317, 0.209, 0.189, 0.178, 0.166, 0.162, 0.168, 0.173, 0.179, 0.174, 0.175),
    ),
    (
        "learning rate too high",
        (466.707, 2.416, 2.386, 2.387, 2.396, 2.403, 2.409, 2.414, 2.418, 2.421, 2.423, 2.426),
        (2.466, 2.404, 2.353, 2.361, 2.363, 2.366, 2.368, 2.370, 2.372, 2.373, 2.373, 2.374),
    ),
    (
        "learning rate too low",
        (2.311, 2.308, 2.305, 2.302, 2.299, 2.296, 2.293, 2.290, 2.287, 2.284, 2.281, 2.278),
        (2.317, 2.314, 2.311, 2.308, 2.305, 2.302, 2.299, 2.296, 2.293, 2.290, 2.288, 2.285),
    ),
    (
        "ReLU at the end",
        (4.684, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303),
        (2.290, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303, 2.303),
    ),
    (
        "labels of other pictures",
        (2.316, 2.301, 2.297, 2.291, 2.279, 2.266, 2.252, 2.241, 2.216, 2.202, 2.179, 2.146),
        (2.299, 2.302, 2.299, 2.300, 2.315, 2.337, 2.343, 2.339, 2.363, 2.374, 2.375, 2.387),
    ),
    (
        "old statistics",
        (2.151, 0.778, 0.353, 0.184, 0.109, 0.074, 0.053, 0.039, 0.028, 0.021, 0.016, 0.013),
        (2.201, 2.194, 2.223, 2.146, 2.019, 1.843, 1.618, 1.302, 0.938, 0.680, 0.474, 0.332),
    ),
)


def draw() -> Figure:
    """Return the figure of the handout."""
    figure = Figure(figsize=(9, 5))
    for number, (name, training, validation) in enumerate(CURVES):
        row, column = divmod(number, 3)
        axes = figure.add_axes((0.06 + 0.32 * column, 0.575 - 0.44 * row, 0.285, 0.345))
        _panel(axes, name, training, validation)
        axes.set_ylabel("loss" if column == 0 else "", fontsize=11, color=INK)
        axes.set_xlabel("epochs" if row == 1 else "", fontsize=11, color=INK)
        axes.tick_params(labelleft=column == 0, labelbottom=row == 1)
    _name_the_lines(figure.axes[0])
    return figure


def _panel(
    axes: Axes, name: str, training: tuple[float, ...], validation: tuple[float, ...]
) -> None:
    epochs = range(1, len(training) + 1)
    axes.axhline(GUESSING, color="#8a949c", linewidth=1.1, linestyle=(0, (1, 2)), zorder=1)
    axes.plot(epochs, validation, "--", marker="o", markersize=4.5, markerfacecolor="white",
              color=ORANGE, linewidth=2, zorder=3)  # fmt: skip
    axes.plot(epochs, training, "-", color=BLUE, linewidth=2.6, zorder=2)
    if training[0] > TOP:
        axes.text(2.35, TOP - 0.2, f"\u2191 {training[0]:.3g}", fontsize=10.5, color=BLUE,
                  weight="bold", va="center")  # fmt: skip
    axes.set_title(name, fontsize=12, color=INK, weight="bold", pad=7)
    axes.set(xlim=(0.5, 12.5), ylim=(0, TOP), xticks=(1, 4, 8, 12), yticks=(0, 1, 2, 3))
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=10, colors=INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color("#9aa4ac")


def _name_the_lines(axes: Axes) -> None:
    axes.text(6.0, GUESSING + 0.13, "guessing: ln 10", fontsize=10, color="#5d6870")
    axes.text(2.3, 0.78, "validation", fontsize=10.5, color=ORANGE, weight="bold")
    axes.text(2.3, 1.4, "training", fontsize=10.5, color=BLUE, weight="bold")
