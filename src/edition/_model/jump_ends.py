"""Where a story may go on elsewhere, and where one goes on from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from attrs import frozen

from edition._model.nodes import (
    Article,
    Block,
    Caption,
    Continuation,
    Credit,
    HeadlineBlock,
    Jump,
    Paragraph,
)
from edition._model.stories import Place, Story


@frozen(weakref_slot=False)
class JumpSource:
    """A story as one that may go on elsewhere."""

    story: int
    page: int
    #: The last text before it breaks off, and where it stands.
    block: Block
    place: Place
    jump: Jump | None
    #: What speaks for and against its ending here, where its page was read otherwise.
    doubt: tuple[tuple[str, float], ...] = ()


@frozen(weakref_slot=False)
class JumpTarget:
    """A story as the continuation of another."""

    story: int
    page: int
    #: The first text behind the marker, and where it stands.
    block: Block
    place: Place
    continuation: Continuation
    #: The headline that is repeated before the marker.
    heading: str


def jump_source_of(
    story: Story, n: int = 0, page: int = 0, *, end: int | None = None
) -> JumpSource | None:
    """The end of a story, or of its pieces before one, from which it may go on; None for what never does."""
    for piece in range((len(story.pieces) if end is None else end) - 1, -1, -1):
        article = story.pieces[piece]
        if not isinstance(article, Article):
            continue
        jumps = [i for i, part in enumerate(article.parts) if isinstance(part, Jump)]
        until = jumps[-1] if jumps else len(article.parts)
        marker = article.parts[until] if jumps else None
        jump = marker if isinstance(marker, Jump) else None
        last = article.parts[until - 1] if jump is not None and until else None
        if isinstance(last, Block) and not isinstance(last, Caption | Credit):
            # A stump can look like anything: what stands right before the marker is what broke off.
            return JumpSource(n, page, last, story.places[piece], jump)
        body = [part for part in article.parts[:until] if isinstance(part, Paragraph)]
        if body:
            return JumpSource(n, page, body[-1], story.places[piece], jump)
    return None


def jump_target_of(story: Story, n: int = 0, page: int = 0, *, begin: int = 0) -> JumpTarget | None:
    """The head of a story, or of its pieces from one on, that goes on from another page."""
    for number, piece in enumerate(islice(story.pieces, begin, None), begin):
        marker: Continuation | None = None
        heading = ""
        for part in piece.parts if isinstance(piece, Article) else ():
            if isinstance(part, Continuation):
                marker = part
            elif isinstance(part, HeadlineBlock) and marker is None:
                heading += "".join(block.text for block in part.parts)
            elif isinstance(part, Paragraph):
                if marker is None:
                    break
                return JumpTarget(n, page, part, story.places[number], marker, heading)
    return None


def jumps_of(story: Story) -> Iterator[tuple[JumpSource, JumpTarget]]:
    """Where a joined story breaks off, and where it goes on."""
    for n, why in enumerate(story.evidence, 1):
        if why.kind == "jump":
            tail, rest = jump_source_of(story, end=n), jump_target_of(story, begin=n)
            if tail is not None and rest is not None:
                yield tail, rest
