"""Many files, each on its own: which ones, in which process, for how long, and going on after a stop.

    paths ─► discover ─► plan (unchanged? a copy?) ─► executor (read + extract) ─► the one writer ─► Report

The executor is the seam: everything below runs unchanged in this process, in a pool, or on a cluster.
"""

from pipeline.batch.discover import discover
from pipeline.batch.executor import Executor, SerialExecutor, Stop
from pipeline.batch.pool import PoolExecutor, cores
from pipeline.batch.progress import Failure, Progress, Report, Watcher
from pipeline.batch.run import reextract, run
from pipeline.batch.versions import code_version

__all__ = [
    "Executor",
    "Failure",
    "PoolExecutor",
    "Progress",
    "Report",
    "SerialExecutor",
    "Stop",
    "Watcher",
    "code_version",
    "cores",
    "discover",
    "reextract",
    "run",
]
