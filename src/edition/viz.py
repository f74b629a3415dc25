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
from collections.abc import Callable, Mapping
from html import escape
from os import PathLike
from pathlib import Path

from attrs import field, frozen

from edition._render import annotated, facsimile, outline, side_by_side
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
#: And, where it has a picture of the page, that picture, which is in the document.
_PICTURES = "; img-src data:"
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
    has_pictures: bool = False
    """Whether pictures of pages are in it."""

    def __repr__(self) -> str:
        return f"View({self.title!r})"

    def __str__(self) -> str:
        """The whole document."""
        policy = _POLICY + _PICTURES * self.has_pictures
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
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


def page(page: Page, other: Page | None = None, *, picture: bytes | None = None) -> View:
    """The annotated text of a page: roles as labels, stories as boxes, jumps as links.

    With another version of the page (another OCR run or dialect, or after an edit), both are shown side by side with their
    :func:`edition.diff`.

    With a ``picture`` of the whole page (PNG, JPEG or WebP; ``edition.formats.pdf.picture`` makes one of a PDF), a page that has a
    :class:`edition.Layout` is shown on it as well: a box for each block, linked with its text.

    Raises TypeError if an argument is not a page; use :func:`issue` for an issue. Raises ValueError for a picture of another kind, of a
    page without layout, or of two versions.
    """
    for drawn in (page, other):
        if drawn is not None and not isinstance(drawn, Page):
            raise TypeError(
                f"a Page is drawn, not {type(drawn).__name__}; viz.issue draws an Edition"
            )
    if picture is not None and other is not None:
        raise ValueError("two versions of a page are compared without a picture")
    if other is not None:
        return View(outline.title(page), side_by_side.compared(page, other), side_by_side.style)
    source = annotated.of_page(page)
    pictures = {} if picture is None else {source.pages[0].number: picture}
    return _drawn(annotated.Annotated(source, pictures=_checked(source, pictures)))


def excerpt(page: Page) -> View:
    """The view of :func:`page` for a notebook; a very long page is truncated."""
    mark = f"e{zlib.crc32(str(page).encode('utf-8', 'surrogatepass')):08x}-"
    return _drawn(annotated.Annotated(annotated.of_page(page), mark, _NOTEBOOK))


def issue(issue: Edition, *, pictures: Mapping[int, bytes] | None = None) -> View:
    """The annotated pages of an issue, with links between the parts of a story.

    ``pictures`` are those of pages, by page number, as in :func:`page`.

    Raises TypeError if the argument is not an issue; use :func:`page` for a page. Raises ValueError for a picture of another kind, or of
    a page that the issue does not have or that has no layout.
    """
    if not isinstance(issue, Edition):
        raise TypeError(f"an Edition is drawn, not {type(issue).__name__}; viz.page draws a Page")
    source = annotated.of_issue(issue)
    return _drawn(annotated.Annotated(source, pictures=_checked(source, pictures or {})))


def _checked(source: annotated.Source, pictures: Mapping[int, bytes]) -> Mapping[int, bytes]:
    """Pictures, each of a page of which it is known where its print stands."""
    known = {one.number for one in source.pages if one.page.layout is not None}
    for number in pictures:
        if number not in known:
            raise ValueError(f"a picture is of a page with a layout, and page {number} has none")
    return pictures


def _drawn(pages: annotated.Annotated) -> View:
    body = pages.body()
    if not pages.pictures:
        return View(pages.title, body, annotated.style)
    keys = tuple(pages.keys)

    def style(root: str) -> str:
        return annotated.style(root) + facsimile.style(root, keys)

    return View(pages.title, body, style, has_pictures=True)
