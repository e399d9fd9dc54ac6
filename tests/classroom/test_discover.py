"""What platforms' downloads look like, and what students put into them."""

from __future__ import annotations

import os
import struct
import unicodedata
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from grader.classroom.discover import Asked, discover
from grader.classroom.entries import MAX_TOTAL
from grader.classroom.model import Student, Trouble
from grader.classroom.roster import Roster
from grader.kit import UsageError
from grader.submission import MAX_BYTES

ASKED = (
    Asked("01_double_it", frozenset({"double", "halve"})),
    Asked("02_small_net", frozenset({"build_net"})),
)
TEXT = b"def double(x):\n    return 2 * x\n"
NET = b"def build_net():\n    ...\n"


def write(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(files, **settings):
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, **settings)
    return memory.getvalue()


def seen(path, recognise=lambda student: student):
    """Return by student: what was taken for each exercise, and the codes of what was not."""
    return {
        one.student.key: (
            {slug: handed.path for slug, handed in one.handed.items()},
            [trouble.code for trouble in one.troubles],
        )
        for one in discover(path, ASKED, recognise)
    }


BOTH = {"01_double_it/double_it.py": TEXT, "02_small_net/small_net.py": NET}
TAKEN = {"01_double_it": "01_double_it/double_it.py", "02_small_net": "02_small_net/small_net.py"}


def as_zip(folder, path):
    """Pack a folder as a platform does, with the folder's own name around all."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, Path("download") / file.relative_to(folder))
    return path


@pytest.fixture(params=["folder", "zip"])
def packed(request, tmp_path):
    """Writes files as a folder, or as one zip of it."""

    def packed(files):
        folder = write(tmp_path / "class", files)
        return folder if request.param == "folder" else as_zip(folder, tmp_path / "class.zip")

    return packed


def test_a_folder_for_each_student(packed):
    files = {f"{who}/{name}": data for who in ("kim", "lee") for name, data in BOTH.items()}
    assert seen(packed(files)) == {"kim": (TAKEN, []), "lee": (TAKEN, [])}


def test_folders_in_folders(packed):
    files = {"kim/my work/exercises/" + name: data for name, data in BOTH.items()}
    files["lee/double_it.py"] = TEXT
    assert seen(packed(files))["kim"][0]["01_double_it"].endswith("01_double_it/double_it.py")


def test_one_flat_folder(packed):
    files = {
        "kim_double_it.py": TEXT,
        "02_kim.ipynb": b'{"cells": []}',
        "lee.py": TEXT,
        "park.zip": zipped(BOTH),
        "notes.txt": b"mine",
    }
    assert seen(packed(files)) == {
        "kim": ({"01_double_it": "kim_double_it.py"}, []),
        "lee": ({"01_double_it": "lee.py"}, []),
        "park": ({slug: f"park/{path}" for slug, path in TAKEN.items()}, []),
    }


def test_canvas(packed):
    files = {
        "kimminji_100_9001_double_it.py": TEXT,
        "kimminji_LATE_100_9002_small_net-1.py": NET,
        "kimminji_200_9003_double_it.py": TEXT + b"# another person of the same name\n",
        "leeseojun_300_9004_homework.zip": zipped(BOTH),
    }
    path = packed(files)
    found = {one.student.key: one for one in discover(path, ASKED)}
    assert list(found) == ["kimminji_100", "kimminji_200", "leeseojun_300"]
    assert found["kimminji_100"].student == Student(
        "kimminji_100", "kimminji", ids={"canvas": "100"}
    )
    assert sorted(found["kimminji_100"].handed) == ["01_double_it", "02_small_net"]
    assert [one.late for one in found.values()] == [True, False, False]
    assert sorted(found["leeseojun_300"].handed) == ["01_double_it", "02_small_net"]


def test_moodle(packed):
    files = {
        "김 민지_123_assignsubmission_file_/double_it.py": TEXT,
        "김 민지_456_assignsubmission_file_/double_it.py": TEXT,
        "Lee_7_assignsubmission_file_small_net.py": NET,
        "Lee_7_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
    }
    assert seen(packed(files)) == {
        "Lee_7": ({"02_small_net": "Lee_7_assignsubmission_file_small_net.py"}, []),
        "김 민지_123": ({"01_double_it": "double_it.py"}, []),
        "김 민지_456": ({"01_double_it": "double_it.py"}, []),
    }


METADATA = b"""---
submission_11:
  :submitters:
  - :name: Kim Minji
    :sid: '20260001'
    :email: kim@x.kr
  :created_at: 2026-11-20 12:00:00.000000000 Z
  :score: 3.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
submission_12:
  :submitters:
  - :name: Lee
    :sid:
    :email: lee@x.kr
  - :name: Park
    :sid: '20260003'
    :email: park@x.kr
  :created_at: 2026-11-21 12:00:00 +09:00
