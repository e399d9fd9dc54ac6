"""What Python says of a line that it cannot read, in the words of a beginner and in both languages.

Python's own messages are English, and differ a little from 3.10 to 3.13. Where a message names a
line, it is left out: the report shows the line beside the sentence.
"""

from __future__ import annotations

import re

from grader.messages import Messages

_LINE = r"(?: \(detected at line \d+\))?"
_ON = r"(?: on line \d+)?"
_KNOWN = (
    ("comma", r"invalid syntax\. Perhaps you forgot a comma\?"),
    ("equal_signs", r"invalid syntax\. Maybe you meant '==' or ':=' instead of '='\?"),
    ("invalid", r"invalid syntax"),
    ("colon", r"expected ':'"),
    ("expected_mark", r"expected '(?P<mark>[(\[{)\]}])'"),
    ("else", r"expected 'else' after 'if' expression"),
    ("except", r"expected 'except' or 'finally' block"),
    ("never_closed", r"'(?P<bracket>.)' was never closed"),
    ("never_closed_file", r"unexpected EOF .*"),
    ("unmatched", r"unmatched '(?P<bracket>.)'"),
    (
        "other_bracket",
        r"closing parenthesis '(?P<closing>.)' does not match opening parenthesis"
        rf" '(?P<opening>.)'{_ON}",
    ),
    ("after_backslash", r"unexpected character after line continuation character"),
    ("indented_elsewhere", r"unindent does not match any outer indentation level"),
    ("indented", r"unexpected indent"),
    ("indented_too_little", r"unexpected unindent"),
    (
        "empty_statement",
        rf"expected an indented block after '(?P<word>[a-z*]+)' (?:statement|block){_ON}",
    ),
    ("empty_function", rf"expected an indented block after function definition{_ON}"),
    ("empty_class", rf"expected an indented block after class definition{_ON}"),
    ("empty_block", r"expected an indented block.*"),
    ("tabs", r"inconsistent use of tabs and spaces in indentation"),
    ("triple_quotes", rf"unterminated triple-quoted (?:f-)?string literal{_LINE}"),
    ("quotes", rf"unterminated (?:f-)?string literal{_LINE}(?:;.*)?"),
    (
        "invisible",
        r"invalid (?:non-printable character|character '\s') ?\(?U\+(?P<number>[0-9A-F]+)\)?",
    ),
    ("character", r"invalid character '(?P<character>.)' \(U\+(?P<number>[0-9A-F]+)\)"),
    ("outside_function", r"'(?P<word>return|yield|yield from|await)' outside (?:async )?function"),
    ("outside_loop", r"'(?P<word>break)' outside loop"),
    ("outside_loop", r"'(?P<word>continue)' not properly in loop"),
    ("assigned_call", r"cannot assign to function call(?: here)?(?:\. Maybe .*)?"),
    ("assigned_value", r"cannot assign to (?:literal|True|False|None)(?: here)?(?:\. Maybe .*)?"),
    ("assigned", r"cannot assign to .*"),
    ("assigned_in_brackets", r'expression cannot contain assignment, perhaps you meant "=="\?'),
    ("positional", r"positional argument follows keyword argument(?: unpacking)?"),
    ("repeated", r"keyword argument repeated: (?P<name>\w+)"),
    ("parameter_twice", r"duplicate (?:argument|parameter) '(?P<name>\w+)' in function definition"),
    ("default_first", r"non-default argument follows default argument"),
    ("default_first", r"parameter without a default follows parameter with a default"),
    ("key_alone", r"':' expected after dictionary key"),
    ("key_without_value", r"expression expected after dictionary key and ':'"),
    ("print", r"Missing parentheses in call to 'print'.*"),
    ("zeros", r"leading zeros in decimal integer literals are not permitted.*"),
    ("number", r"invalid (?:decimal|hexadecimal|octal|binary) literal"),
    ("f_string", r"f-string: .*"),
    ("escape", r"\(unicode error\) .*"),
)
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?!\w|,\d)")
_OF_COMMAS = ("key_alone", "zeros")
"""What Python says of a number with a comma among its digits."""
_PATTERNS = tuple((key, re.compile(pattern, re.DOTALL)) for key, pattern in _KNOWN)


def in_plain_words(said: str, messages: Messages, source: str = "") -> str:
    """Return what a message of Python's means; the message itself where it is not a usual one.

    `source` is the line that it is about.
    """
    for key, pattern in _PATTERNS:
        found = pattern.fullmatch(said)
        if found is not None:
            commas = key in _OF_COMMAS and _THOUSANDS.search(source)
            return messages.text("python", "thousands" if commas else key, found.groupdict())
    return said
