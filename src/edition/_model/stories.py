"""A story: the pieces that belong together, and why each was joined."""

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
    """One thing that speaks for a join, or against it."""

    name: str
    """What was seen: ``both markers``, ``cut word 河堤``, ``shares 何大川``."""
    weight: float
    """How strongly it spoke for the join, as a logarithm of odds; against it where negative."""


@frozen(weakref_slot=False)
class Join:
    """Why a piece was taken for the continuation of the one before it."""

    kind: str
    """``furniture`` (the page's running line cut it), ``page`` (elsewhere on the page) or ``jump`` (on another page)."""
    reasons: tuple[Reason, ...]
    """What speaks for it and what against, the strongest first."""
    margin: float
    """By how much the best set of joins is better than the best one without this."""
    cut: bool = False
    """Whether a sentence was cut, so that the paragraph before and the paragraph after are one."""

    @property
    def score(self) -> float:
        """All reasons together: above 0, the join is likelier than not."""
        return round(sum(reason.weight for reason in self.reasons), 2)

    def __str__(self) -> str:
        why = ", ".join(f"{reason.name} {reason.weight:+.1f}" for reason in self.reasons)
        return f"{self.kind} join, {self.score:+.1f}: {why}"


@frozen(weakref_slot=False)
class Place:
    """Where a piece stands."""

    item: int
    """Which of the page's items it is, from 0."""
    page: int | None = None
    """The page's number in its issue; None where the page was read by itself and tells no number."""


@frozen(weakref_slot=False, repr=False)
class WholeParagraph:
    """A paragraph made whole again, from as many nodes as the layout tore it into."""

    text: str
    """What it says, the layout's blanks gone."""
    nodes: tuple[Paragraph, ...]
    """The paragraphs in the tree that it is made of."""

    def __repr__(self) -> str:
        return f"<WholeParagraph '{brief(self.text)}': {counted(len(self.nodes), 'node')}>"


@frozen(weakref_slot=False, repr=False)
class Story(Shown):
    """稿件, everything that belongs together: the text in the order in which it is read, then the pictures.

    A notice and a picture without a story are stories of their own.
    """

    pieces: tuple[StoryPiece, ...]
    """The articles, photos or notices it is made of, in the order in which they are read."""
    places: tuple[Place, ...]
    """Where each piece stands."""
    evidence: tuple[Join, ...] = ()
    """Why each piece but the first was joined."""

    def __repr__(self) -> str:
        known = headline_text(self) or story_text(self).partition("\n")[0]
        pages = brief(", ".join(map(str, self.pages)))
        where = f", page{'s' * (len(self.pages) > 1)} {pages}" if pages else ""
        return f"<Story '{brief(known)}': {counted(len(self.pieces), 'piece')}{where}>"

    @property
    def kind(self) -> str:
        """``article``, ``photo`` or ``notice``, after its first piece."""
        return type(self.pieces[0]).__name__.lower()

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the pages on which it stands, in order, none twice."""
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
        """Who wrote it, before the body."""
        return self._first(Byline)

    @property
    def lead(self) -> Lead | None:
        """The opening formula of the first paragraph."""
        return self._first(Lead)

    @property
    def signoff(self) -> Signoff | None:
        """Who wrote it, after the body."""
        return self._first(Signoff)

    @property
    def paragraphs(self) -> tuple[WholeParagraph, ...]:
        """The paragraphs of the body, each whole, whatever cut it: a column's end, a photo, a jump."""
        return tuple(
            WholeParagraph(join_text(tuple(node.text for node in nodes)), tuple(nodes))
            for nodes in self._runs()
        )

    @property
    def text(self) -> str:
        """The body as reading text, a paragraph or crosshead a line."""
        whole = {
            id(nodes[0]): join_text(tuple(node.text for node in nodes)) for nodes in self._runs()
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
        """The pictures printed with it, and those set apart that belong to it."""
        return tuple(photo for piece in self.pieces for photo in piece.find_all(Photo))

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody whom its bylines, leads, sign-offs and credits name, in order, nobody twice.

        Who is named as reporter and as photographer (记者, 摄) has the first of these roles; :meth:`edition.Edition.people` has
        all of them. Editors of the page are not among its people.
        """
        return nobody_twice(makers(self.pieces))

    @property
    def continued_on(self) -> Jump | None:
        """The pointer to where it goes on, where that was not found: an open end."""
        last = self.last_article
        return last.continued_on if last is not None else None

    @property
    def continued_from(self) -> Continuation | None:
        """The pointer to where it goes on from, where that was not found: an open end."""
        first = self.pieces[0]
        return first.continued_from if isinstance(first, Article) else None

    @property
    def last_article(self) -> Article | None:
        """The article in which its text ends."""
        articles = [piece for piece in self.pieces if isinstance(piece, Article)]
        return articles[-1] if articles else None

    def _first(self, kind: type[B]) -> B | None:
        """The first block of a kind outside the pictures, if the story is more than a picture."""
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

    def _runs(self) -> list[list[Paragraph]]:
        """The paragraph nodes, those of one paragraph together."""
        runs: list[list[Paragraph]] = []
        for n, piece in enumerate(self.pieces):
            if not isinstance(piece, Article):
                continue
            cut = n > 0 and self.evidence[n - 1].cut
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
