"""Figures in tables: header and hierarchy first, then cell by cell.

A table is read top to bottom. Rows that read like headers give the columns their meaning until the next such
rows; a row below them gives its label's concept to its figures, or the column does.
"""

from pipeline.extract.tables.reader import Tables

__all__ = ["Tables"]
