from __future__ import annotations

import warnings

import pytest

from grader.messages import Messages, catalogue
from grader.report.model import Finding
from grader.report.python_words import in_plain_words
from grader.report.words import message

MISTAKES = {
    "comma": "x = [1 2]",
    "equal_signs": "if x = 3:\n    pass",
    "invalid": "retrun 2",
    "colon": "for i in range(3)\n    pass",
    "else": "x = (1 if y)",
    "except": "try:\n    x = 1\ny = 2",
    "never_closed": "x = (1, 2\ny = 3",
    "unmatched": "x = 1)",
    "other_bracket": "x = [1, 2)",
    "after_backslash": "x = 1 \\ + 2",
    "indented_elsewhere": "if x:\n        y = 1\n    z = 2",
    "indented": "x = 1\n  y = 2",
    "empty_statement": "for i in range(3):\nx = 1",
    "empty_function": "def f(x):\nreturn x",
    "empty_class": "class A:\nx = 1",
    "tabs": "if x:\n        y = 1\n\tz = 2",
    "triple_quotes": 'x = """text\n',
    "quotes": 'x = "text\n',
    "invisible": "x\u00a0= 1",
    "character": "x = [y\uff0c 2]",
    "outside_function": "return 1",
    "outside_loop": "break",
    "assigned_call": "f(x) = 3",
    "assigned_value": "3 = x",
    "assigned": "x + 1 = 3",
    "assigned_in_brackets": "f(x + 1=3)",
    "positional": "f(a=1, 2)",
    "repeated": "f(a=1, a=2)",
    "parameter_twice": "def f(a, a):\n    pass",
    "default_first": "def f(a=1, b):\n    pass",
    "key_alone": "x = {1: 2, 3}",
    "key_without_value": "x = {1: 2, 3: }",
    "print": "print 3",
    "zeros": "x = 07",
    "number": "x = 2x",
    "f_string": "x = f'{}'",
    "escape": 'x = "C:\\Users"',
}
"""What each sentence tells of, as a student would write it."""


