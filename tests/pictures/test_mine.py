"""All of one exercise: what is drawn of a submission, and what is said where nothing can be."""

from __future__ import annotations

import pytest

from grader.messages import LANGUAGES, Messages
from grader.pictures import mine
from grader.pictures.mine import work_of
from grader.pictures.sitter import Sitter

from .conftest import REAL, drawn, solution, untrained, wrong

SMALL = "02_small_net"
STUB = "import keras\nimport numpy as np\n\n\n"
RIGHT = (
    STUB
    + """def build_net(filters):
    return keras.Sequential(
        [
            keras.Input((9, 7, 1)),
            keras.layers.Conv2D(filters, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )


def add_border(picture):
    return np.pad(picture, 1)
"""
)


def test_right_answers(owns, kit):
    pictures, said = drawn(owns(SMALL, RIGHT, kit))
    assert {name: (one.title, one.told) for name, one in pictures.items()} == {
        "2.1-volumes": (
            "The volumes of build_net(filters=2)",
            "Your network is the right one: 4 layers, 95 parameters.",
        ),
        "2.2-add_border": ("add_border(picture=[[1, 2, 3], [4, 5, 6]])", "✓ the same"),
    }
    assert said == []


@pytest.mark.parametrize(
    ("language", "network", "array"),
    [
        (
            "en",
            "Your network has 4 layers and 59 parameters. It departs first at "
            "Conv2D(2, 3, activation='relu'); its output is (7, 5, 2).",
            "✗ shape (4, 4), right is (3, 4)",
        ),
        (
            "ko",
            "내 신경망은 층 4개, 파라미터 59개입니다. 처음 달라지는 층: "
            "Conv2D(2, 3, activation='relu') · 출력 크기: (7, 5, 2)",
            "✗ 내 크기 (4, 4) · 정답 (3, 4)",
        ),
    ],
)
def test_wrong_answers(owns, kit, language, network, array):
    text = RIGHT.replace(', padding="same"', "").replace("np.pad(picture, 1)", "np.zeros((4, 4))")
    pictures, said = drawn(owns(SMALL, text, kit), language)
    assert [one.told for one in pictures.values()] == [network, array]
    assert said == []


def test_a_missing_layer_comes_before_what_follows_from_it(owns, kit):
    text = RIGHT.replace("            keras.layers.MaxPooling2D(2),\n", "")
    pictures, _ = drawn(owns(SMALL, text, kit))
    assert pictures["2.1-volumes"].told == (
        "Your network has 3 layers and 401 parameters. A layer is missing first: "
        "MaxPooling2D(2); its output is (4, 3, 2)."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_begun(owns, kit, language):
    pictures, said = drawn(owns(SMALL, kit.load(SMALL).stub, kit), language)
    tasks = [("2.1", "build_net"), ("2.2", "add_border")]
    told = [
        Messages(language).text("picture", "todo", {"task": t, "name": name}) for t, name in tasks
    ]
    assert (pictures, said) == ({}, told)


@pytest.mark.parametrize(
    "text",
    [
        "def build_net(:\n",
        "raise SystemExit\n",
        "def build_net(filters):\n    1 / 0\n\n\ndef add_border(picture):\n    exit()\n",
        "build_net = add_border = None\n",
    ],
    ids=["syntax", "import", "call", "none"],
)
def test_code_that_gives_no_answer(owns, kit, text):
    pictures, said = drawn(owns(SMALL, text, kit))
    assert pictures == {}
    assert said == [
        f"{task}: nothing to draw, since your code gave no answer. "
        f"`python -m grader check {task.split()[0]}` says why."
        for task in ("2.1 build_net", "2.2 add_border")
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "'$x^2$'",
        "np.full((4, 5), np.nan)",
        "np.array([[np.inf, -np.inf], [1e308, -1e308]])",
        "np.full((4, 5), 1e308)",
        "np.zeros((4, 0))",
        "np.zeros((2,) * 30)",
        "np.zeros((3000, 2))",
        "np.array([[True, False]])",
        "[[1, 2], [3]]",
        "[np.nan] * 5",
        "[picture, 'x', None]",
        "[[[]]]",
        "10**400",
        "[[10**400, 1]]",
        "{'a': picture}",
        "np.zeros((2, 2), np.uint64) - np.uint64(1)",
        "keras.Input((2, 2, 1))",
    ],
)
def test_hostile_answers_cost_no_more_than_a_picture(owns, kit, answer):
    text = STUB + f"def add_border(picture):\n    return {answer}\n"
    pictures, said = drawn(owns(SMALL, text, kit))
    assert set(pictures) <= {"2.2-add_border"}
    assert len(said) == 2 - len(pictures)
    assert not any("the grader failed" in one for one in said)
    assert all(one.told.startswith("✗") for one in pictures.values())


