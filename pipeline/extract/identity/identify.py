"""Document → Identity."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.extract.identity.bodies import region_of, short_names
from pipeline.extract.identity.entities import entity_of
from pipeline.extract.identity.lines import page_of
from pipeline.extract.identity.shapes import shapes_of
from pipeline.extract.identity.titles import kind_of, kind_told, title_of, year_of, year_of_name, year_of_text
from pipeline.facts import Identity
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet


def identify(document: Document, rules: RuleSet, name: str = "") -> Identity:
    """Read the identity; empty or None where the report does not tell. `name` is the file's name, the last resort.

    A short name that the text itself introduces is an alias, and the full name is the entity.
    """
    shapes = shapes_of(rules.identity)
    page = page_of(document, shapes, name)
    title = title_of(page)
    pairs = [pair for line in page.lines for pair in short_names(line.text, shapes)]
    told = entity_of(page)
    entity = next((full for full, short in pairs if short == told), told)
    aliases = tuple(sorted({short for full, short in pairs if full == entity}))
    return Identity(
        entity=entity,
        aliases=aliases,
        region=region_of(entity, shapes),
        fiscal_year=year_of(title, shapes) or year_of_text(page) or year_of_name(squeeze(name).text, shapes),
        report_type=kind_of(title, (entity, told, *aliases), shapes) if title else kind_told(page),
        title=title,
    )
