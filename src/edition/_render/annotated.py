"""A page's text in its own lines, every role marked: bands and labels, boxed stories, links where a story goes on.

What is drawn is the text itself, line for line, in the order of the page; labels, numbers and notes stand around it. There is
no script: the legend filters with checkboxes that the style sheet looks at, and links lead to lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby, pairwise

from attrs import define, frozen

from edition._model.diagnostics import Diagnostic, IssueDiagnostic
from edition._model.editions import Edition
from edition._model.jump_ends import jumps_of
from edition._model.matches import stretches
from edition._model.nodes import Block, Item, Paragraph, Signed, signature_of
from edition._model.pages import Page, placed, sureness
from edition._model.stories import Story, headline_text, story_text
from edition._render import facsimile, outline
from edition._render.markup import ROLES, chip, chips, text, theme
from edition._text.terminal import printable

#: Blank lines are drawn one by one up to here, and only counted beyond.
_BLANK_LINES = 3
#: How much markup a character of print can need, and what stands around it on its line.
_DENSEST, _ROW = 6, 240
#: Below what confidence a line is marked.
DOUBTFUL = 0.8


@frozen(weakref_slot=False)
class Anchor:
    """A line that can be linked to."""

    page: int
    line: int

    def __str__(self) -> str:
        return f"p{self.page}-{self.line}"


@frozen(weakref_slot=False)
class Numbered:
    """A page, the number under which its lines are known, and what looks wrong on it."""

    number: int
    page: Page
    told: Sequence[Diagnostic | IssueDiagnostic]


@frozen(weakref_slot=False)
class Source:
    """What is drawn: the pages, and the stories that run over them."""

    pages: tuple[Numbered, ...]
    stories: tuple[Story, ...]
    issue: Edition | None = None
    """The issue, where the pages are one."""
    told: Sequence[IssueDiagnostic] = ()
    """What looks wrong with the issue as a whole."""


def of_page(page: Page) -> Source:
    """A page by itself."""
    number = page.number or 1
    return Source((Numbered(number, page, page.diagnostics),), page.stories)


def of_issue(issue: Edition) -> Source:
    """The pages of an issue."""
    told: dict[int | None, list[IssueDiagnostic]] = defaultdict(list)
    for one in issue.diagnostics:
        told[one.page].append(one)
    pages = tuple(
        Numbered(number, page, told[number])
        for number, page in zip(issue.numbers, issue.pages, strict=True)
    )
    return Source(pages, issue.stories, issue, told[None])


@define(weakref_slot=False)
class _Box:
    """What is known of an item: which story it is of, and where that goes on and comes from."""

    story: int
    headline: str
    came: tuple[Anchor, str] | None = None
    """Where the story comes from, and why the pieces were joined."""
    goes: Anchor | None = None


@define(weakref_slot=False)
class _Links:
    """Everything that leads from one line to another."""

    boxes: dict[tuple[int, int], _Box]
    """By page and item."""
    onward: dict[tuple[int, int], Anchor]
    """Where a block goes on that was cut, by its page and its identity."""
    back: dict[tuple[int, int], Anchor]
    """Where a block comes from."""


def _links(source: Source) -> _Links:
    #: The first and the last line of each block and of each item.
    lines: dict[tuple[int, int], tuple[int, int]] = {}
    items: dict[tuple[int, int], tuple[int, int]] = {}
    for one in source.pages:
        line, at, whole = 1, 0, str(one.page)
        for item, block, starts in placed(one.page):
            ends = []
            for start in starts:
                line, at = line + whole.count("\n", at, start), start
                ends.append(line)
            first, last = (ends[0], ends[-1]) if ends else (line, line)
            lines[one.number, id(block)] = (first, last)
            items[one.number, item] = (items.get((one.number, item), (first,))[0], last)
        for n in range(len(one.page.items)):
            # One without a block, which no page that was read has, stands where the one above it ends.
            end = items.get((one.number, n - 1), (1, 1))[1]
            items.setdefault((one.number, n), (end, end))
    links = _Links({}, {}, {})
    alone = source.pages[0].number if source.pages else 0
    for number, story in enumerate(source.stories, 1):
        pages = [place.page if source.issue and place.page else alone for place in story.places]
        keys = [(page, place.item) for page, place in zip(pages, story.places, strict=True)]
        for n, key in enumerate(keys):
            box = links.boxes[key] = _Box(number, headline_text(story) or story_text(story)[:20])
            if n:
                before = keys[n - 1]
                box.came = (Anchor(before[0], items[before][1]), str(story.evidence[n - 1]))
                links.boxes[before].goes = Anchor(key[0], items[key][0])
        _cuts(story, pages, lines, links)
    return links


def _cuts(
    story: Story,
    pages: Sequence[int],
    lines: Mapping[tuple[int, int], tuple[int, int]],
    links: _Links,
) -> None:
    """The links between the parts of a story's paragraphs, and between its jumps."""
    page_of = {
        id(part): page
        for page, piece in zip(pages, story.pieces, strict=True)
        for part in piece.find_all(Block)
    }
    ends: list[tuple[Block, Block]] = [
        (before, after)
        for paragraph in story.paragraphs
        for before, after in pairwise(paragraph.nodes)
        if page_of[id(before)] == page_of[id(after)]
    ]
    ends += [(tail.jump or tail.block, rest.continuation) for tail, rest in jumps_of(story)]
    for before, after in ends:
        here, there = page_of[id(before)], page_of[id(after)]
        links.onward[here, id(before)] = Anchor(there, lines[there, id(after)][0])
        links.back[there, id(after)] = Anchor(here, lines[here, id(before)][1])


