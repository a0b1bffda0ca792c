"""jihe (稽核): from a folder of government performance reports to figures that can be queried and trusted.

The data's journey is the package's layout; imports point down only (import-linter keeps it true):

    file ─► readers ─► Document ─► extract ─► facts ─► checks ─► findings ─► review
                          │                     │                   │
                          └──── store (SQLite through sqlite-utils) ┘

`document`, `facts`, `errors` hold the values that pass from stage to stage; `language` reads numbers and
words; `rules` loads the rule packs of the top-level `rules/`; `batch` decides which files, in which process.
"""

__version__ = "0.1.0"
