"""Figures in tables: header and hierarchy first, then cell by cell.

A table is read top to bottom. Rows that read like headers give the columns their meaning until the next such
rows; a row below them gives its label's concept to its figures, or the column does.

    reader ─► context       caption, unit, topic, scope: what is known of the whole table
       ├────► zones         header rows and the rows below them; columns tells what a head cell means
       └────► a zone by its kind
                ├─► indicators    绩效自评表: name, target, actual, points
                ├─► rows          money and staff: subjects tells what a figure is about, figures in which unit
                └─► forms         label and value cells, and sentences in cells
    lost              tables whose cells came without their grid
       ├────► streams, fitting    cells in reading order, fitted to the columns of the head
       ├────► regular, names_and_figures    rows of as many figures each; names with their figures
       └────► glued               forms without a space between the cells: glued_heads, glued_money, and division by
                                  what glued_values tells of names, values and points

`grid`, `values` and `labels` read one row, one cell, one label. The words are in rules/tables.yaml.
"""

from pipeline.extract.tables.reader import Tables

__all__ = ["Tables"]
