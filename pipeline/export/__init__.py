"""Handing results over: workbook, CSV, Parquet, XBRL.

`output` puts files in their place whole or not at all; `tables` are the columns that CSV (`csv_files`) and Parquet
(`parquet`) share; `workbook` is for people, `xbrl` for XBRL processors; `text` makes reports' words harmless.
"""

from pipeline.export.export import Targets, export_all

__all__ = ["Targets", "export_all"]
