"""spaCy: a page as a ``Doc`` with roles, stories and people as spans.

Needs the extra ``spacy``. The ``Doc`` has exactly the text of the page, so that offsets are the same.
"""

# pyright: reportMissingImports=false
# It is checked where spaCy is not installed, too.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from edition._model.matches import stretches
from edition._model.nodes import signature_of
from edition._model.pages import placed
from edition._text.surrogates import refuse_surrogates
from edition.nodes import Paragraph, Signed
from edition.pages import Page

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

#: What is done with a span that begins or ends inside a token of the pipeline.
Cut: TypeAlias = Literal["expand", "contract", "leave out"]

_MODES = {"expand": "expand", "contract": "contract", "leave out": "strict"}


def dump(page: Page, nlp: Language | None = None, *, cut: Cut = "expand") -> Doc:
    """Convert a page to a spaCy ``Doc``, with a pipeline (default: ``spacy.blank("zh")``, one token per character).

    - ``doc.spans["roles"]``: a span for each line of print, its label the role (``headline``, ``paragraph`` …);
    - ``doc.spans["articles"]``: a span for each piece of a story, its label ``article``, ``photo`` or ``notice``;
    - ``doc.spans["people"]``: a span for each name, its label ``PER``, and in ``span._.edition_role`` what the paper calls them: 记者;
    - ``span._.edition_story``: the story's number on the page, from 1, None for the running furniture; ``span._.edition_paragraph``: which
      whole paragraph of the story a line is of, from 1;
    - ``span._.edition_span``: where it is on the page, in code points, half-open, also where its tokens are larger;
    - ``doc._.edition``: paper, date, page and dialect.

    A span that cuts a token of the pipeline is made as large as its tokens; with ``cut="contract"`` it has only the tokens that lie whole
    in it, with ``cut="leave out"`` it is left out, and so is one without a token. Where the pipeline finds no entities, the people are
    ``doc.ents``, and all other tokens are of unknown entity, which training takes for missing.

    Raises TypeError for what is no page, ValueError for a text with a lone surrogate, which spaCy can't hold, for a pipeline that changes
    the text, and for an unknown ``cut``, and ImportError without spaCy. docs/howto/spacy.md has examples.
    """
    if not isinstance(page, Page):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise TypeError(f"expected a page, not {type(page).__name__}")
    if cut not in get_args(Cut):
        raise ValueError(f"what cuts a token is to expand, contract or leave out, not {cut!r}")
    text = str(page)
    refuse_surrogates(text, "spaCy")
    try:
        import spacy
        from spacy.util import filter_spans
    except ImportError:
        raise ImportError("a page as a Doc needs spacy: pip install 'edition-dom[spacy]'") from None
    _extend()
    # Where spaCy is not installed, pyright takes its name for this module's.
    doc = (nlp or spacy.blank("zh"))(text)  # pyright: ignore[reportAttributeAccessIssue]
    if doc.text != text:
        raise ValueError("the pipeline's tokenizer changes the text, so that no place would fit")
    found: dict[str, list[Span]] = {"roles": [], "articles": [], "people": []}

    def put(key: str, start: int, end: int, label: str, story: int | None) -> Span | None:
        span: Span | None = doc.char_span(start, end, label=label, alignment_mode=_MODES[cut])
        if span is None or not len(span):
            return None
        span._.edition_story = story
        span._.edition_span = (start, end)
        found[key].append(span)
        return span

    stories = page.stories
    number_of = {place.item: n for n, story in enumerate(stories, 1) for place in story.places}
    extents: dict[int, tuple[int, int]] = {}
    paragraphs = {
        id(node): n
        for story in stories
        for n, paragraph in enumerate(story.paragraphs, 1)
        for node in paragraph.nodes
    }
    for item, block, starts in placed(page):
        story = number_of.get(item)
        ends = [start + len(piece.text) for start, piece in zip(starts, block.parts, strict=True)]
        extents[item] = (extents.get(item, (starts[0], 0))[0], ends[-1])
        for start, end in zip(starts, ends, strict=True):
            span = put("roles", start, end, block.role, story)
            if span is not None and isinstance(block, Paragraph):
                span._.edition_paragraph = paragraphs.get(id(block))
        if isinstance(block, Signed):
            for named, role in _named(block, starts):
                span = put("people", *named, "PER", story)
                if span is not None:
                    span._.edition_role = role
    for item, (start, end) in extents.items():
        if item in number_of:
            put("articles", start, end, stories[number_of[item] - 1].kind, number_of[item])
    for key, spans in found.items():
        doc.spans[key] = spans
    if not doc.has_annotation("ENT_IOB"):
        doc.set_ents(filter_spans(found["people"]), default="missing")
    doc._.edition = {
        "paper": page.paper,
        "date": page.date.isoformat() if page.date else None,
        "page": page.label,
        "dialect": page.dialect.name,
    }
    return doc


def _named(block: Signed, starts: list[int]) -> list[tuple[tuple[int, int], str | None]]:
    """Where a block names somebody, and what it calls them; a name that padding parts is one."""
    return [
        ((starts[n] + begin, starts[n] + end), one.role)
        for one in signature_of(block).people
        for n, begin, end in stretches(one.places)
    ]


def _extend() -> None:
    """Let spaCy know the attributes, unless it does already."""
    from spacy.tokens import Doc, Span

    kinds: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (Doc, ("edition",)),
        (Span, ("edition_story", "edition_paragraph", "edition_role", "edition_span")),
    )
    for kind, names in kinds:
        for name in names:
            if not kind.has_extension(name):
                kind.set_extension(name, default=None)
