"""Write the demo's real output into both readmes: `python tests/cli/refresh_readme.py`, then read the diff."""

import os
import re
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def demo(language: str) -> str:
    """What the demo prints, without the spaces at the ends of lines."""
    command = [sys.executable, "-m", "pipeline", "--lang", language, "demo"]
    env = {**os.environ, "COLUMNS": "118"}
    done = subprocess.run(command, cwd=_ROOT, env=env, stdout=subprocess.PIPE, check=True)
    return re.sub(r"[ \t]+$", "", done.stdout.decode("utf-8"), flags=re.MULTILINE).strip()


def main() -> None:
    """Replace what stands between the markers."""
    for name, language in (("README.md", "en"), ("README.zh-CN.md", "zh")):
        path = _ROOT / name
        before, _, rest = path.read_text("utf-8").partition("<!-- demo:begin -->")
        _, _, after = rest.partition("<!-- demo:end -->")
        block = f"<!-- demo:begin -->\n```text\n{demo(language)}\n```\n<!-- demo:end -->"
        path.write_text(before + block + after, "utf-8")


if __name__ == "__main__":
    main()
