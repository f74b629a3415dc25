"""What the 汾河日报 does otherwise: its dialect, and a reader of its web pages."""

from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import as_file, files

import edition


def dialect() -> edition.Dialect:
    """The paper's dialect; its name is the file's, and has to be that of the entry point."""
    with as_file(files(__name__) / "fenhe.lark") as path:
        return edition.Dialect.from_file(path)


class _Paragraphs(HTMLParser):
    """Gathers the text of headings and paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a line where a heading or a paragraph begins."""
        if tag in ("h1", "h2", "p"):
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """End it where that ends."""
        if tag in ("h1", "h2", "p"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if self.inside:
            self.found[-1] += data


def read_html(data: bytes) -> Iterator[str]:
    """The texts of the pages in a file: here one, a line a heading or paragraph."""
    parser = _Paragraphs()
    parser.feed(data.decode("utf-8"))
    yield "\n\n".join(parser.found) + "\n"
