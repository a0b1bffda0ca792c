"""The same report gives the same figures in every format."""

from __future__ import annotations

import copy
import io
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from pipeline.extract import Extractor, extractor
from pipeline.readers import ocr, read
from pipeline.readers.programs import find_soffice
from pipeline.rules import load_rules
from tests.samples.test_samples import SAMPLES, build

sys.path.append(str(Path(__file__).parents[1] / "readers"))
from ofd_files import printed
from scan_files import as_pdf, need_font
from sheet_files import book

PAGE = {"site": "某县人民政府", "date": "2024-03-01", "index": "000014349/2024-00001", "issuer": "某局"}
Key = tuple[object, ...]
# LibreOffice's RTF loses where a merged cell of the head of three rows ends: 经营支出 has no column there.
FORCED = {"rtf": {"expenditure.other"}}


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return extractor(load_rules())


@pytest.fixture(scope="module", params=["02-岚溪县残联-2022", "07-云津区司法局-2022决算"])
def sample(request):
    """Prose with a national form and 三公 rows; final accounts with heads of three rows."""
    found = copy.copy(SAMPLES[request.param])
    found.meta = {**found.meta, **PAGE}
    return found


def figures(reader: Extractor, data: bytes, name: str) -> set[Key]:
    extraction = reader.extract(read(data, name=name), name=name)
    assert extraction.identity.entity
    return {(f.concept, f.measure, f.scenario, f.period, f.value, f.unit) for f in extraction.facts}


def saved(page: bytes) -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    part = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    return (head + part).encode() + page + b"\n--b--\n"


def through_office(data: bytes, suffix: str, folder: Path) -> bytes:
    office = find_soffice()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "report.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [office, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder)]
    subprocess.run([*words, str(folder / "report.docx")], check=True, capture_output=True, timeout=120)
    return (folder / f"report.{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", ["pdf", "html", "mhtml", "txt", "ofd"])
def test_same_figures_in_every_format(reader, sample, suffix):
    made = {
        "pdf": lambda: build.render_pdf(sample),
        "html": lambda: build.render_html(sample),
        "mhtml": lambda: saved(build.render_html(sample)),
        "txt": lambda: build.render_txt(sample),
        "ofd": lambda: printed(build.render_pdf(sample)),
    }
    told = figures(reader, build.render_docx(sample), "report.docx")
    assert len(told) > 100
    assert figures(reader, made[suffix](), f"report.{suffix}") == told


@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_same_figures_through_libreoffice(reader, sample, suffix, tmp_path):
    data = build.render_docx(sample)
    told, written = (
        figures(reader, through_office(data, suffix, tmp_path), f"report.{suffix}"),
        figures(reader, data, "r.docx"),
    )
    assert {key[0] for key in told ^ written} <= FORCED.get(suffix, set())


@pytest.mark.skipif(not ocr.available(), reason="the extra is not installed: pip install 'jihe[ocr]'")
def test_same_figures_of_a_scan(reader):
    """The first page and its table; scans are slow."""
    need_font()
    sample = copy.copy(SAMPLES["02-岚溪县残联-2022"])
    grid = next(at for at, block in enumerate(sample.blocks) if isinstance(block, build.Grid))
    sample.blocks = sample.blocks[: grid + 1]
    pages = pypdfium2.PdfDocument(io.BytesIO(build.render_pdf(sample)))
    scan = as_pdf(*(page.render(scale=2).to_pil().convert("RGB") for page in pages))
    assert figures(reader, scan, "report.pdf") == figures(reader, build.render_docx(sample), "report.docx")


def test_same_figures_of_a_table_in_a_workbook(reader):
    """A table on a sheet, below its title and unit; the report's name comes with the file's."""
    sample = copy.copy(SAMPLES["02-岚溪县残联-2022"])
    grid = next(at for at, block in enumerate(sample.blocks) if isinstance(block, build.Grid))
    title = next(block for block in sample.blocks if isinstance(block, build.Text) and block.level == 1)
    sample.blocks = [title, *sample.blocks[grid - 2 : grid + 1]]
    table = sample.blocks[-1]
    heads = [[block.text] for block in sample.blocks[:-1]]
    data = book([("表一", [*heads, *([cell.text for cell in row] for row in table.rows)])])
    name = "2022-岚溪县残疾人联合会"
    assert figures(reader, data, f"{name}.xlsx") == figures(reader, build.render_docx(sample), f"{name}.docx")
