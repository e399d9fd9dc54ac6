from __future__ import annotations

import ast
import functools
import re
import string

import pytest

from grader.judge.explain import CODES
from grader.kit import Kit
from grader.messages import FOLDER, LANGUAGES, Messages, catalogue
from grader.mistakes.catalogue import all_mistakes
from grader.mistakes.networks import network_mistakes
from grader.report.model import GRAVITY
from grader.run.evidence import KINDS
from tests.conftest import ROOT

PARTICLES = (
    "은|는|이|가|을|를|와|과|으로|로|의|에|에서|에게|도|만"
    "|부터|까지|이나|나|이라|라|이고|고|보다|처럼"
)
GLUED = re.compile(rf"\}}[`'\")\]]*(?:{PARTICLES})(?![가-힣])")
HANGUL = re.compile("[가-힣]")
STOPS = ("time", "total_time", "memory", "output", "disk", "exited", "crashed", "malformed")
RAISED = ("raised", "exit", "input", "debugger")
DEPARTURES = ("settings", "kind", "missing", "extra", "wiring")
MADE = {
    "run.{}": STOPS,
    "call.{}": RAISED,
    "import.{}": {*RAISED, *STOPS} - {"total_time"},
    "error.{}": tuple(KINDS - {*RAISED, "memory"}),
    "layers.{}": DEPARTURES,
    "design.{}": ("convolution", "global_pooling", "no_global_pooling", "four_branches"),
}
"""The codes that are put together, and what is put in: their sources are checked below."""


@functools.cache
def sources() -> tuple[ast.AST, ...]:
    return tuple(ast.parse(p.read_text("utf-8")) for p in sorted((ROOT / "grader").rglob("*.py")))


@functools.cache
def literals() -> frozenset[str]:
    """Every text in the grader's code that stands alone."""
    nodes = (node for tree in sources() for node in ast.walk(tree))
    return frozenset(
        n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)
    )


