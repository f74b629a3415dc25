"""What is wrong with a document that was to be read."""

from __future__ import annotations


class FormatError(ValueError):
    """A document can't be read: ``JSON, items[3].parts[1].pieces[0].text: expected a string, not a number``."""

    def __init__(self, format: str, problem: str, path: str = "") -> None:  # noqa: A002
        super().__init__(format, problem, path)
        self.format = format
        """The format: ``JSON``, ``TEI``."""
        self.problem = problem
        """What was expected, and what is there."""
        self.path = path
        """Where in the document: keys and indexes in JSON, line and column in XML; empty for the document as a whole."""

    def __str__(self) -> str:
        return (
            f"{self.format}, {self.path}: {self.problem}"
            if self.path
            else f"{self.format}: {self.problem}"
        )
