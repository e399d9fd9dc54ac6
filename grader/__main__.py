"""`python -m grader`."""

import sys

OLD = """\
This is Python {found}; the kit needs 3.10 to 3.13 (https://www.python.org/downloads/).
지금 실행한 것은 Python {found}입니다. 이 키트에는 3.10부터 3.13까지의 버전이 필요합니다."""
MISSING = """\
The package {name} is missing: {python} -m pip install -r requirements.txt
설치되어 있지 않은 패키지가 있습니다: {name} · {python} -m pip install -r requirements.txt"""
LACKING = 4


def run() -> int:
    """Run one command. Where no catalogue of sentences can be read, both languages are spoken."""
    if sys.version_info < (3, 10):  # noqa: UP036 - it is for those who have it
        print(OLD.format(found=".".join(map(str, sys.version_info[:3]))), file=sys.stderr)
        return LACKING
    try:
        from grader.cli import main
    except ModuleNotFoundError as error:
        if (error.name or "grader").partition(".")[0] == "grader":
            raise
        print(MISSING.format(name=error.name, python=sys.executable), file=sys.stderr)
        return LACKING
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
