"""Stories: pieces that belong together, with the evidence for each join."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from attrs import frozen

from edition._grammar.names import Person
from edition._model.nodes import (
    Article,
    Block,
    Byline,
    Continuation,
    Crosshead,
    Deck,
    Headline,
    HeadlineBlock,
    Jump,
    Kicker,
    Lead,
    Notice,
    Paragraph,
    Photo,
    Signoff,
    join_text,
    makers,
    nobody_twice,
)
from edition._model.notebook import Shown, brief, counted

#: What a story is made of.
StoryPiece: TypeAlias = Article | Photo | Notice
B = TypeVar("B", bound=Block)


@frozen(weakref_slot=False)
class Reason:
    """One piece of evidence for or against a join."""

    name: str
    """What was found: ``both markers``, ``cut word 河堤``, ``shares 何大川``."""
    weight: float
    """Its log odds: positive for the join, negative against it."""


@frozen(weakref_slot=False)
class Join:
    """Why a piece was joined with the one before it."""

    kind: str
    """``furniture`` (interrupted by a folio), ``page`` (elsewhere on the page) or ``jump`` (on another page)."""
    reasons: tuple[Reason, ...]
    """The evidence, strongest first."""
    margin: float
    """The score difference between the best set of joins and the best set without this one."""
    cut: bool = False
    """Whether a paragraph was cut, so that the last paragraph before and the first after are one."""

    @property
    def score(self) -> float:
        """The sum of all evidence; a join with a score above 0 is more likely than not."""
        return round(sum(reason.weight for reason in self.reasons), 2)

    def __str__(self) -> str:
        why = ", ".join(f"{reason.name} {reason.weight:+.1f}" for reason in self.reasons)
        return f"{self.kind} join, {self.score:+.1f}: {why}"


@frozen(weakref_slot=False)
class Place:
    """The position of a piece."""

    item: int
    """The index of the item on its page, from 0."""
    page: int | None = None
    """The page number; None for a single page without a number."""


@frozen(weakref_slot=False, repr=False)
class WholeParagraph:
    """A whole paragraph, joined from the nodes into which the layout cut it."""

    text: str
    """The text, without layout whitespace."""
    nodes: tuple[Paragraph, ...]
    """The paragraph nodes of which it consists."""

    def __repr__(self) -> str:
        return f"<WholeParagraph '{brief(self.text)}': {counted(len(self.nodes), 'node')}>"


@frozen(weakref_slot=False, repr=False)
class Story(Shown):
    """稿件, everything that belongs together: the text in reading order, then the pictures.

    A notice or a picture without a story is a story by itself.
    """

    pieces: tuple[StoryPiece, ...]
    """The articles, photos or notices of which it consists, in reading order."""
    places: tuple[Place, ...]
    """The position of each piece."""
    evidence: tuple[Join, ...] = ()
    """The join of each piece after the first."""

    def __repr__(self) -> str:
        known = headline_text(self) or story_text(self).partition("\n")[0]
        pages = brief(", ".join(map(str, self.pages)))
        where = f", page{'s' * (len(self.pages) > 1)} {pages}" if pages else ""
        return f"<Story '{brief(known)}': {counted(len(self.pieces), 'piece')}{where}>"

    @property
    def kind(self) -> str:
        """``article``, ``photo`` or ``notice``: the kind of its first piece."""
        return type(self.pieces[0]).__name__.lower()

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of its pages, without duplicates."""
        return tuple(dict.fromkeys(place.page for place in self.places if place.page is not None))

    @property
    def headline(self) -> Headline | None:
        """The main headline."""
        return self._first(Headline)

    @property
    def kicker(self) -> Kicker | None:
        """The line before the headline."""
        return self._first(Kicker)

    @property
    def deck(self) -> Deck | None:
        """The line below the headline."""
        return self._first(Deck)

    @property
    def byline(self) -> Byline | None:
        """The byline before the body."""
        return self._first(Byline)

    @property
    def lead(self) -> Lead | None:
        """The lead of the first paragraph."""
        return self._first(Lead)

    @property
    def signoff(self) -> Signoff | None:
        """The sign-off after the body."""
        return self._first(Signoff)

    @property
    def paragraphs(self) -> tuple[WholeParagraph, ...]:
        """The paragraphs of the body, joined across columns, photos and jumps."""
        return tuple(
            WholeParagraph(join_text(tuple(node.text for node in nodes)), tuple(nodes))
            for nodes in whole_paragraphs(self)
        )

    @property
    def text(self) -> str:
        """The body, one paragraph or crosshead per line."""
        whole = {
            id(nodes[0]): join_text(tuple(node.text for node in nodes))
            for nodes in whole_paragraphs(self)
        }
        lines: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, Notice):
                lines.append(piece.text)
                continue
            for part in piece.parts:
                if isinstance(part, Crosshead):
                    lines.append(part.text)
                elif id(part) in whole:
                    lines.append(whole[id(part)])
        return "\n".join(lines)

    @property
    def photos(self) -> tuple[Photo, ...]:
        """Its pictures, including those printed elsewhere."""
        return tuple(photo for piece in self.pieces for photo in piece.find_all(Photo))

    @property
    def people(self) -> tuple[Person, ...]:
        """The people in its bylines, leads, sign-offs and credits, without duplicates.

        A reporter who is also named as photographer has the first role; :meth:`edition.Edition.people` has all roles. Editors of
        the page are not included.
        """
        return nobody_twice(makers(self.pieces))

    @property
    def continued_on(self) -> Jump | None:
        """The jump to a continuation that was not found."""
        last = self.last_article
        return last.continued_on if last is not None else None

    @property
    def continued_from(self) -> Continuation | None:
        """The jump from a beginning that was not found."""
        first = self.pieces[0]
        return first.continued_from if isinstance(first, Article) else None

    @property
    def last_article(self) -> Article | None:
        """The last article."""
        articles = [piece for piece in self.pieces if isinstance(piece, Article)]
        return articles[-1] if articles else None

    def _first(self, kind: type[B]) -> B | None:
        """The first block of a kind outside the pictures, unless the story is a picture."""
        for piece in self.pieces:
            if isinstance(piece, Photo):
                found = piece.find(kind) if piece is self.pieces[0] else None
                if found is not None:
                    return found
            elif isinstance(piece, Article):
                for part in piece.parts:
                    if isinstance(part, kind):
                        return part
                    if isinstance(part, HeadlineBlock):
                        for inner in part.parts:
                            if isinstance(inner, kind):
                                return inner
        return None


def whole_paragraphs(story: Story) -> list[list[Paragraph]]:
    """The paragraph nodes of a story, those of one paragraph together."""
    runs: list[list[Paragraph]] = []
    for n, piece in enumerate(story.pieces):
        if not isinstance(piece, Article):
            continue
        cut = n > 0 and story.evidence[n - 1].cut
        for node in piece.paragraphs:
            if runs and (node.continues or cut):
                runs[-1].append(node)
            else:
                runs.append([node])
            cut = False
    return runs


def headline_text(story: Story) -> str:
    """A story's main headline in one line; empty where it has none."""
    return story.headline.text if story.headline else ""


def story_text(story: Story) -> str:
    """All print of a story."""
    return "\n".join([block.text for piece in story.pieces for block in piece.find_all(Block)])
