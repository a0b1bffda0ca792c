"""One module a page: `load(connection, ask)` gives its view, or None where there is no such thing."""
