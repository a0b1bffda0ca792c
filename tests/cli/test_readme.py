"""The readmes: nothing that exists is left out, and both say the same."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli.application import build

_ROOT = Path(__file__).resolve().parents[2]
_READMES = ("README.md", "README.zh-CN.md")


def text(name):
    return (_ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", _READMES)
def test_readme_names_every_command(name):
    commands = set(get_command(build()).commands)
    assert {command for command in commands if f"`jihe {command}" not in text(name)} == set()


@pytest.mark.parametrize("name", _READMES)
def test_readme_names_every_option_of_the_main_command(name):
    options = {option for param in get_command(build()).commands["run"].params for option in param.opts}
    long = {option for option in options if option.startswith("--")}
    assert {option for option in long if option not in text(name)} == set()


def test_readmes_have_the_same_parts():
    def parts(name):
        found = text(name)
        return {
            "headings": len(re.findall(r"^#+ ", found, re.MULTILINE)),
            "rows": len(re.findall(r"^\|", found, re.MULTILINE)),
            "blocks": found.count("```"),
            "names": sorted(set(re.findall(r"`([a-z_]+)`", found))),
        }

    assert parts("README.md") == parts("README.zh-CN.md")
