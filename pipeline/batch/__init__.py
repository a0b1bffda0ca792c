"""Many files, each on its own: which ones, in which process, for how long, and going on after a stop.

    paths ─► discover ─► plan (unchanged? a copy?) ─► executor (read + extract) ─► the one writer ─► Report
                                                               check (body by body) ─► CheckReport

The executor is the seam: everything below runs unchanged in this process, in a pool, or on a cluster.
"""

from pipeline.batch.checking import CheckReport, check
from pipeline.batch.discover import discover
from pipeline.batch.executor import Executor, SerialExecutor, Stop
from pipeline.batch.pool import PoolExecutor, cores
from pipeline.batch.progress import Failure, Progress, Report, Watcher
from pipeline.batch.run import conclude, reextract, run
from pipeline.batch.versions import code_version
from pipeline.batch.work import load_perform

__all__ = [
    "CheckReport",
    "Executor",
    "Failure",
    "PoolExecutor",
    "Progress",
    "Report",
    "SerialExecutor",
    "Stop",
    "Watcher",
    "check",
    "code_version",
    "conclude",
    "cores",
    "discover",
    "load_perform",
    "reextract",
    "run",
]
