"""Parse the text of a newspaper page."""

from __future__ import annotations

from edition._grammar.dialects import AnyDialect, grammar_for
from edition._model.layout import Layout
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
    layout: Layout | None = None,
) -> Page:
    """Parse the text layer of a page.

    Never raises for a ``str``; lossless: ``str(parse(text)) == text``.

    >>> import edition
    >>> page = edition.parse("望月桥修缮完工\\n\\n本报讯（记者 陈立）望月桥昨日恢复通行，附近三个村的村民不用再绕路过河。\\n")
    >>> article = page.articles[0]
    >>> article.headline.text, [person.name for person in article.lead.people]
    ('望月桥修缮完工', ['陈立'])

    ``pins`` fix the roles of lines (numbered from 1) or spans (half-open, in code points). A pin is a role, or a role and its link to the
    text above: ``"new"`` (begins an item), ``"same"`` (continues it) or ``"join"`` (continues the same paragraph). The rest is parsed
    around the pins.

    >>> import edition
    >>> text = "渡口的灯又亮了\\n马灯昨晚又亮了。\\n一声吆喝\\n河上起了雾。\\n"
    >>> page = edition.parse(text, pins={3: ("headline", "new")})
    >>> [article.headline.text for article in page.articles]
    ['渡口的灯又亮了', '一声吆喝']

    ``layout`` says where each line stands on the paper, as :func:`edition.read_pdf` finds out: sizes, columns, rules and pictures are then
    used as evidence, too, and :attr:`edition.Page.layout` and ``node.boxes`` have the positions.

    ``dialect`` is a :class:`Dialect`, the name of a shipped one, or ``page.dialect`` of another page. If omitted, the dialect is
    detected from the text. ``model`` is a :class:`Model` that you trained, or ``page.model`` of another page (default: the shipped one).

    Raises TypeError if ``text`` is not a ``str``; ValueError for an unknown dialect, for a dialect or model file that this process has not
    loaded, for invalid or contradictory pins, and for a layout of another text; with ``strict``, EditionSyntaxError for the first diagnostic that is an error; with
    ``limits``, :class:`edition.limits.LimitError` for a larger text, before parsing it.
    """
    page = decoded(text, dialect, limits, pins, model=model, layout=layout).page
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
    *,
    model: AnyModel | None = None,
    layout: Layout | None = None,
) -> DecodedPage:
    """A parsed page with its features. Raises as :func:`parse` does."""
    if not isinstance(text, str):
        raise TypeError(
            f"a page is a str, not {type(text).__name__}: decode it first, as in data.decode('utf-8')"
        )
    if limits is not None:
        limits.check_page(text)
    if layout is not None:
        layout.check(text)
    known = checked(text, pins) if pins else ()
    return decode_page(text, grammar_for(text, dialect), known, model_for(model), layout=layout)