"""


def test_gradescope(packed):
    files = {
        "submission_metadata.yml": METADATA,
        "submission_11/double_it.py": TEXT,
        "submission_12/small_net.py": NET,
    }
    found = {one.student.key: one for one in discover(packed(files), ASKED)}
    assert found["20260001"].student == Student(
        "20260001", "Kim Minji", "kim@x.kr", ids={"sis": "20260001"}
    )
    assert found["20260001"].handed_in == 1795176000.0
    group = (found["lee@x.kr"], found["20260003"])
    assert [list(one.handed) for one in group] == [["02_small_net"]] * 2
    assert group[0].handed_in == 1795230000.0


def test_a_gradescope_list_that_is_none(tmp_path):
    write(tmp_path, {"submission_metadata.yml": b"- 1\n", "a/double_it.py": TEXT})
    with pytest.raises(UsageError) as raised:
        list(discover(tmp_path, ASKED))
    assert raised.value.data["why"] == "list"


@pytest.mark.parametrize("folder", ["hw1-submissions", "clones"])
def test_clones_of_github_classroom(tmp_path, folder):
    path = tmp_path / folder
    for login in ("kim-minji", "kim-seojun"):
        files = {f"exercises/{name}": data for name, data in BOTH.items()}
        write(path / f"hw1-{login}", {**files, ".git/config": b"[core]\n"})
    found = list(discover(path, ASKED))
    # In another folder nothing tells where the assignment's name ends.
    logins = {"hw1-submissions": ["kim-minji", "kim-seojun"], "clones": ["minji", "seojun"]}[folder]
    assert [one.student.key for one in found] == logins
    assert found[0].student.ids == {"github": logins[0]}
    assert found[0].handed["01_double_it"].path == "exercises/01_double_it/double_it.py"


def test_a_roster_gathers_what_is_one_persons(tmp_path):
    files = {"kimminji_100_1_double_it.py": TEXT, "Minji Kim_7_assignsubmission_file_/s.py": NET}
    roster = Roster((Student("20260001", "Minji Kim", ids={"canvas": "100"}),))
    assert seen(write(tmp_path, files), roster.recognise) == {
        "20260001": (
            {"01_double_it": "kimminji_100_1_double_it.py", "02_small_net": "s.py"},
            [],
        )
    }


def test_the_folder_of_one_student(tmp_path):
    with pytest.raises(UsageError, match="one_student"):
        list(discover(write(tmp_path, BOTH), ASKED))


def test_neither_a_folder_nor_a_zip(tmp_path):
    write(tmp_path, {"class.zip": b"PK no"})
    for name in ("class.zip", "missing"):
        with pytest.raises(UsageError, match="no_class"):
            list(discover(tmp_path / name, ASKED))


def test_two_files_for_one_exercise(tmp_path):
    files = {
        "kim/double_it.py": TEXT + b"# lies elsewhere\n",
        "kim/01_double_it/double_it.py": TEXT,
        "kim/01_double_it/double_it (1).py": TEXT + b"# a second one\n",
        "kim/01_double_it/copy/double_it.py": TEXT,
    }
    [one] = discover(write(tmp_path, files), ASKED)
    assert one.handed["01_double_it"].files == {"double_it.py": TEXT}
    assert one.troubles == (
        Trouble(
            "two_files",
            {
                "path": one.handed["01_double_it"].path,
                "others": "01_double_it/double_it (1).py, double_it.py",
            },
        ),
    )


def test_a_file_is_known_by_its_functions(tmp_path):
    files = {"kim/homework final.py": TEXT, "lee/other.py": b"def other():\n    pass\n"}
    assert seen(write(tmp_path, files)) == {
        "kim": ({"01_double_it": "homework final.py"}, []),
        "lee": ({}, ["nothing"]),
    }


def test_modules_beside_that_are_imported_are_handed_in_too(tmp_path):
    files = {
        "kim/01_double_it/double_it.py": b"from helper import two\n" + TEXT,
        "kim/01_double_it/helper.py": b"two = 2\n",
        "kim/02_small_net/small_net.py": NET,
        "kim/02_small_net/notes.py": b"mine = 1\n",
        "kim/02_small_net/no name.py": b"",
    }
    [one] = discover(write(tmp_path, files), ASKED)
    assert sorted(one.handed["01_double_it"].files) == ["double_it.py", "helper.py"]
    assert sorted(one.handed["02_small_net"].files) == ["small_net.py"]


def test_the_digest_is_of_names_and_bytes(tmp_path):
    write(tmp_path, {"a/double_it.py": TEXT, "b/kim/double_it.py": TEXT, "c/double_it.py": NET})
    digests = [one.handed["01_double_it"].digest for one in discover(tmp_path, ASKED)]
    assert digests[0] == digests[1] != digests[2]


def test_nobody_is_harmed_by_what_cannot_be_read(tmp_path):
    write(tmp_path, {"kim/double_it.py": TEXT, "secret.py": b"SECRET = 1\n" + TEXT})
    lee = write(tmp_path / "class" / "lee", {"small_net.py": NET})
    write(tmp_path / "class", {"kim/double_it.py": TEXT})
    (lee / "double_it.py").symlink_to(tmp_path / "secret.py")
    (tmp_path / "class" / "park").symlink_to(tmp_path / "kim")
    pipes = write(tmp_path / "class" / "choi", {"small_net.py": NET})
    os.mkfifo(pipes / "double_it.py")
    large = tmp_path / "class" / "jung"
    write(large, {"double_it.py": b"#" * (MAX_BYTES + 1), "homework.rar": b"Rar!"})
    assert seen(tmp_path / "class") == {
        "choi": ({"02_small_net": "small_net.py"}, ["not_regular"]),
        "jung": ({}, ["too_large", "other_archive", "nothing"]),
        "kim": ({"01_double_it": "double_it.py"}, []),
        "lee": ({"02_small_net": "small_net.py"}, ["link"]),
    }


def test_zips_that_are_traps(tmp_path):
    link = zipfile.ZipInfo("double_it.py")
    link.external_attr = 0o120777 << 16
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    inner = zipped({"double_it.py": TEXT})
    locked = bytearray(zipped({"double_it.py": TEXT}))
    locked[6] |= 1
    locked[locked.index(b"PK\1\2") + 8] |= 1
    bomb = zipped({f"{n}/double_it.py": b"\0" * (20 << 20) for n in range(4)})
    files = {
        "kim/a.zip": zipped({"../../double_it.py": TEXT, "/tmp/small_net.py": NET}),
        "lee/a.zip": memory.getvalue(),
        "park/a.zip": zipped({"b.zip": inner}),
        "choi/a.zip": zipped({"b.zip": zipped({"c.zip": inner})}),
        "jung/a.zip": bytes(locked),
        "kang/a.zip": b"PK\3\4 and no more",
        "cho/a.zip": bomb,
        "yoon/a.zip": wrong_crc(inner),
    }
    assert seen(write(tmp_path, files)) == {
        "cho": ({}, ["too_large"] * 4 + ["nothing"]),
        "choi": ({}, ["nested", "nothing"]),
        "jung": ({}, ["locked", "nothing"]),
        "kang": ({}, ["bad_zip", "nothing"]),
        "kim": ({}, ["slips", "slips", "nothing"]),
        "lee": ({}, ["link", "nothing"]),
        "park": ({"01_double_it": "a/b/double_it.py"}, []),
        "yoon": ({}, ["bad_zip", "nothing"]),
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        name.split("/")[0] for name in files
    )


def wrong_crc(data):
    """Return a zip whose checksums are of something else."""
    right, wrong = (struct.pack("<I", zlib.crc32(text)) for text in (TEXT, b"other"))
    return data.replace(right, wrong)


def test_a_zip_that_grows_without_end_is_not_read_to_its_end(tmp_path):
    count = MAX_TOTAL // MAX_BYTES + 30
    bomb = zipped({f"{n}/double_it.py": b"\0" * (2 << 20) for n in range(count)})
    [one] = discover(write(tmp_path, {"kim/a.zip": bomb}), ASKED)
    assert len(one.troubles) < count


def test_names_in_korean(tmp_path):
    decomposed = unicodedata.normalize("NFD", "김민지")
    write(tmp_path / "class", {f"{decomposed}/double_it.py": TEXT})
    old = os.fsencode(tmp_path / "class") + b"/" + "이서준".encode("cp949")
    os.mkdir(old)
    (tmp_path / "class" / os.fsdecode(old) / "double_it.py").write_bytes(TEXT)
    write(tmp_path / "class", {"박.zip": as_windows_packs({"과제/double_it.py": TEXT})})
    assert seen(tmp_path / "class") == {
        "김민지": ({"01_double_it": "double_it.py"}, []),
        "박": ({"01_double_it": "박/과제/double_it.py"}, []),
        "이서준": ({"01_double_it": "double_it.py"}, []),
    }


def as_windows_packs(files):
    """Return a zip whose names are in the Korean code page, without a word about it."""
    plain = {f"{number:0{len(name.encode('cp949'))}}": name for number, name in enumerate(files)}
    data = zipped({short: files[name] for short, name in plain.items()})
    for short, name in plain.items():
        data = data.replace(short.encode(), name.encode("cp949"))
    return data
