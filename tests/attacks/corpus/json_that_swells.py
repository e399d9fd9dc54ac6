"""Answers every call with four megabytes of JSON that take ten times as much to keep."""
# 1.1 fail run.malformed
# 1.2 blocked blocked.helper
# 1.3 fail run.malformed

import sys


def result(self, number, call):
    call.answer()
    self.frame({"kind": "result", "call": number}, b'{"value":{"list":[' + b'"ab",' * 830_000 + b"1]}}")


sys.modules["worker.main"]._Sender.result = result
