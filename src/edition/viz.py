"""Show pages and issues: annotated, in a browser or a notebook, and as plots.

>>> import edition
>>> view = edition.viz.page(edition.parse("河堤步道开放\\n\\n本报讯 汾河西岸的步道昨日开放。（何青）\\n"))
>>> view
View('1 article')
>>> "<script" in str(view)
False

A view is a self-contained HTML document without scripts or external resources; all text is escaped. ``view.save("page.html")``
writes it, ``view.open()`` opens it in a browser, and notebooks display it.
"""

from __future__ import annotations

import tempfile
import webbrowser
import zlib
from collections.abc import Callable
from html import escape
from os import PathLike
from pathlib import Path

from attrs import field, frozen

from edition._render import annotated, outline, side_by_side
from edition._render.plots import plot_accuracy, plot_issue, plot_people, plot_profile
from edition._text.files import write_whole
from edition.editions import Edition
from edition.pages import Page

__all__ = [
    "View",
    "issue",
    "page",
    "plot_accuracy",
    "plot_issue",
    "plot_people",
    "plot_profile",
]

#: How much markup a view in a notebook has, in characters.
_NOTEBOOK = 250_000
#: What a browser may do with a view: show it, in its style.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FILE_STYLE = """\
body{margin:0;background:var(--paper)}
.e-doc{padding:0 1.2em 3em}
.e-doc h1{font-size:1.35em}
@media (min-width:62em){
.e-doc .e-view{display:grid;grid-template-columns:17em minmax(0,1fr);gap:1.2em}
.e-doc .e-side{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:.3em}
.e-doc .e-legend fieldset{flex-direction:column;align-items:flex-start}
}
"""
_NOTEBOOK_STYLE = """\
.edition-view{border:1px solid var(--rule);border-radius:6px;padding:.5em .8em;max-height:44em;overflow:auto}
.edition-view .e-row{grid-template-columns:2.4em 9.6em minmax(0,1fr)}
.edition-view .e-notes{grid-column:3}
"""


@frozen(weakref_slot=False, repr=False)
class View:
    """An annotated page or issue, as HTML."""

    title: str
    """The title, one line."""
    body: str
    """The markup of the document's body."""
    style: Callable[[str], str] = field(repr=False)
    """The style sheet, for a CSS selector."""

    def __repr__(self) -> str:
        return f"View({self.title!r})"

    def __str__(self) -> str:
        """The whole document."""
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(self.title)}</title>\n"
            f"<style>\n{self.style('.e-doc')}{_FILE_STYLE}</style>\n</head>\n"
            f'<body class="e-doc">\n'
            f"<main>\n{self.body}\n</main>\n</body>\n</html>\n"
        )

    def _repr_html_(self) -> str:
        style = self.style(".edition-view") + _NOTEBOOK_STYLE
        return (
            f'<div class="edition-view" lang="en" role="group" aria-label="{escape(self.title)}" tabindex="0">'
            f"<style>{style}</style>{self.body}</div>"
        )

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the document to a file in UTF-8, and return its path.

        Raises OSError if that fails; an existing file is then unchanged.
        """
        write_whole(path, str(self).encode())
        return Path(path)

    def open(self, path: str | PathLike[str] | None = None) -> Path:
        """Write the document to a file (default: a temporary file), open it in the browser, and return its path.

        Raises OSError if the file cannot be written.
        """
        if path is None:
            with tempfile.NamedTemporaryFile(
                prefix="edition-", suffix=".html", delete=False
            ) as file:
                path = file.name
        saved = self.save(path)
        webbrowser.open(saved.absolute().as_uri())
        return saved


def page(page: Page, other: Page | None = None) -> View:
    """The annotated text of a page: roles as labels, stories as boxes, jumps as links.

    With another version of the page (another OCR run or dialect, or after an edit), both are shown side by side with their
    :func:`edition.diff`.

    Raises TypeError if an argument is not a page; use :func:`issue` for an issue.
    """
    for drawn in (page, other):
        if drawn is not None and not isinstance(drawn, Page):
            raise TypeError(
                f"a Page is drawn, not {type(drawn).__name__}; viz.issue draws an Edition"
            )
    if other is not None:
        return View(outline.title(page), side_by_side.compared(page, other), side_by_side.style)
    return _drawn(annotated.Annotated(annotated.of_page(page)))


def excerpt(page: Page) -> View:
    """The view of :func:`page` for a notebook; a very long page is truncated."""
    mark = f"e{zlib.crc32(str(page).encode('utf-8', 'surrogatepass')):08x}-"
    return _drawn(annotated.Annotated(annotated.of_page(page), mark, _NOTEBOOK))


def issue(issue: Edition) -> View:
    """The annotated pages of an issue, with links between the parts of a story.

    Raises TypeError if the argument is not an issue; use :func:`page` for a page.
    """
    if not isinstance(issue, Edition):
        raise TypeError(f"an Edition is drawn, not {type(issue).__name__}; viz.page draws a Page")
    return _drawn(annotated.Annotated(annotated.of_issue(issue)))


def _drawn(pages: annotated.Annotated) -> View:
    return View(pages.title, pages.body(), annotated.style)
