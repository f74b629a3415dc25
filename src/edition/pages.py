"""A page of a newspaper, and how to get one out of a text."""

from __future__ import annotations

from edition._grammar.dialects import AnyDialect, grammar_for
from edition._model.pages import Page
from edition._parser.models import AnyModel, model_for
from edition._parser.parsing import DecodedPage, decode_page
from edition._parser.pins import Pins, checked
from edition.errors import EditionSyntaxError
from edition.limits import Limits

__all__ = ["Page", "Pins", "parse"]


def parse(
    text: str,
    *,
    dialect: AnyDialect | None = None,
    model: AnyModel | None = None,
    strict: bool = False,
    limits: Limits | None = None,
    pins: Pins | None = None,
) -> Page:
    """Parse a page's text layer.

    Never raises for a ``str``, and loses nothing of it: ``str(parse(text)) == text``.

    >>> import edition
    >>> page = edition.parse("望月桥修缮完工\\n\\n本报讯（记者 陈立）望月桥昨日恢复通行，附近三个村的村民不用再绕路过河。\\n")
    >>> article = page.articles[0]
    >>> article.headline.text, [person.name for person in article.lead.people]
    ('望月桥修缮完工', ['陈立'])

    ``pins`` are what you know of it, by line (from 1) or by span (half-open, in code points): a role of the vocabulary, or a role and
    how it is tied to what stands before it, ``"new"`` (something begins), ``"same"`` (it goes on) or ``"join"`` (the same paragraph goes
    on). All print of the line, or of the span, has that role then, whatever speaks against it, and the rest is read around it.

    >>> import edition
    >>> text = "渡口的灯又亮了\\n马灯昨晚又亮了。\\n一声吆喝\\n河上起了雾。\\n"
    >>> page = edition.parse(text, pins={3: ("headline", "new")})
    >>> [article.headline.text for article in page.articles]
    ['渡口的灯又亮了', '一声吆喝']

    ``dialect`` is a :class:`Dialect`, the name of one that is shipped, or what a page keeps of the one that it was read in
    (``page.dialect``). If omitted, the dialect is detected from the text. ``model`` is a :class:`Model` that you taught, or what a page
    keeps of the one that it was read with (``page.model``); left out, it is the one that the package ships. Raises
    TypeError for anything but a ``str``; ValueError for a name that is not shipped, for the dialect or the model of a page that is
    from a file which this process has not loaded, and for a pin that is on no print, names no role or contradicts itself or
    another; where ``strict``,
    EditionSyntaxError at the first diagnostic that is an error (``page.diagnostics``), for a text that can't be right;
    and where ``limits`` are given, :class:`edition.limits.LimitError` for a text that is larger, before it is read.
    """
    page = decoded(text, dialect, limits, pins, model).page
    if strict:
        for diagnostic in page.diagnostics:
            if diagnostic.severity == "error":
                raise EditionSyntaxError(
                    f"{diagnostic.code} {diagnostic.message}", text, diagnostic.span[0]
                )
    return page


def decoded(
    text: str,
    dialect: AnyDialect | None,
    limits: Limits | None,
    pins: Pins | None = None,
    model: AnyModel | None = None,
) -> DecodedPage:
    """A page's text layer and how it was read. Raises as :func:`parse` does."""
    if not isinstance(text, str):
        raise TypeError(
            f"a page is a str, not {type(text).__name__}: decode it first, as in data.decode('utf-8')"
        )
    if limits is not None:
        limits.check_page(text)
    known = checked(text, pins) if pins else ()
    return decode_page(text, grammar_for(text, dialect), known, model_for(model))
