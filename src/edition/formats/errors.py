"""What is wrong with a document that was to be read."""

from __future__ import annotations


class FormatError(ValueError):
    """A document can't be read: ``JSON, items[3].parts[1].pieces[0].text: expected a string, not a number``."""

    def __init__(
        self,
        format: str,  # noqa: A002
        problem: str,
        path: str = "",
        offset: int | None = None,
    ) -> None:
        super().__init__(format, problem, path, offset)
        self.format = format
        """The format: ``JSON``, ``TEI``, ``standoff``."""
        self.problem = problem
        """What was expected, and what is there."""
        self.path = path
        """Where in the document: keys and indexes in JSON, line and column in XML; empty for the document as a whole."""

        self.offset = offset
        """Where in the text that a standoff annotation is about, in code points; None where it is wrong by itself."""

    def __str__(self) -> str:
        at = "" if self.offset is None else f", at {self.offset}"
        place = f", {self.path}{at}" if self.path else at
        return f"{self.format}{place}: {self.problem}"
