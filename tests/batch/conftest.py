"""Workers import what they run by name, so the fakes must be importable in them too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
