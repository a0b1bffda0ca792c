"""The reviewer's desk: Datasette over an archive, with pages of our own and a person's decisions.

    server ─► guard (hosts, password, headers) ─► Datasette ─► plugin ─► routes ─► pages ─► templates
                                                                           ├─► evidence ─► pictures ─► drawing
                                                                           └─► decisions ─► reviews.db

A page is a function from a read-only connection and what was asked to a typed view; templates only lay it out. Words
are data (`messages.yaml`), so are metrics. Nothing is fetched from a network, by server or browser. Pages of files are
drawn by a process of its own (`drawing`), which may crash or hang on a hostile file without harm.
"""
