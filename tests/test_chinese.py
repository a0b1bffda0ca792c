"""Reasons of failures in Chinese. That none is missing, conftest.py sees to in every test."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from pipeline.chinese import in_chinese
from pipeline.errors import ReadError

SENTENCES: dict[str, str] = yaml.safe_load(files("pipeline").joinpath("chinese.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("permission denied", "没有读取权限"),
        ("3 pages, more than max_pages 2", "3 页，超过上限 max_pages 2"),
        ("RAR archive locked with a password", "RAR 压缩包有密码"),
        ("page 3: printed sideways; its places count on the page turned upright",
         "第 3 页：横向印刷；位置按转正后的页面计"),
        ("pages 2-4 with garbled text: not read", "第 2-4 页是乱码：未读取"),
        ("empty file (0 bytes) (as its copy 甲.txt)", "空文件（0 字节）（与副本 甲.txt 相同）"),
        ("spreadsheet with broken XML (expected '>', line 1)", "表格文件的 XML 已损坏（expected '>', line 1）"),
        ("what nobody foresaw {x} (y)", "what nobody foresaw {x} (y)"),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences_within_sentences(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_an_error_keeps_its_place() -> None:
    error = ReadError("permission denied", where="甲.docx", do="run again")
    assert str(error.chinese()) == "甲.docx: 没有读取权限 → 重新运行"


@pytest.mark.parametrize("english", SENTENCES)
def test_each_sentence_is_recognised_with_its_blanks_filled(english: str) -> None:
    names = [part.split("}")[0] for part in english.split("{")[1:]]
    filled = {name: f"‹{number}›" for number, name in enumerate(names)}
    assert in_chinese(english.format(**filled)) == SENTENCES[english].format(**filled)