def said(code: str) -> str:
    """Return what this Python says of a text that it cannot read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(code, "", "exec")
        except SyntaxError as error:
            return error.msg
    raise AssertionError(f"Python can read {code!r}")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("key", MISTAKES)
def test_what_this_python_says_is_known(key, language):
    own = said(MISTAKES[key])
    told = in_plain_words(own, Messages(language))
    assert told.partition("{")[0].startswith(catalogue(language)["python"][key].partition("{")[0])
    assert told != own
    assert "?" not in told.removesuffix("?")  # every place is filled in, and one thing is asked


OTHER_VERSIONS = {
    "unexpected EOF while parsing": "never_closed_file",
    "unexpected unindent": "indented_too_little",
    "expected an indented block": "empty_block",
    "expected an indented block after 'match' statement on line 3": "empty_statement",
    "non-default argument follows default argument": "default_first",
    "parameter without a default follows parameter with a default": "default_first",
    "closing parenthesis ']' does not match opening parenthesis '(' on line 3": "other_bracket",
    "unterminated f-string literal (detected at line 2)": "quotes",
    "unterminated triple-quoted f-string literal (detected at line 2)": "triple_quotes",
    "f-string: valid expression required before '}'": "f_string",
    "f-string: empty expression not allowed": "f_string",
    "expected '('": "expected_mark",
    "cannot assign to literal": "assigned_value",
    "'continue' not properly in loop": "outside_loop",
}


@pytest.mark.parametrize("message_of_another", OTHER_VERSIONS)
def test_what_other_versions_say_is_known(message_of_another):
    pattern = catalogue("en")["python"][OTHER_VERSIONS[message_of_another]]
    told = in_plain_words(message_of_another, Messages("en"))
    assert told.startswith(pattern.partition("{")[0])
    assert told != message_of_another


OF_COMMAS = {
    'x = {"a": 3,364}': "key_alone",
    'x = {"a": 1,200, "b": 3}': "key_alone",
    'x = {"a": 3,364.5}': "key_alone",
    'x = {"a": 1,056}': "zeros",
    "x = 12,345,067": "zeros",
}
"""Numbers with commas among their digits, and what Python takes them for."""


@pytest.mark.parametrize("code", OF_COMMAS)
def test_a_number_with_commas_is_told_as_such(code):
    own = said(code)
    told = in_plain_words(own, Messages("en"))
    assert told.startswith(catalogue("en")["python"][OF_COMMAS[code]][:20])
    assert in_plain_words(own, Messages("en"), code) == (
        "Python writes no commas inside of a number; it reads this as two."
        " Write 3364 or 3_364, not 3,364."
    )
    assert in_plain_words(own, Messages("ko"), code) == (
        "파이썬에서는 수 안에 쉼표를 쓰지 않으며, 쓰면 두 수로 읽습니다."
        " 3,364가 아니라 3364나 3_364라고 쓰세요."
    )


@pytest.mark.parametrize(
    "code", ["x = {1: 2, 364}", "x = {1: 2,3640}", "x = {1: 2.5,364}", "x = {1: 2,364,5}"]
)
def test_two_numbers_are_not_taken_for_one(code):
    own = said(code)
    assert in_plain_words(own, Messages("en"), code) == catalogue("en")["python"]["key_alone"]


def test_every_sentence_is_used_and_none_is_missing():
    known = {*MISTAKES, *OTHER_VERSIONS.values(), "thousands"}
    assert known == catalogue("en")["python"].keys() == catalogue("ko")["python"].keys()


def finding(own: str) -> Finding:
    data = {"message": own, "source": "x"}
    return Finding("values", "fail", "syntax.error", 0.0, 1.0, data)


@pytest.mark.parametrize(
    ("code", "english", "korean"),
    [
        (
            "if x:\n        y = 1\n    z = 2",
            "Python cannot read this line:"
            " this line begins further left or right than any line above it.",
            "파이썬이 이 줄을 읽지 못합니다: 이 줄의 들여쓰기가 위의 어느 줄과도 맞지 않습니다.",
        ),
        (
            "x = 1\n  y = 2",
            "Python cannot read this line:"
            " this line begins further right than the block that it belongs to.",
            "파이썬이 이 줄을 읽지 못합니다: 이 줄이 속한 블록보다 더 깊이 들여 썼습니다.",
        ),
        (
            "retrun x",
            "Python cannot read this line: in this line, or at the end of the line above,"
            " something is missing, too much or misspelt.",
            "파이썬이 이 줄을 읽지 못합니다:"
            " 이 줄이나 바로 윗줄에 빠진 글자, 더 쓴 글자, 철자가 틀린 낱말이 있습니다.",
        ),
        (
            "f(patch kernel)",
            "Python cannot read this line: two things stand side by side here."
            " Is a comma, an operator such as `*`, or a pair of quotes missing?",
            "파이썬이 이 줄을 읽지 못합니다: 두 가지가 아무것도 없이 나란히 있습니다."
            " 쉼표, `*` 같은 연산자, 따옴표 가운데 무엇이 빠졌나요?",
        ),
        (
            "x = [1, 2)",
            "Python cannot read this line:"
            " the bracket `[` that was opened here is closed with `)`.",
            "파이썬이 이 줄을 읽지 못합니다: 여기에서 연 괄호와 닫은 괄호의 종류가 다릅니다."
            " 연 것: `[` · 닫은 것: `)`",
        ),
        (
            "x = [y\uff0c 2]",
            "Python cannot read this line: Python knows no such character: \uff0c (U+FF0C);"
            " is it one of another keyboard, or copied from a page?",
            "파이썬이 이 줄을 읽지 못합니다: 파이썬이 쓰지 않는 글자입니다: \uff0c (U+FF0C)"
            " · 한글 입력 상태에서 쳤거나 다른 곳에서 복사한 글자는 아닌가요?",
        ),
        (
            "f(\u5024=1, \u5024=2)",
            "Python cannot read this line: the argument `\u5024` is given twice in one call.",
            "파이썬이 이 줄을 읽지 못합니다:"
            " 함수를 한 번 부르면서 같은 인자를 두 번 넣었습니다: `\u5024`",
        ),
    ],
)
def test_a_finding_says_it_in_both_languages_and_keeps_the_message(code, english, korean):
    own = said(code)
    found = finding(own)
    assert message(found, Messages("en")) == english
    assert message(found, Messages("ko")) == korean
    assert found.data["message"] == own


def test_what_is_not_known_stays_as_python_says_it():
    own = "no binding for nonlocal 'x' found"
    assert message(finding(own), Messages("en")) == f"Python cannot read this line: {own}"
    assert message(finding(own), Messages("ko")) == f"파이썬이 이 줄을 읽지 못합니다: {own}"


def test_what_a_student_wrote_fills_no_place():
    """A name of theirs stands in the message; it is shown as it is."""
    own = "keyword argument repeated: name"
    told = in_plain_words(own, Messages("en"))
    assert told == "the argument `name` is given twice in one call."
    assert in_plain_words("invalid character '{' (U+FF5B)", Messages("en")).startswith(
        "Python knows no such character: { (U+FF5B)"
    )
