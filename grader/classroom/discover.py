"""Finding submissions in what a platform's download, or a teacher's own folder, looks like.

Known forms, each as a folder or as one zip: a folder for each student; one flat folder of files or
zips; Canvas's download (`kimminji_LATE_123_456_name.py`); Moodle's, a folder or a file
(`Kim Minji_123_assignsubmission_file_`); Gradescope's export (`submission_123/` and a list of who
they are); clones of GitHub Classroom (`assignment-login/`).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from grader.classroom.entries import BROKEN, IGNORED, Entry, Reading, listed, readable
from grader.classroom.gradescope_export import METADATA, Upload, read_uploads
from grader.classroom.model import Student, Trouble
from grader.kit import UsageError, module_name

CANVAS = re.compile(r"(?P<who>[^_]+)(?P<late>_LATE)?_(?P<user>\d+)_(?P<number>\d+)_(?P<name>.+)")
MOODLE = re.compile(
    r"(?P<who>.+?)_(?P<user>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<name>.*)"
)
MAX_LIST = 20 << 20
"""Bytes of a platform's list of submissions."""
_AGAIN = re.compile(r"(?:[ _-]?\(\d+\)|-\d+| copy| - Copy| - 복사본|의 사본| 복사본)+$")
"""What platforms and file managers put behind a name that is there already."""
_IMPORT = rb"\b(?:import|from)\s+(?:\w+\s*,\s*)*%s\b"


@dataclass(frozen=True)
class Asked:
    """One exercise that files may be for."""

    slug: str
    names: frozenset[str]
    """The functions that it asks for."""

    @property
    def stem(self) -> str:
        """The name of its file, without the ending."""
        return module_name(self.slug)


@dataclass(frozen=True)
class Handed:
    """What one student handed in for one exercise."""

    slug: str
    path: str
    """Where the file lay, below the student's own folder."""
    files: Mapping[str, bytes]
    """By names to be laid out under: the exercise's own file, and modules that it imports."""
    modified: float | None

    @property
    def digest(self) -> str:
        """What names these bytes."""
        whole = hashlib.sha256()
        for name, data in sorted(self.files.items()):
            whole.update(f"{name}\0{len(data)}\0".encode())
            whole.update(data)
        return whole.hexdigest()


@dataclass(frozen=True)
class Found:
    """One student, and what was handed in."""

    student: Student
    handed: Mapping[str, Handed] = field(default_factory=dict)
    """By exercise."""
    troubles: tuple[Trouble, ...] = ()
    late: bool = False
    """Whether the platform says so."""
    handed_in: float | None = None
    """When, where the platform says so: seconds since 1970."""


@dataclass(frozen=True)
class _Place:
    """One folder, file or zip at the top of what was given, and whose it is."""

    student: Student
    read: Callable[[Reading], None]
    late: bool = False
    handed_in: float | None = None


@dataclass(frozen=True)
class _Top:
    """One name at the top of a folder or of a zip."""

    name: str
    folder: bool
    clone: bool
    read: Callable[[Reading], None]


Recognise = Callable[[Student], Student]
"""Returns what a roster knows of a student that was found."""


def discover(
    path: Path, asked: Sequence[Asked], recognise: Recognise = lambda student: student
) -> Iterator[Found]:
    """Yield every student found, one at a time, in the order of their names.

    Raises UsageError where `path` is neither a folder nor a zip, or is one student's own folder.
    """
    if path.is_dir():
        yield from _found(_in_folder(path), path, _uploads_of(path), asked, recognise)
        return
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError("usage.no_class", path=str(path), why=why) from error
    with archive:
        uploads = _uploads_in(archive)
        yield from _found(_in_zip(archive, asked), path, uploads, asked, recognise)


def _found(
    tops: list[_Top],
    source: Path,
    uploads: Mapping[str, Upload],
    asked: Sequence[Asked],
    recognise: Recognise,
) -> Iterator[Found]:
    _refuse_single(tops, source, asked)
    places: dict[str, list[_Place]] = {}
    prefix = _prefix_of_clones(tops, source.stem)
    for top in tops:
        for place in _places(top, uploads, prefix, asked):
            student = recognise(place.student)
            places.setdefault(student.key, []).append(replace(place, student=student))
    for _, own in sorted(places.items()):
        yield _read(own, asked)


