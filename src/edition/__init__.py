"""Read the text layer of a Chinese newspaper page into a typed document object model, and write it back."""

from edition.pages import Page, parse
from edition.standoff import to_standoff

__all__ = ["Page", "parse", "to_standoff"]
