"""What belongs together: the pieces of a story, joined across whatever the layout put between them.

A page holds articles as they stand. A story is what a reader makes of them: the headline with its photos at the top of
the page and the body at its foot, the first half on page 1 and the rest on page 4. Stories point at nodes, nodes know
nothing of stories, and every join says why it was made.

>>> import edition
>>> text = "桥归路  渡口归船\\n\\n本报讯（记者 陈立）汾河渡口的末班船昨日停航，船工何大川\\n\\n第2版\\n\\n把桨收进了屋。\\n"
>>> [story] = edition.parse(text).stories
>>> story.headline, [p.text for p in story.paragraphs]
('桥归路  渡口归船', ['汾河渡口的末班船昨日停航，船工何大川把桨收进了屋。'])
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from attrs import frozen

from edition._grammar import base
from edition._joining import Chains, Topics, Weighed, assign, is_finished, seam
from edition._names import Person
from edition._shown import Shown
from edition.nodes import (
    Article,
    Block,
    Byline,
    Caption,
    Continuation,
    Credit,
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
)

if TYPE_CHECKING:
    from edition.pages import Page

#: What a story is made of.
StoryPiece: TypeAlias = Article | Photo | Notice
B = TypeVar("B", bound=Block)

#: A join must lead the next best reading of the page by this much.
MARGIN = 1.0
#: How many stories may stand between two parts of one; no page has so many, but a text may go on for ever.
_FAR = 60


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


@frozen(weakref_slot=False)
class WholeParagraph:
    """A paragraph made whole again, from as many nodes as the layout tore it into."""

    text: str
    """What it says, the layout's blanks gone."""
    nodes: tuple[Paragraph, ...]
    """The paragraphs in the tree that it is made of."""


@frozen(weakref_slot=False)
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

    @property
    def kind(self) -> str:
        """``article``, ``photo`` or ``notice``, after its first piece."""
        return type(self.pieces[0]).__name__.lower()

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the pages on which it stands, in order, none twice."""
        return tuple(dict.fromkeys(place.page for place in self.places if place.page is not None))

    @property
    def headline(self) -> str:
        """The main headline, its lines together; empty where it has none."""
        found = self._first(Headline)
        return found.text if found else ""

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
        """Everybody whom its bylines, leads, sign-offs and credits name, in order, nobody twice."""
        blocks = (
            block
            for piece in self.pieces
            for block in piece.find_all((Byline, Lead, Signoff, Credit))
        )
        return tuple(dict.fromkeys(person for block in blocks for person in block.people))

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


def page_stories(page: Page) -> tuple[Story, ...]:
    """A page's stories in the order in which they begin; the running furniture belongs to none."""
    number = page.number
    runs: list[tuple[Story, list[tuple[Story, Join]]]] = []
    for n, item in enumerate(page.items):
        if not isinstance(item, Article | Photo | Notice):
            continue
        story = Story((item,), (Place(n, number),))
        if isinstance(item, Article) and item.continues and runs:
            first = next(iter(item.paragraphs), None)
            reason = Reason("the page's running lines stand between", 5.0)
            cut = first is not None and first.continues
            runs[-1][1].append((story, Join("furniture", (reason,), 5.0, cut)))
        else:
            runs.append((story, []))
    stories = [merged(story, rest) for story, rest in runs]
    for mend in (_continued, _mended, _with_pictures):
        if len(stories) > 1:
            stories = mend(stories)
    return tuple(stories)


def merged(story: Story, rests: Sequence[tuple[Story, Join]]) -> Story:
    """A story and what follows in it, each with why, made one."""
    if not rests:
        return story
    pieces, places, evidence = [*story.pieces], [*story.places], [*story.evidence]
    for rest, why in rests:
        pieces += rest.pieces
        places += rest.places
        evidence += (why, *rest.evidence)
    return Story(tuple(pieces), tuple(places), tuple(evidence))


def chain(stories: Sequence[Story], joins: dict[int, tuple[int, Join]]) -> list[Story]:
    """The stories after joins {rest: (tail, why)}, each where its first piece stood. No tail goes on twice."""
    after = {tail: (rest, why) for rest, (tail, why) in joins.items()}
    found = []
    for n, story in enumerate(stories):
        if n in joins:
            continue
        rests = []
        at = n
        while at in after:
            at, why = after[at]
            rests.append((stories[at], why))
        found.append(merged(story, rests))
    return found


def story_text(story: Story) -> str:
    """All print of a story."""
    return "\n".join([block.text for piece in story.pieces for block in piece.find_all(Block)])


def weighed(found: Weighed) -> tuple[Reason, ...]:
    """Reasons, the strongest first."""
    return tuple(
        Reason(name, round(weight, 2)) for name, weight in sorted(found, key=lambda r: -abs(r[1]))
    )


def _continued(stories: list[Story]) -> list[Story]:
    """Give a continuation the lone paragraphs behind it: it goes on until it is signed or something else begins."""
    reason = Reason("a lone paragraph behind a continuation", 2.5)
    runs: list[tuple[Story, list[tuple[Story, Join]]]] = []
    for story in stories:
        first, rests = runs[-1] if runs else (None, [])
        last = rests[-1][0] if rests else first
        if first and last and first.continued_from and _is_open(last) and _is_lone(story):
            rests.append((story, Join("page", (reason,), 2.5)))
        else:
            runs.append((story, []))
    return [merged(first, rests) for first, rests in runs]