def _refuse_single(tops: Sequence[_Top], source: Path, asked: Sequence[Asked]) -> None:
    """Raise UsageError for the folder of one student: exercises would be taken for people."""
    slugs = {exercise.slug for exercise in asked}
    if any(top.folder and top.name in slugs for top in tops):
        raise UsageError("usage.one_student", path=str(source))


def _in_folder(folder: Path) -> list[_Top]:
    tops = []
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        is_folder = path.is_dir() and not path.is_symlink()
        if path.name.startswith(".") or path.name in (METADATA, *IGNORED):
            continue

        def read(reading: Reading, path: Path = path) -> None:
            reading.read(path)

        clone = is_folder and (path / ".git").exists()
        tops.append(_Top(readable(path.name), is_folder, clone, read))
    return tops


def _is_wrapped(paths: Sequence[PurePosixPath], asked: Sequence[Asked]) -> bool:
    """Whether one folder stands around everybody's: several names, and none an exercise's."""
    inside = {path.parts[1] for path in paths if len(path.parts) > 1}
    known = {name for exercise in asked for name in (exercise.slug, exercise.stem)}
    return (
        len({path.parts[0] for path in paths}) == 1
        and all(len(path.parts) > 1 for path in paths)
        and len(inside - {METADATA}) > 1
        and not known & {PurePosixPath(name).stem for name in inside}
    )


def _in_zip(archive: zipfile.ZipFile, asked: Sequence[Asked]) -> list[_Top]:
    """Return the names at the top of a zip; a single folder around everything is looked into."""
    entries = list(listed(archive))
    depth = 1 if _is_wrapped([path for path, _ in entries], asked) else 0
    grouped: dict[str, list[tuple[PurePosixPath, zipfile.ZipInfo]]] = {}
    for path, info in entries:
        if path.name != METADATA:
            grouped.setdefault(path.parts[depth], []).append((path, info))
    tops = []
    for name, inside in sorted(grouped.items()):
        is_folder = any(len(path.parts) > depth + 1 for path, _ in inside)
        infos = [info for _, info in inside]
        top = depth + 1 if is_folder else depth

        def read(reading: Reading, infos: list[zipfile.ZipInfo] = infos, top: int = top) -> None:
            reading.unzip(archive, infos, top)

        tops.append(_Top(name, is_folder, False, read))
    return tops


def _places(
    top: _Top, uploads: Mapping[str, Upload], prefix: str, asked: Sequence[Asked]
) -> Iterator[_Place]:
    """Yield whose a folder or a file is: nobody's, somebody's, or a group's."""
    upload = uploads.get(top.name)
    if upload is not None:
        for student in upload.students:
            yield _Place(student, top.read, handed_in=upload.created)
        return
    moodle, canvas = MOODLE.fullmatch(top.name), CANVAS.fullmatch(top.name)
    if moodle is not None:
        who, user = moodle["who"], moodle["user"]
        yield _Place(Student(f"{who}_{user}", who, ids={"moodle": user}), top.read)
    elif top.folder:
        login = top.name.removeprefix(prefix) if top.clone else ""
        ids = {"github": login} if login else {}
        yield _Place(Student(login or top.name, ids=ids), top.read)
    elif canvas is not None:
        who, user = canvas["who"], canvas["user"]
        student = Student(f"{who}_{user}", who, ids={"canvas": user})
        yield _Place(student, top.read, late=bool(canvas["late"]))
    else:
        key = _owner_of_flat(PurePosixPath(top.name), asked)
        if key:
            yield _Place(Student(key), top.read)


def _owner_of_flat(path: PurePosixPath, asked: Sequence[Asked]) -> str | None:
    """Return who is named in `kim_same_or_valid.py`, `07_kim.ipynb` or `kim.zip`."""
    suffix = path.suffix.lower()
    stem = _AGAIN.sub("", path.stem)
    if suffix == ".zip":
        return stem
    if suffix not in (".py", ".ipynb"):
        return None
    for exercise in asked:
        for part in (exercise.slug, exercise.stem, exercise.slug[:2]):
            found = re.fullmatch(rf"(.+?)[ _.-]+{part}|{part}[ _.-]+(.+)", stem)
            if found is not None:
                return found[1] or found[2]
    return stem


