from __future__ import annotations

import pytest

from grader.author.build import build_exercise
from grader.author.exercise import AuthorError
from grader.author.new import new
from grader.author.prove import prove_exercise
from grader.cli import main
from grader.grade import Grader, Options
from grader.kit import Kit

FILES = [
    "README.ko.md",
    "README.md",
    "checks.py",
    "figure.py",
    "hints.toml",
    "my_topic.py",
    "right/adds.py",
    "wrong/squares.py",
]


def test_a_skeleton_builds_and_proves(own_kit, launcher):
    written = list(new(own_kit, "19_my_topic"))
    folder = own_kit.solutions / "19_my_topic"
    assert sorted(str(path.relative_to(folder)) for path in written) == FILES
    assert len(list(build_exercise(own_kit, folder, launcher))) == 6
    assert list(build_exercise(own_kit, folder, launcher, check=True)) == []
    own_kit = Kit(own_kit.root)
    grader = Grader(own_kit, Options(), launcher)
    proofs = list(prove_exercise(own_kit, "19_my_topic", grader))
    assert [(proof.kind, proof.fault) for proof in proofs] == [
        ("stub", ""),
        ("right", ""),
        ("right", ""),
        ("wrong", ""),
    ]
    assert own_kit.load("19_my_topic").titles == {"en": "My topic", "ko": "My topic"}


@pytest.mark.parametrize("slug", ["topic", "3_topic", "03-topic", "03_Topic", "../03_topic"])
def test_a_name_of_another_form(own_kit, slug):
    with pytest.raises(AuthorError, match="is no name of an exercise: two digits, '_', small"):
        list(new(own_kit, slug))


def test_a_number_that_is_taken(own_kit):
    with pytest.raises(AuthorError, match="01_double_it: has the number 01 already; choose anoth"):
        list(new(own_kit, "01_other"))
    assert not (own_kit.solutions / "01_other").exists()


def test_the_command(tmp_path, capsys):
    """In an empty folder, too."""
    kit = Kit(tmp_path)
    assert main(["author", "new", "07_same_or_valid"], kit) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == str(tmp_path / "solutions" / "07_same_or_valid" / "same_or_valid.py")
    assert len(told) == len(FILES)
    assert main(["author", "new", "07_again"], kit) == 2
    assert "has the number 07 already" in capsys.readouterr().err