def test_what_cannot_be_drawn_costs_that_task_alone(owns, kit, monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("no")

    monkeypatch.setattr(mine, "draw_volumes", fails)
    pictures, said = drawn(owns(SMALL, RIGHT, kit))
    assert set(pictures) == {"2.2-add_border"}
    assert said == [
        "2.1 build_net: the grader failed at drawing it; this costs you nothing. "
        "Please report it: ZeroDivisionError: no"
    ]


def test_every_layer_of_a_network(owns, kit):
    """Of a wrong one with what is expected where it departs, of a right one, too."""
    sitter = Sitter(REAL, untrained, "none")
    for text, departs in ((RIGHT, []), (RIGHT.replace(', padding="same"', ""), [0])):
        work = work_of(owns(SMALL, text, kit), Messages("en"), sitter)
        table = work["2.1"].table
        assert work["2.2"].table is None
        assert table is not None
        assert table.call == "build_net(filters=2)"
        assert [row["found"] for row in table.rows][1:] == [
            "MaxPooling2D(2)",
            "Flatten()",
            "Dense(3, activation='softmax')",
        ]
        assert [i for i, row in enumerate(table.rows) if row["departs"]] == departs
        assert table.rows[0]["expected_shape"] == "(9, 7, 2)"
        assert table.parameters == ("59" if departs else "95")


# The real kit


def test_filters_that_were_set(owns):
    """Of those that are known by their signs every strength is right."""
    strong = REAL.solutions / "06_famous_filters" / "right" / "other_strengths.py"
    pictures, said = drawn(owns("06_famous_filters", strong.read_text("utf-8")))
    assert [(one.name, one.told) for one in pictures.values()] == [
        ("6.1-make_filter", "All are right."),
        ("6.2-answers", "✓ the same answer"),
    ]
    assert said == []
    other = owns("06_famous_filters", wrong("06_famous_filters", "transposed"))
    assert [one.told[0] for one in drawn(other, "ko")[0].values()] == ["모", "✗"]


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ("np.full((3, 3, 1, count), np.nan)", "✗ "),
        ("np.full((3, 3, 1, count), 3e38)", "✗ "),
        ("np.ones((9, 2, 1, 40))", "✗ shape (20, 20, 40), right is (20, 20, 2)"),
    ],
)
def test_hostile_weights_cost_no_more_than_a_picture(owns, weights, told):
    bank = f"""

def build_filter_bank(names):
    count = len(names)
    weights = {weights}
    height, width, _, filters = weights.shape
    one = keras.layers.Conv2D(filters, (height, width), padding="same", use_bias=False)
    model = keras.Sequential([keras.Input((None, None, 1)), one])
    one.set_weights([weights])
    return model
"""
    pictures, said = drawn(owns("06_famous_filters", solution("06_famous_filters") + bank))
    assert pictures["6.2-answers"].told.startswith(told)
    assert said == []


def test_a_coverage_map_and_a_probe(owns):
    own = owns("07_same_or_valid", wrong("07_same_or_valid", "map_pads_on_top"))
    pictures, said = drawn(own)
    assert pictures["7.2-coverage_map"].told == "✗ 24 of 36 numbers differ (framed)"
    assert said == [
        "7.3 max_depth: its answer is no picture.",
        "7.4 build_border_model: with --accuracy none nothing is trained, so there are no curves.",
    ]
    own = owns("07_same_or_valid", wrong("07_same_or_valid", "probe_pads_one"))
    pictures, _ = drawn(own)
    assert pictures["7.1-answers"].told == "✗ shape (3, 5, 1), right is (2, 4, 1)"
    assert pictures["7.1-volumes"].told == (
        "Your network has 2 layers and 9 parameters. It departs first at "
        "ZeroPadding2D((1, (1, 0))); its output is (9, 11, 1)."
    )


def test_of_a_free_design_only_the_own_is_drawn(owns):
    pictures, _ = drawn(owns("09_why_not_an_mlp", solution("09_why_not_an_mlp")))
    assert pictures["9.2-volumes"].told.endswith("Its design is free.")