def named_by(*judges: str) -> set[str]:
    """Every text in the code of some judges: they name mistakes as they find them."""
    trees = (ast.parse((ROOT / f"grader/judge/{name}.py").read_text("utf-8")) for name in judges)
    return {
        n.value
        for tree in trees
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def written_codes(section: str) -> set[str]:
    """Every code of a section in the grader's code: a literal whose family the catalogue has."""
    families = {key.partition(".")[0] for key in catalogue("en")[section] if "." in key}
    code = re.compile(rf"(?:{'|'.join(families)})(?:\.[a-z_]+)+")
    return {text for text in literals() if code.fullmatch(text)}


def codes() -> set[str]:
    made = {pattern.format(part) for pattern, parts in MADE.items() for part in parts}
    return written_codes("finding") | made | {"pass", "todo"}


def placeholders(sentence: str) -> list[str]:
    return [f"{name}:{spec}{conversion or ''}" for _, name, spec, conversion in
            string.Formatter().parse(sentence) if name is not None]  # fmt: skip


def all_sentences(language: str) -> dict[str, str]:
    return {
        f"{section}.{key}": sentence
        for section, entries in catalogue(language).items()
        for key, sentence in entries.items()
    }


def test_both_languages_say_the_same_things():
    assert set(LANGUAGES) == {"en", "ko"}
    assert all_sentences("en").keys() == all_sentences("ko").keys()


def test_a_key_stands_in_the_same_file_of_both_languages():
    names = [sorted(p.name for p in (FOLDER / language).glob("*.toml")) for language in LANGUAGES]
    assert names[0] == names[1]


def test_both_languages_have_the_same_placeholders():
    english, korean = all_sentences("en"), all_sentences("ko")
    different = [
        key
        for key in english
        if sorted(set(placeholders(english[key]))) != sorted(set(placeholders(korean[key])))
    ]
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_plain_names(language):
    """A value that is missing shows as `?`, which no format but the plain one takes."""
    odd = [
        key
        for key, sentence in all_sentences(language).items()
        if any(not re.fullmatch("[a-z_]+:", one) for one in placeholders(sentence))
    ]
    assert odd == []


def test_no_korean_particle_depends_on_a_value():
    glued = [key for key, sentence in all_sentences("ko").items() if GLUED.search(sentence)]
    assert glued == []


@pytest.mark.parametrize(
    ("sentence", "glued"),
    [
        ("`{file}`을 찾을 수 없습니다", True),
        ("{name}으로 바꾸세요", True),
        ("({name})는 함수입니다", True),
        ("{count}개를 찾았습니다", False),
        ("{layer}번째 층", False),
        ("{encoding} 방식으로", False),
        ("`keras.Input(...)`을 두세요", False),
    ],
)
def test_how_a_glued_particle_is_found(sentence, glued):
    assert bool(GLUED.search(sentence)) is glued


def test_korean_is_korean_and_english_is_english():
    names = {"doctor.python", "doctor.package", "usage.usage.author"}
    commands = "{python} -m pip install "
    ko = {k: s for k, s in all_sentences("ko").items() if not s.startswith(commands)}
    silent = [key for key, sentence in ko.items() if not HANGUL.search(sentence)]
    assert set(silent) <= names
    assert [k for k, s in all_sentences("en").items() if HANGUL.search(s)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_ragged(language):
    ragged = [
        key
        for key, sentence in all_sentences(language).items()
        if not sentence
        or sentence != " ".join(sentence.split())
        or ".." in sentence.replace("...", "")
    ]
    assert ragged == []


def test_every_code_has_a_sentence():
    assert sorted(codes() - catalogue("en")["finding"].keys()) == []


def test_every_sentence_has_a_code():
    plain = {re.sub(r"\.(named|brief)$", "", key) for key in catalogue("en")["finding"]}
    assert sorted(plain - codes()) == []


def test_what_is_put_into_the_codes_that_are_put_together():
    """A new f-string that makes a code, or a new part of one, is to be entered in MADE."""
    found = set()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "{}" for p in node.values]
                found.add("".join(map(str, parts)))
    families = {key.partition(".")[0] for key in catalogue("en")["finding"] if "." in key}
    made = {text for text in found if re.fullmatch(rf"(?:{'|'.join(families)})\.\{{\}}", text)}
    assert made | {"call.{}", "import.{}"} == set(MADE)
    assert "{}.{}" in found  # "call" or "import", chosen by a name
    assert {"call", "import", *DEPARTURES, *STOPS} <= literals()


def test_usage():
    assert sorted(written_codes("usage")) == sorted(catalogue("en")["usage"])


@pytest.mark.parametrize(
    "section", ["ui", "help", "doctor", "launcher", "pattern", "walls", "protection", "exposed"]
)
def test_every_other_sentence_is_used(section):
    assert sorted(catalogue("en")[section].keys() - literals()) == []


def test_every_status_has_a_word():
    assert set(catalogue("en")["status"]) == set(GRAVITY)


def test_every_mistake_has_a_sentence_and_every_sentence_a_mistake():
    ids = {mistake.id for entries in all_mistakes().values() for mistake in entries}
    ids |= {mistake.id for mistake in network_mistakes()}
    told = set(catalogue("en")["mistake"])
    ids |= told & named_by("chance", "compiled", "repairs", "trained", "weakness")
    assert {"without a sentence": sorted(ids - told), "without a mistake": sorted(told - ids)} == {
        "without a sentence": [],
        "without a mistake": [],
    }


def test_every_explanation_of_an_error_has_a_sentence_and_every_sentence_an_error():
    assert catalogue("en")["keras_error"].keys() == CODES


def test_a_mistake_gives_no_placeholder_and_asks_one_question():
    for language in LANGUAGES:
        for key, sentence in catalogue(language)["mistake"].items():
            assert placeholders(sentence) == [], key
            assert sentence.count("?") == 1, f"{language} {key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_has_a_rule_that_is_not_its_question(language):
    asked, rules = catalogue(language)["mistake"], catalogue(language)["rule"]
    assert {
        "without a rule": sorted(asked.keys() - rules),
        "without a mistake": sorted(rules.keys() - asked),
    } == {
        "without a rule": [],
        "without a mistake": [],
    }
    assert [key for key, rule in rules.items() if rule == asked[key] or placeholders(rule)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_asks_one_question_and_a_finding_no_more(language):
    sentences = catalogue(language)
    explained = {k for k, s in sentences["keras_error"].items() if s.count("?") != 1}
    assert explained == set()
    assert {k for k, s in sentences["finding"].items() if s.count("?") > 1} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_beside_a_named_mistake_leave_the_question_to_it(language):
    named = {k: s for k, s in catalogue(language)["finding"].items() if k.endswith(".named")}
    assert [key for key, sentence in named.items() if "?" in sentence] == []


def test_a_missing_value_shows_as_a_question_mark():
    messages = Messages("en")
    assert messages.text("finding", "value.wrong.named", {"call": "f(1)"}) == "f(1) gives ?."


def test_a_missing_sentence_shows_as_its_key():
    assert Messages("ko").text("finding", "no.such") == "finding.no.such"


def test_one_key_in_two_files_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.messages.FOLDER", tmp_path)
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "a.toml").write_text('[ui]\none = "1"\n', "utf-8")
    (folder / "b.toml").write_text('[ui]\none = "2"\n', "utf-8")
    with pytest.raises(ValueError, match=r"b\.toml: ui\.one stands in another file, too"):
        catalogue.__wrapped__("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_groups_of_cases_have_words(language):
    kit = Kit(ROOT)
    tasks = [task for slug in kit.slugs for task in kit.load(slug, answers=False).tasks]
    groups = {getattr(check, "group", "") for task in tasks for check in task.checks} - {""}
    assert set(catalogue(language)["group"]) == groups
