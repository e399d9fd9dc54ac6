"""Who handed in what, and when, as Gradescope's export of submissions tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from grader.classroom.entries import readable
from grader.classroom.model import Student
from grader.kit import UsageError

METADATA = "submission_metadata.yml"


@dataclass(frozen=True)
class Upload:
    """One submission of one student, or of a group."""

    students: tuple[Student, ...]
    created: float | None
    """Seconds since 1970."""


def read_uploads(text: bytes, path: str) -> dict[str, Upload]:
    """Return the uploads by the names of their folders. Raises UsageError for a list of another
    form.
    """
    import yaml

    try:
        found = yaml.load(text, Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageError("usage.no_class", path=path, why=str(error)) from error
    if not isinstance(found, dict):
        raise UsageError("usage.no_class", path=path, why=type(found).__name__)
    return {str(name): _upload(about) for name, about in found.items() if isinstance(about, dict)}


def _loader() -> Any:
    """Return a safe loader that takes Ruby's own classes for what they hold."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    def plain(loader: Any, _: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return loader.construct_scalar(node)

    Loader.add_multi_constructor("!ruby/", plain)
    return Loader


def _upload(about: Mapping[str, Any]) -> Upload:
    created = about.get(":created_at")
    moment = None
    if isinstance(created, datetime):
        moment = created.replace(tzinfo=created.tzinfo or timezone.utc).timestamp()
    return Upload(tuple(_students(about.get(":submitters"))), moment)


def _students(listed: object) -> Iterator[Student]:
    for person in listed if isinstance(listed, list) else ():
        known = person if isinstance(person, dict) else {}
        name, sid, email = (
            readable(str(known.get(key) or "")) for key in (":name", ":sid", ":email")
        )
        key = sid or email or name
        if key:
            yield Student(key, name, email, ids={"sis": sid} if sid else {})
