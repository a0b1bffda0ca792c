"""A desk over the samples, read once for all tests; each test gets decisions of its own."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline import batch
from pipeline.review.desk import Options, desk_of
from pipeline.review.server import build
from pipeline.rules import load_rules
from pipeline.rules.paths import samples_dir
from pipeline.store import Archive, Versions

# The builders of scans and OFDs stand beside the tests of the readers.
sys.path.insert(0, str(Path(__file__).parents[1] / "readers"))


@pytest.fixture(scope="session")
def samples_db(tmp_path_factory):
    """An archive of samples/; tests that change it take a copy."""
    path = tmp_path_factory.mktemp("samples") / "样本 100%.db"
    rules = load_rules()
    with Archive(path, labels=rules.labels) as archive:
        files, versions = batch.discover([samples_dir()]), Versions(rules.version, batch.code_version())
        batch.run(archive, files, batch.PoolExecutor(2), versions)
        batch.check(archive, rules)
    return path


class Visitor:
    """Asks a desk as a browser does: keeps cookies, follows no redirects."""

    def __init__(self, datasette, **headers):
        self.datasette, self.headers, self.cookies = datasette, {"accept-language": "zh-CN", **headers}, {}

    def get(self, path, **headers):
        return self._ask("get", path, headers=headers)

    def post(self, path, data, **headers):
        return self._ask("post", path, data=data, headers=headers)

    def _ask(self, method, path, headers, **more):
        async def ask():
            await self.datasette.invoke_startup()
            client = self.datasette.client
            return await getattr(client, method)(
                path, headers={**self.headers, **headers}, cookies=self.cookies, **more
            )

        response = asyncio.run(ask())
        self.cookies.update(response.cookies)
        return response


@pytest.fixture
def open_desk(tmp_path, samples_db):
    """Opens desks, and closes them after the test."""
    opened = []

    def opening(db=samples_db, **options):
        path = tmp_path / "reviews.db"
        datasette = build(Options(Path(db), path, **options))
        opened.append(datasette)
        return SimpleNamespace(datasette=datasette, visitor=Visitor(datasette), reviews=path)

    yield opening
    for datasette in opened:
        desk_of(datasette).pictures.close()
        for database in datasette.databases.values():
            database.close()
        datasette.executor.shutdown()


@pytest.fixture
def visitor(open_desk):
    return open_desk().visitor


@pytest.fixture(scope="session")
def rows(samples_db):
    """Rows of a query on the samples' archive."""

    def asking(sql, *values):
        with Archive.open_readonly(samples_db) as archive:
            return list(archive.db.query(sql, values))

    return asking


@pytest.fixture
def own_copy(tmp_path, samples_db):
    """A copy of the archive that a test may change."""
    return Path(shutil.copy(samples_db, tmp_path / "own.db"))