class Annotated:
    """Draws pages; ids begin with a prefix, and the drawing ends after about so many characters of markup."""

    def __init__(
        self,
        source: Source,
        prefix: str = "",
        limit: int | None = None,
        pictures: Mapping[int, bytes] | None = None,
    ) -> None:
        self.source = source
        self.pictures = pictures or {}
        #: The classes of blocks that stand on a picture, too.
        self.keys: list[str] = []
        self.links = _links(source)
        self.prefix = prefix
        self.left = limit
        self.roles: Counter[str] = Counter()
        self.doubtful = 0

    def spend(self, characters: int) -> None:
        """Note how much was drawn."""
        if self.left is not None:
            self.left -= characters

    @property
    def is_full(self) -> bool:
        """Whether enough was drawn."""
        return self.left is not None and self.left <= 0

    @property
    def title(self) -> str:
        """What is drawn, in a line."""
        issue = self.source.issue
        if issue is not None:
            return outline.issue_title(issue, issue.index())
        return outline.title(self.source.pages[0].page)

    def body(self) -> str:
        """The view as markup, without its style."""
        pages = "".join([self._page(one) for one in self.source.pages])
        name = f'<h1 lang="zh">{text(self.title)}</h1>' if self.source.issue else ""
        told = "".join(map(_note, self.source.told))
        return (
            f'<a class="e-skip" href="#{self.prefix}text">Skip to the text</a>{name}{told}'
            f'<div class="e-view"><div class="e-side">{self._legend()}{self._contents()}</div><div class="e-pages" id="{self.prefix}text" tabindex="-1">{pages}</div></div>'
        )

    def _legend(self) -> str:
        """The roles that occur, each with a box to tick."""
        boxes = "".join(
            f'<label><input type="checkbox" class="e-in-{role}">{chip(role)}<small>{self.roles[role]:,}</small></label>'
            for role in ROLES
            if self.roles[role]
        )
        doubtful = (
            f'<label><input type="checkbox" class="e-in-doubt">doubtful<small>{self.doubtful:,}</small></label>'
            if self.doubtful
            else ""
        )
        # A form that goes nowhere, for the button that resets it.
        return (
            '<form class="e-legend" method="dialog"><fieldset><legend>Show only</legend>'
            f'{doubtful}{boxes}<button type="reset">Show all</button></fieldset></form>'
        )

    def _contents(self) -> str:
        """Links to pages and stories."""
        rows: list[str] = []
        seen: set[int] = set()
        for one in self.source.pages:
            mine = []
            for item in range(len(one.page.items)):
                box = self.links.boxes.get((one.number, item))
                if box is not None and box.story not in seen:
                    seen.add(box.story)
                    target = f"{self.prefix}p{one.number}i{item}"
                    mine.append(
                        f'<li><a href="#{target}">{box.story}&ensp;<span lang="zh">{text(box.headline[:40])}</span></a></li>'
                    )
            if self.left is not None:
                mine = mine[:100]
            if self.source.issue is not None:
                rows.append(
                    f'<li><a href="#{self.prefix}p{one.number}">{_page_name(one)}</a><ol>{"".join(mine)}</ol></li>'
                )
            else:
                rows += mine
        is_open = " open" if self.left is None else ""
        what = "Pages and stories" if self.source.issue else "Stories"
        return (
            f'<nav class="e-contents" aria-label="{what}"><details{is_open}><summary>{what}</summary>'
            f"<ol>{''.join(rows)}</ol></details></nav>"
        )

    def _page(self, one: Numbered) -> str:
        heading = text(outline.title(one.page))
        level = 2 if self.source.issue else 1
        sheet = _Sheet(self, one)
        body = "".join(sheet.drawn())
        if sheet.picture is not None and one.page.layout is not None:
            self.keys += [zone.key for zone in sheet.zones]
            figure = facsimile.drawn(one.page.layout, sheet.picture, sheet.zones)
            body = f'<div class="e-two">{figure}<div>{body}</div></div>'
        return (
            f'<section class="e-sheet">'
            f'<h{level} id="{self.prefix}p{one.number}" tabindex="-1" lang="zh">{heading}</h{level}>'
            f"{body}</section>"
        )


