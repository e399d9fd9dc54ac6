"""`docs/mistakes.md`: the catalogue of mistakes as a page, made from the code and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.kit import Kit
from grader.messages import LANGUAGES, Messages, catalogue
from grader.mistakes.catalogue import all_mistakes
from grader.mistakes.registry import network_mistakes

PAGES = {"en": "mistakes.md", "ko": "mistakes.ko.md"}
OTHER = {"en": f"*[한국어]({PAGES['ko']})*", "ko": f"*[English]({PAGES['en']})*"}
Places = Mapping[str, Sequence[str]]
"""Ids of mistakes, each with the tasks that it is looked for in."""


def mistakes_pages(kit: Kit) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of the page in each language."""
    for language in LANGUAGES:
        yield kit.root / "docs" / PAGES[language], _page(kit, Messages(language))


def _page(kit: Kit, messages: Messages) -> str:
    sections = list(_sections(kit, messages))
    count = len(catalogue(messages.language)["mistake"])
    lines = [f"# {messages.text('catalogue', 'title')}", "", OTHER[messages.language], ""]
    lines += [messages.text("catalogue", "about", {"count": count}), ""]
    for title, note, rows in sections:
        lines += [f"## {title}", ""]
        lines += [note, ""] if note else []
        lines += _table(rows, messages)
    return "\n".join(lines).rstrip() + "\n"


def _sections(kit: Kit, messages: Messages) -> Iterator[tuple[str, str, Places]]:
    """Yield title, introduction and mistakes: by exercise, then those of any network, the rest."""
    told: set[str] = set()
    for slug in kit.slugs:
        reference = kit.load(slug, answers=False)
        places: dict[str, list[str]] = {}
        for task in reference.tasks:
            for mistake in all_mistakes().get(task.name, ()):
                places.setdefault(mistake.id, []).append(task.id)
        told |= places.keys()
        if places:
            yield f"{reference.id} · {reference.titles[messages.language]}", "", places
    networks = {mistake.id: () for mistake in network_mistakes()}
    for key, ids in (
        ("networks", [i for i in networks if i not in told]),
        ("others", [i for i in catalogue("en")["mistake"] if i not in told | networks.keys()]),
    ):
        note = messages.text("catalogue", f"{key}_about")
        yield messages.text("catalogue", key), note, dict.fromkeys(ids, ())


def _table(places: Places, messages: Messages) -> list[str]:
    head = [messages.text("catalogue", column) for column in ("id", "question", "rule")]
    lines = [_row(head), _row(["---"] * len(head))]
    for id, tasks in places.items():
        name = f"`{id}`" + (f" ({', '.join(tasks)})" if tasks else "")
        lines.append(_row([name, _words("mistake", id, messages), _words("rule", id, messages)]))
    return [*lines, ""]


def _words(section: str, id: str, messages: Messages) -> str:
    return messages.text(section, id) if messages.has(section, id) else ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
