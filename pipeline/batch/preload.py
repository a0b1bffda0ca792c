"""Imported once by the server that workers fork from: what takes a second or more to import, and nothing else."""

import contextlib
import importlib

for _name in ("spacy", "jieba", "pdfplumber", "docx", "lxml.html", "pipeline.readers", "pipeline.extract"):
    with contextlib.suppress(Exception):  # a missing library is for the worker to report
        importlib.import_module(_name)