def _page_name(one: Numbered) -> str:
    name = f' <span lang="zh">{text(one.page.name)}</span>' if one.page.name else ""
    return f"page {text(one.page.label or str(one.number))}{name}"


@define(weakref_slot=False)
class _Line:
    """A line of the source, or what an item has of it."""

    number: int
    cells: list[tuple[Block, int]]
    """The blocks that have print on it, and which of their pieces."""
    markup: list[str]
    blank: bool = True


class _Sheet:
    """Draws the lines of one page."""

    def __init__(self, view: Annotated, one: Numbered) -> None:
        self._view = view
        self._one = one
        self._sure = sureness(one.page)
        self._notes: dict[int, list[str]] = defaultdict(list)
        for told in one.told:
            self._notes[told.line or 1].append(_note(told))
        self._number = 1
        #: The lines that have an id already: two items can share a line.
        self._known: set[int] = set()
        self.picture = view.pictures.get(one.number)
        #: The blocks that have a place on the picture.
        self.zones: list[facsimile.Zone] = []
        self._keys: dict[int, str] = {}
        self._story: int | None = None

    def drawn(self) -> Iterator[str]:
        """The markup of all lines, items in their boxes."""
        page, view = self._one.page, self._view
        lines = [_Line(self._number, [], [])]
        self._layout(page.head, lines)
        yield from self._rows(lines[:-1])
        for n, item in enumerate(page.items):
            yield from self._item(n, item)
            if view.is_full:
                rest = str(page).count("\n") + 1 - self._number
                if rest > 0:
                    yield f'<p class="e-quiet">… and {rest:,} more lines: edition.viz.page draws all</p>'
                return

    def _item(self, n: int, item: Item) -> Iterator[str]:
        """An item: a story's in a box, the page's furniture without."""
        lines = [_Line(self._number, [], [])]
        box = self._view.links.boxes.get((self._one.number, n))
        self._story = None if box is None else box.story
        for block in item.find_all(Block):
            if not self._view.is_full:
                self._block(block, lines)
        if lines[-1].blank and len(lines) > 1:
            lines.pop()  # what follows begins there
        if box is None:
            yield f'<div class="e-item">{"".join(self._rows(lines))}</div>'
            return
        target = f"{self._view.prefix}p{self._one.number}i{n}"
        kind = type(item).__name__.lower()
        yield f'<article class="e-item e-box" aria-labelledby="{target}"><div class="e-head">'
        level = 3 if self._view.source.issue else 2
        yield f'<h{level} id="{target}" class="e-story" tabindex="-1"><b>{box.story}</b> {kind}'
        yield f'<span class="e-hidden" lang="zh"> {text(box.headline[:80])}</span></h{level}>'
        if box.came is not None:
            anchor, why = box.came
            yield f"{self._link(anchor, '↑ continued from')}<details><summary>why</summary>{text(why)}</details>"
        yield "</div>"
        yield from self._rows(lines)
        if box.goes is not None:
            yield f'<p class="e-foot">{self._link(box.goes, "↓ continued on")}</p>'
        yield "</article>"

    def _block(self, block: Block, lines: list[_Line]) -> None:
        """Put a block's pieces on their lines."""
        view, key = self._view, (self._one.number, id(block))
        view.roles[block.role] += 1
        named = _named(block) if isinstance(block, Signed) else {}
        back, onward = view.links.back.get(key), view.links.onward.get(key)
        zone = self._zone(block)
        for n, piece in enumerate(block.parts):
            if view.is_full:
                return
            line = lines[-1]
            line.markup.append(text(piece.indent))
            if n == 0 and back is not None:
                line.markup.append(self._arrow(back, "⤴", "continued from"))
            tag = f'<span class="e-tag">{block.role.replace("_", " ")}</span>' if line.cells else ""
            line.markup.append(
                f'<span class="e-r e-{block.role}{zone}">{tag}{self._print(piece.text, named.get(n, ()))}</span>'
            )
            view.spend(len(line.markup[-1]) + _ROW)
            line.cells.append((block, n))
            line.blank = False
            below = self._number + piece.tail.count("\n")
            if n + 1 < len(block.parts) and isinstance(block, Paragraph) and below > self._number:
                # The next line, where all lines of a page end at the column's width, needs no link.
                far = below > self._number + 1
                anchor = Anchor(self._one.number, below)
                line.markup.append(
                    self._arrow(anchor, "⤵", "continued on")
                    if far
                    else '<span class="e-seam"></span>'
                )
            if n + 1 == len(block.parts) and onward is not None:
                line.markup.append(self._arrow(onward, "⤵", "continued on"))
            self._layout(piece.tail, lines)

    def _zone(self, block: Block) -> str:
        """The class, behind a blank, of a block that stands on the picture; empty for any other."""
        if self.picture is None or not block.boxes:
            return ""
        key = f"k{self._one.number}-{len(self.zones)}"
        row = f"{self._view.prefix}{Anchor(self._one.number, self._number)}"
        self.zones.append(facsimile.Zone(key, block, row, self._story))
        self._keys.setdefault(self._number, key)
        self._story = None
        return f" {key}"

    def _layout(self, blanks: str, lines: list[_Line]) -> None:
        """Put blanks on their lines."""
        for n, part in enumerate(blanks.split("\n")):
            if n:
                self._number += 1
                lines.append(_Line(self._number, [], []))
            lines[-1].markup.append(text(part.removesuffix("\r")))

    def _print(self, says: str, names: Iterable[tuple[int, int, str]]) -> str:
        """Print, people underlined."""
        if self._view.left is not None:
            room = max(self._view.left // _DENSEST, 0)
            if len(says) > room:
                self._view.spend(self._view.left)
                return f'{text(says[:room])}<span class="e-quiet">… {len(says) - room:,} more characters</span>'
        out, at = "", 0
        for begin, end, role in names:
            title = f' title="{escape(printable(role))}"' if role else ""
            out += f'{text(says[at:begin])}<u class="e-who"{title}>{text(says[begin:end])}</u>'
            at = end
        return out + text(says[at:])

    def _rows(self, lines: Iterable[_Line]) -> Iterator[str]:
        """Lines as rows: number, role, text, and what is to be said of it."""
        for blank, run in groupby(
            lines, lambda line: line.blank and line.number not in self._notes
        ):
            rows = list(run)
            if blank and len(rows) > _BLANK_LINES:
                number, count = rows[0].number, len(rows)
                yield f'<div class="e-row e-blank"><span class="e-n">{number}</span><span></span><span class="e-quiet">{count:,} blank lines</span></div>'
                continue
            for line in rows:
                yield self._row(line)

    def _row(self, line: _Line) -> str:
        # A block's name stands where the block begins.
        block, piece = line.cells[0] if line.cells else (None, 1)
        label = chip(block.role) if block is not None and piece == 0 else ""
        band = f" e-band-{block.role}" if block is not None else " e-blank"
        mark = margin = ""
        notes = ""
        if block is not None and piece == 0:
            sure = self._sure(block)
            if sure is not None and sure < DOUBTFUL:
                self._view.doubtful += 1
                notes = f'<p class="e-note e-doubt">{sure:.0%} sure</p>'
        if line.number not in self._known:
            self._known.add(line.number)
            mark = f' id="{self._view.prefix}{Anchor(self._one.number, line.number)}"'
            notes += "".join(self._notes.get(line.number, ()))
        if notes:
            margin = f'<div class="e-notes">{notes}</div>'
        return (
            f'<div class="e-row{band}"{mark}>{self._line_number(line.number)}<span class="e-label">{label}</span>'
            f'<span class="e-line" lang="zh">{"".join(line.markup)}</span>{margin}</div>'
        )

    def _line_number(self, number: int) -> str:
        """A line's number; where a block on the picture begins, a link to its box."""
        key = self._keys.pop(number, None)
        if key is None:
            return f'<span class="e-n">{number}</span>'
        return f'<a class="e-n {key}" href="#z{key}" aria-label="line {number} on the picture">{number}</a>'

    def _link(self, anchor: Anchor, says: str) -> str:
        return f'<a href="#{self._view.prefix}{anchor}">{says} {self._where(anchor)}</a>'

    def _arrow(self, anchor: Anchor, arrow: str, says: str) -> str:
        where = self._where(anchor)
        short = where.replace("page ", "p").replace("line ", "").replace(", ", ":")
        return f'<a class="e-arrow" href="#{self._view.prefix}{anchor}" aria-label="{says} {where}">{arrow}{short}</a>'

    def _where(self, anchor: Anchor) -> str:
        page = f"page {anchor.page}, " if anchor.page != self._one.number else ""
        return f"{page}line {anchor.line}"


def _note(told: Diagnostic | IssueDiagnostic) -> str:
    place = f' <span class="e-quiet">column {told.column}</span>' if told.column else ""
    return (
        f'<p class="e-note"><b class="e-{told.severity}">{told.severity} {told.code}</b> '
        f'<span lang="zh">{text(told.message[:200])}</span>{place}</p>'
    )


def _named(block: Signed) -> dict[int, list[tuple[int, int, str]]]:
    """Where a block names people: by piece, begin and end in it, and what they are called."""
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for person in signature_of(block).people:
        for piece, begin, end in stretches(person.places):
            found[piece].append((begin, end, person.role or ""))
    return found


def style(root: str) -> str:
    """The style of annotated pages."""
    shown = "".join(
        f"{root} .e-r.e-{role},{root} .e-band-{role}>.e-label{{--band:var(--{one.family})}}"
        f"{root} .e-r.e-{role}{{background:var(--{one.family}-ground)}}"
        f"{root} .e-band-{role}>.e-line{{border-left:4px {one.line} var(--{one.family})}}"
        for role, one in ROLES.items()
    )
    filtered = "".join(
        f"{root}:has(.e-in-{role}:checked) .e-row:has(.e-{role}){{display:grid}}"
        f"{root}:has(.e-in-{role}:checked) .e-item:has(.e-r.e-{role}){{display:block}}"
        f"{root}:has(.e-in-{role}:checked) .e-r.e-{role}{{color:inherit;background:var(--{one.family}-ground)}}"
        for role, one in ROLES.items()
    )
    filtered += (
        f"{root}:has(.e-in-doubt:checked) .e-row:has(.e-doubt){{display:grid}}"
        f"{root}:has(.e-in-doubt:checked) .e-item:has(.e-doubt){{display:block}}"
        f"{root}:has(.e-in-doubt:checked) .e-row:has(.e-doubt) .e-r{{color:inherit}}"
    )
    ticked = f"{root}:has(.e-legend :checked)"
    filtering = f"{ticked} .e-item,{ticked} .e-row{{display:none}}{ticked} .e-r{{color:var(--quiet);background:none}}"
    return theme(root) + _RULES.replace("ROOT", root) + chips() + shown + filtering + filtered


# Kerning makes browsers shape all the rest of an unbroken line again at each of its ends, for minutes where it is long.
_RULES = """\
ROOT{background:var(--paper);color:var(--ink);font:15px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
text-align:left;overflow-wrap:anywhere}
ROOT *{box-sizing:border-box}
ROOT h1,ROOT h2{margin:0;font-size:1.2em;line-height:1.5;color:inherit;padding:.5em 0 .3em}
ROOT .e-story{font-weight:400;margin:0;font-size:1em;line-height:1.5;padding:0;color:inherit}
ROOT a{color:var(--link)}
ROOT a:focus-visible,ROOT input:focus-visible,ROOT button:focus-visible,ROOT summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
ROOT summary{cursor:pointer}
ROOT ol{list-style:none;margin:0;padding:0}
ROOT ol ol{margin:0 0 .4em .9em}
ROOT .e-skip{position:absolute;left:-99em}ROOT .e-skip:focus{position:static}
ROOT .e-quiet{color:var(--quiet)}
ROOT .e-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ROOT .e-chip{display:inline-block;border-radius:3px;padding:0 .4em;font-size:12px;line-height:1.6}
ROOT .e-chip i{font-style:normal;white-space:nowrap}
ROOT .e-code{border:1px solid var(--rule);border-radius:3px;font:11px/1.2 monospace;padding:0 .2em;color:var(--quiet)}
ROOT .e-side{font-size:14px}
ROOT .e-legend fieldset{border:1px solid var(--rule);border-radius:6px;margin:0 0 .8em;padding:.3em .7em .6em;min-width:0;
display:flex;flex-wrap:wrap;gap:.15em .8em;align-items:center}
ROOT .e-legend label{display:inline-flex;gap:.35em;align-items:center;cursor:pointer;min-height:24px}
ROOT .e-legend input{margin:0;width:16px;height:16px}
ROOT .e-legend small{color:var(--quiet);font-size:12px}
ROOT .e-legend button{font:inherit;color:var(--ink);background:var(--box);border:1px solid var(--rule);border-radius:4px;padding:.1em .7em;cursor:pointer}
ROOT .e-contents{margin:0 0 .8em}
@media (max-width:62em){ROOT .e-contents ol{columns:16em}ROOT .e-contents ol ol{columns:auto}}
ROOT .e-contents li a{display:block;padding:.08em 0;text-decoration:none}
ROOT .e-contents li a:hover{text-decoration:underline}
ROOT .e-box{border:1px solid var(--rule);border-radius:6px;background:var(--paper);padding:.1em 0 .3em;margin:.6em 0}
ROOT .e-head{display:flex;flex-wrap:wrap;gap:.1em 1em;align-items:baseline;padding:.15em .7em;background:var(--box);border-radius:6px 6px 0 0;
font-size:13px;color:var(--quiet)}
ROOT .e-head b{display:inline-block;min-width:1.8em;text-align:center;border-radius:1em;background:var(--ink);color:var(--paper);margin-right:.3em}
ROOT .e-foot{margin:.2em .7em;font-size:13px}
ROOT .e-row{display:grid;grid-template-columns:3.2em 10.4em minmax(0,1fr) 15em;column-gap:.5em;position:relative}
ROOT .e-row:target,ROOT .e-item:has(:target) .e-head:has(:target){outline:3px solid var(--link);outline-offset:1px;scroll-margin-top:4em}
ROOT .e-row:target{display:grid!important}
ROOT .e-item:has(:target){display:block!important}
ROOT .e-n{color:var(--quiet);text-align:right;font-size:12px;line-height:2.1;user-select:none;font-variant-numeric:tabular-nums}
ROOT .e-label{text-align:right;user-select:none;line-height:1.5}
ROOT .e-line{display:block;white-space:pre-wrap;font-kerning:none;unicode-bidi:isolate;direction:ltr;padding-left:.6em;border-left:4px solid transparent;
overflow:clip;overflow-clip-margin:4px}
ROOT .e-blank{min-height:.55em;line-height:.55}
ROOT .e-blank .e-n{line-height:1;font-size:9px}
ROOT .e-r{border-radius:2px;padding:.08em 0;box-decoration-break:clone;-webkit-box-decoration-break:clone}
ROOT .e-headline{font-weight:700}
ROOT .e-tag{font-size:11px;line-height:1;color:var(--ink);background:var(--paper);border:1px solid var(--band);border-radius:3px;
padding:0 .3em;margin:0 .3em 0 .2em;user-select:none}
ROOT .e-who{text-decoration:underline 2px;text-underline-offset:3px}
ROOT .e-arrow{user-select:none;font-size:13px;padding:0 .2em;white-space:nowrap}
ROOT .e-seam::after{content:"\\2925";color:var(--quiet);font-size:11px;padding-left:.2em}
ROOT .e-notes{font-size:12px;line-height:1.45;border-left:2px solid var(--rule);padding-left:.5em}
ROOT .e-note{margin:.1em 0}
ROOT .e-doubt{color:var(--quiet)}
ROOT .e-error{color:var(--error)}ROOT .e-warning{color:var(--warning)}ROOT .e-hint{color:var(--quiet)}
@media (max-width:75em){
ROOT .e-row{grid-template-columns:2.6em 10.2em minmax(0,1fr)}
ROOT .e-notes{grid-column:3}
}
@media (max-width:60em){
ROOT .e-row{grid-template-columns:2.4em 6em minmax(0,1fr)}
ROOT .e-label .e-chip i{display:none}
}
@media (max-width:36em){
ROOT .e-row{grid-template-columns:2.2em minmax(0,1fr)}
ROOT .e-label{text-align:left}ROOT .e-label:empty{display:none}
ROOT .e-line,ROOT .e-notes{grid-column:2}
ROOT .e-label{grid-column:2}
}
"""
