"""benchmarks/ is no package: its programs import one another as neighbours do, and so do we."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