def _is_open(story: Story) -> bool:
    """Whether a story is neither signed nor sent on to another page."""
    last = story.last_article
    return last is not None and last.signoff is None and last.continued_on is None


def _is_lone(story: Story) -> bool:
    """Whether a story is one paragraph without a head, which nobody prints for itself."""
    article = story.last_article
    return (
        article is not None
        and len(article.paragraphs) == 1
        and isinstance(article.parts[0], Paragraph)
    )


def _mended(stories: list[Story]) -> list[Story]:
    """Give a headline its body, and a sentence its other half."""
    tails = [n for n, story in enumerate(stories) if _is_tail(story)]
    rests = [n for n, story in enumerate(stories) if _is_rest(story)]
    if not tails or not rests:
        return stories
    topics = Topics([story_text(story) for story in stories])
    reasons = {
        (tail, rest): _torn(stories, tail, rest, topics)
        for tail in tails
        for rest in _near(rests, tail)
        if tail != rest and not (stories[tail].paragraphs and stories[rest].lead)
    }
    scores = {pair: sum([weight for _, weight in found]) for pair, found in reasons.items()}
    joins: dict[int, tuple[int, Join]] = {}
    chains = Chains()
    for tail, rest, margin in assign(scores):
        if margin >= MARGIN and chains.join(tail, rest):
            body = stories[tail].paragraphs
            cut = bool(body) and not is_finished(body[-1].text, base())
            joins[rest] = (tail, Join("page", weighed(reasons[tail, rest]), round(margin, 2), cut))
    return chain(stories, joins)


def _near(numbers: Sequence[int], n: int) -> Sequence[int]:
    """Those of some stories' numbers, in their order, that are not too far from one."""
    return numbers[bisect_left(numbers, n - _FAR) : bisect_right(numbers, n + _FAR)]


def _is_tail(story: Story) -> bool:
    """Whether a story can go on elsewhere on its page: a headline without a body, a body that breaks off."""
    last = story.last_article
    if last is None:
        # A headline, its writer and the pictures, printed without a word of the text.
        return story.kind == "photo" and bool(story.headline) and story.byline is not None
    if last.continued_on is not None:
        return False
    if not last.paragraphs:
        return last.headline is not None
    return last.signoff is None and not is_finished(last.paragraphs[-1].text, base())


def _is_rest(story: Story) -> bool:
    """Whether a story can be the rest of another: a body without a headline."""
    first = story.pieces[0]
    return (
        isinstance(first, Article)
        and bool(first.paragraphs)
        and isinstance(first.parts[0], Paragraph | Byline | Crosshead | Lead)
        and not (first.headline or first.kicker or first.continued_from)
    )


def _torn(stories: Sequence[Story], tail: int, rest: int, topics: Topics) -> Weighed:
    """What speaks for one story on a page being the rest of another."""
    before, after = stories[tail], stories[rest]
    found: Weighed = [("stands apart", -1.0)]
    about = topics.shared(tail, rest)
    if body := before.paragraphs:
        found.append((about, topics.weigh(tail, rest)))
        found += seam(body[-1].text, after.paragraphs[0].text, topics, base())
    else:
        found.append((about, topics.weigh_coverage(tail, rest)))
        found.append(("headline without a body, body without a headline", 2.0))
        if before.byline is not None and (after.byline is not None or after.lead is not None):
            found.append(("two writers", -2.0))
    if rest < tail:
        found.append(("stands before it", -1.0))
    elif rest - tail <= 2:
        found.append(("stands near", 0.7))
    return found


def _with_pictures(stories: list[Story]) -> list[Story]:
    """Give a picture that stands apart to the story that its caption speaks of."""
    pictures = [
        n for n, story in enumerate(stories) if story.kind == "photo" and not story.headline
    ]
    articles = [
        n for n, story in enumerate(stories) if story.kind == "article" and story.paragraphs
    ]
    if not pictures or not articles:
        return stories
    topics = Topics([story_text(story) for story in stories])
    joined = dict.fromkeys(pictures, -1)
    grown = {n: stories[n] for n in range(len(stories))}
    for n in pictures:
        if not stories[n].pieces[0].find(Caption):
            continue
        reasons = {at: _shows(n, at, topics) for at in _near(articles, n)}
        if not reasons:
            continue
        ranked = sorted(
            ((sum([w for _, w in found]), at) for at, found in reasons.items()), reverse=True
        )
        best, at = ranked[0]
        margin = best - max(ranked[1][0] if len(ranked) > 1 else 0.0, 0.0)
        if best > 0 and margin >= MARGIN:
            why = Join("page", weighed(reasons[at]), round(margin, 2))
            grown[at] = merged(grown[at], [(stories[n], why)])
            joined[n] = at
    return [grown[n] for n in range(len(stories)) if joined.get(n, -1) < 0]


def _shows(picture: int, story: int, topics: Topics) -> Weighed:
    """What speaks for a picture being one of a story's."""
    about = topics.shared(picture, story)
    found: Weighed = [("stands apart", -1.5), (about, topics.weigh_coverage(picture, story))]
    if abs(picture - story) == 1:
        found.append(("stands beside", 0.7))
    return found
