"""Join the pieces of a page into stories: cut texts joined, pictures added to the stories that they show."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from edition._grammar.compiled import Grammar
from edition._grammar.dialects import grammar_of
from edition._linking.assignment import Chains, Topics, Weighed, assign, is_finished, seam
from edition._model.nodes import Article, Byline, Caption, Crosshead, Lead, Notice, Paragraph, Photo
from edition._model.pages import Page
from edition._model.stories import Join, Place, Reason, Story, story_text

#: A join must lead the next best reading of the page by this much.
MARGIN = 1.0
#: How many stories may stand between two parts of one; no page has so many, but a text may go on for ever.
_FAR = 60


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
    stories = _continued(_framed(page, [merged(story, rest) for story, rest in runs]))
    if len(stories) > 1:
        stories = _mended(stories, grammar_of(page.dialect))
    return tuple(_with_pictures(stories) if len(stories) > 1 else stories)


def _framed(page: Page, stories: list[Story]) -> list[Story]:
    """Put together what is printed in one frame: a picture and its story, a headline and a body without one."""
    layout = page.layout
    if layout is None or len(stories) < 2 or not layout.fits(str(page)):
        return stories
    from edition._geometry.entries import PrintedPage  # nothing else needs it

    printed = PrintedPage.of(layout)
    reason = Reason("printed in one frame", 4.0)
    found: list[Story] = []
    last: dict[int, int] = {}
    for story in stories:
        frames = [
            printed.frame_at((piece.start or 0) + len(piece.indent))
            for piece in story.pieces[0].pieces
        ]
        n = last.get(frames[0])
        if n is not None and _completes(found[n], story):
            found[n] = merged(found[n], [(story, Join("page", (reason,), 4.0))])
        else:
            n = len(found)
            found.append(story)
        last.update(dict.fromkeys(frames, n))
    return found


def _completes(story: Story, other: Story) -> bool:
    """Whether one of two things in a frame has what the other lacks."""
    if other.kind == "photo":
        return not other.headline
    if other.headline or other.kind == "notice" or story.kind == "notice":
        return False
    return story.kind == "photo" or not (story.paragraphs and other.lead)


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


def _mended(stories: list[Story], grammar: Grammar) -> list[Story]:
    """Give a headline its body, and a sentence its other half."""
    tails = [n for n, story in enumerate(stories) if _is_tail(story, grammar)]
    rests = [n for n, story in enumerate(stories) if _is_rest(story)]
    if not tails or not rests:
        return stories
    topics = Topics([story_text(story) for story in stories])
    reasons = {
        (tail, rest): _torn(stories, tail, rest, topics, grammar)
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
            cut = bool(body) and not is_finished(body[-1].text, grammar)
            joins[rest] = (tail, Join("page", weighed(reasons[tail, rest]), round(margin, 2), cut))
    return chain(stories, joins)


def _near(numbers: Sequence[int], n: int) -> Sequence[int]:
    """Those of some stories' numbers, in their order, that are not too far from one."""
    return numbers[bisect_left(numbers, n - _FAR) : bisect_right(numbers, n + _FAR)]


def _is_tail(story: Story, grammar: Grammar) -> bool:
    """Whether a story can go on elsewhere on its page: a headline without a body, a body that breaks off."""
    last = story.last_article
    if last is None:
        # A headline, its writer and the pictures, printed without a word of the text.
        return story.kind == "photo" and story.headline is not None and story.byline is not None
    if last.continued_on is not None:
        return False
    if not last.paragraphs:
        return last.headline is not None
    return last.signoff is None and not is_finished(last.paragraphs[-1].text, grammar)


def _is_rest(story: Story) -> bool:
    """Whether a story can be the rest of another: a body without a headline."""
    first = story.pieces[0]
    return (
        isinstance(first, Article)
        and bool(first.paragraphs)
        and isinstance(first.parts[0], Paragraph | Byline | Crosshead | Lead)
        and not (first.headline or first.kicker or first.continued_from)
    )


def _torn(
    stories: Sequence[Story], tail: int, rest: int, topics: Topics, grammar: Grammar
) -> Weighed:
    """What speaks for one story on a page being the rest of another."""
    before, after = stories[tail], stories[rest]
    found: Weighed = [("stands apart", -1.0)]
    about = topics.shared(tail, rest)
    if body := before.paragraphs:
        found.append((about, topics.weigh(tail, rest)))
        found += seam(body[-1].text, after.paragraphs[0].text, topics, grammar)
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