def _prefix_of_clones(tops: Sequence[_Top], folder: str) -> str:
    """Return what clones are called before their owner: `hw1-` of `hw1-kim`, in
    `hw1-submissions/`, where GitHub's own tool puts them, or else what all share.
    """
    names = [top.name for top in tops if top.clone]
    assignment = folder.removesuffix("-submissions") + "-"
    if names and all(name.startswith(assignment) for name in names):
        return assignment
    if len(names) < 2:
        return ""
    parts = min(names, key=len).split("-")
    for count in range(len(parts) - 1, 0, -1):
        prefix = "-".join(parts[:count]) + "-"
        if all(name.startswith(prefix) for name in names):
            return prefix
    return ""


def _read(places: Sequence[_Place], asked: Sequence[Asked]) -> Found:
    reading = Reading()
    for place in places:
        place.read(reading)
    by_slug: dict[str, list[Entry]] = {}
    for entry in reading.entries:
        slug = exercise_of(entry, asked)
        if slug is not None:
            by_slug.setdefault(slug, []).append(entry)
    handed = {}
    for slug, entries in sorted(by_slug.items()):
        best = max(entries, key=lambda entry: _rank(entry, slug))
        others = [str(e.path) for e in entries if e.data != best.data]
        if others:
            reading.trouble("two_files", best.path, others=", ".join(others))
        handed[slug] = _handed(slug, best, reading.entries)
    student = places[0].student
    if not handed:
        reading.trouble("nothing", student.key)
    times = [place.handed_in for place in places if place.handed_in is not None]
    late = any(place.late for place in places)
    return Found(student, handed, tuple(reading.troubles), late, max(times, default=None))


def _handed(slug: str, main: Entry, entries: Sequence[Entry]) -> Handed:
    """Lay an exercise's file out under the name that it must have, with modules beside it."""
    stem = module_name(slug)
    files = {f"{stem}{main.path.suffix.lower()}": main.data}
    beside = {e.path.stem: e for e in entries if _is_beside(e, main) and e.path.stem != stem}
    if any(re.search(_IMPORT % name.encode(), main.data) for name in beside if name.isidentifier()):
        files |= {entry.path.name: entry.data for entry in beside.values()}
    return Handed(slug, str(main.path), files, main.modified)


def _is_beside(entry: Entry, main: Entry) -> bool:
    return entry.path.parent == main.path.parent and entry.path.suffix == ".py" and entry != main


def _rank(entry: Entry, slug: str) -> tuple[bool, bool, float, str]:
    """Of two files for one exercise: the one in the right folder, rightly named, the newer one."""
    in_place = slug in entry.path.parts
    plain = _plain_stem(entry) == module_name(slug)
    return in_place, plain, entry.modified or 0.0, str(entry.path)


def _plain_stem(entry: Entry) -> str:
    name = entry.path.name
    canvas, moodle = CANVAS.fullmatch(name), MOODLE.fullmatch(name)
    if canvas is not None:
        name = canvas["name"]
    elif moodle is not None and moodle["name"]:
        name = moodle["name"]
    return _AGAIN.sub("", PurePosixPath(name).stem)


def exercise_of(entry: Entry, asked: Sequence[Asked]) -> str | None:
    """Return which exercise a file is for, by its folder, name or functions; None for none."""
    stem = _plain_stem(entry)
    for exercise in asked:
        if stem == exercise.stem and exercise.slug in entry.path.parts:
            return exercise.slug
    for exercise in asked:
        if stem in (exercise.stem, exercise.slug) or stem.endswith(f"_{exercise.stem}"):
            return exercise.slug
    return _by_functions(entry.data, asked)


def _by_functions(data: bytes, asked: Sequence[Asked]) -> str | None:
    """Return the exercise of whose functions a file defines at least half, if there is one."""
    defined = {
        name.decode()
        for name in re.findall(rb"^\s*\"?(?:async )?def (\w+)", data, re.MULTILINE)
        if name.isascii()
    }
    counts = {e.slug: len(defined & e.names) / max(1, len(e.names)) for e in asked}
    likeliest = max(counts, key=lambda slug: counts[slug], default=None)
    return likeliest if likeliest is not None and counts[likeliest] >= 0.5 else None


def _uploads_of(folder: Path) -> Mapping[str, Upload]:
    path = folder / METADATA
    if not path.is_file() or path.is_symlink():
        return {}
    with path.open("rb") as file:
        return read_uploads(file.read(MAX_LIST), str(path))


def _uploads_in(archive: zipfile.ZipFile) -> Mapping[str, Upload]:
    for path, info in listed(archive):
        if path.name == METADATA and len(path.parts) <= 2:
            with archive.open(info) as file:
                return read_uploads(file.read(MAX_LIST), METADATA)
    return {}
