"""The archive's makers are imported by workers too, so they must be found by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
