"""Has the runner send whatever it says twice."""
# 1.1 fail run.malformed
# 1.2 blocked blocked.helper
# 1.3 fail run.malformed

import sys

frames = sys.modules["worker.frames"]
pack = frames.pack
frames.pack = lambda header, payload=b"": pack(header, payload) * 2
