#!/usr/bin/env bash
# Run once by Gradescope, as root, when the image is built: Python's packages and the sandboxes.
#
# AUTOGRADER_ROOT and GRADER_PYTHON are for trying it elsewhere: another place for /autograder, and an
# interpreter that has the packages already.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}
kit=$root/source/kit

if [ -z "${GRADER_PYTHON:-}" ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq python3 python3-venv bubblewrap libseccomp2
    python3 -m venv "$root/venv"
    "$root/venv/bin/pip" install -q --no-cache-dir -r "$kit/requirements.txt"
fi

# Answers are for the grader only, where students' code runs as somebody else.
chmod -R go-rwx "$kit"

# The image's log says what students' code is kept from. That no sandbox holds is no reason to stop here.
cd "$kit"
"${GRADER_PYTHON:-$root/venv/bin/python}" -m grader doctor || true
"${GRADER_PYTHON:-$root/venv/bin/python}" -c "import keras"
