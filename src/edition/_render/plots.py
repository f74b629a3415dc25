"""Plots of pages, issues, people and figures, with Matplotlib: the extra ``plot``.

Each draws on the axes that it is given, or on a figure of its own, and returns the axes: ``ax.figure.savefig("page.png")``.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from edition._model.editions import Edition
from edition._model.pages import Page, placed
from edition._render.markup import ROLES, bands

if TYPE_CHECKING:
    import matplotlib.axes

#: Fonts with Chinese characters, those made for reading on screens first; names as Matplotlib knows them.
_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Heiti SC",
    "SimHei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
#: A font that has these has Chinese, simple and traditional.
_PROBE = "汾報"
_FAMILY_NAMES = {
    "heading": "headings 标题",
    "people": "leads and signatures 署名",
    "picture": "captions and credits 图片",
    "jump": "continuations 转文",
    "note": "rubrics, notes, summaries 栏题",
    "notice": "notices and others 公告",
    "running": "running lines 报眉",
    "body": "body 正文",
}
#: How many days are named at most.
_DAYS = 8
_KINDS = {"article": "heading", "photo": "picture", "notice": "notice"}
#: What can be read on the colours of these.
_INKS = {"heading": "white", "picture": "black", "notice": "black"}


@cache
def han_font() -> str | None:
    """The name of an installed font that has Chinese characters; None where there is none."""
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    known = {font.name for font in font_manager.fontManager.ttflist}
    for name in _FONTS:
        if name in known:
            return name
    # Fonts of other names, and those that came after Matplotlib made its list.
    for path in sorted(font_manager.findSystemFonts()):
        try:
            font = FT2Font(path)
        except (OSError, RuntimeError, ValueError):
            continue  # a bitmap, or damaged
        if all(font.get_char_index(ord(c)) for c in _PROBE):
            font_manager.fontManager.addfont(path)
            return font.family_name
    return None


@contextmanager
def _axes(
    ax: matplotlib.axes.Axes | None, size: tuple[float, float]
) -> Iterator[matplotlib.axes.Axes]:
    """The axes to draw on, in a font that has what is drawn; a figure of its own if none are given."""
    try:
        import matplotlib.pyplot as plt
        from matplotlib.text import Text
    except ImportError as error:
        raise ImportError("plots need Matplotlib: pip install 'edition-dom[plot]'") from error

    found = han_font()
    if found is None:
        warnings.warn(
            "no font with Chinese characters is installed, so that they are drawn as boxes: "
            "install one, such as Noto Sans CJK (Debian: fonts-noto-cjk)",
            stacklevel=4,
        )
    fonts = [name for name in (found, "DejaVu Sans") if name]
    # The first figure loads the backend, whose settings (a notebook's: show every figure) outlive this.
    if ax is None:
        ax = plt.subplots(figsize=size, layout="constrained")[1]
    with plt.rc_context({"font.family": fonts, "axes.unicode_minus": False}):
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        # Labels of ticks are made when they are drawn, long after this.
        ax.tick_params(labelfontfamily=fonts)
        yield ax
        for words in ax.findobj(Text):  # those of axes that were given are older than the font
            words.set_fontfamily(fonts)


def plot_profile(page: Page, *, ax: matplotlib.axes.Axes | None = None) -> matplotlib.axes.Axes:
    """The shape of a page: a bar for each line, top to bottom, as long as its print and in the colours of its roles.

    Lengths are in code points. Raises ImportError without the extra ``plot``.
    """
    bars: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    whole = str(page)
    line, at, used = 1, 0, 0
    for _, block, starts in placed(page):
        for piece, start in zip(block.parts, starts, strict=True):
            if below := whole.count("\n", at, start):
                line, used = line + below, 0
            bars[ROLES[block.role].family].append((line, used, len(piece.text)))
            used += len(piece.text)
            at = start
    height = min(max(line * 0.09, 3.0), 14.0)
    with _axes(ax, (8.0, height)) as axes:
        for family, (colour, _) in bands().items():
            if rows := bars.get(family):
                lines, lefts, widths = zip(*rows, strict=True)
                label = _FAMILY_NAMES[family]
                axes.barh(
                    lines, widths, left=lefts, height=0.9, color=colour, label=label, linewidth=0
                )
        axes.set_ylim(line + 1, 0)
        axes.set_xlabel("characters in the line")
        axes.set_ylabel("line of the page")
        _title(axes, _name(page.paper, page.date, f"page {page.label}" if page.label else None))
        if bars:
            axes.legend(frameon=False, fontsize="small", loc="upper left", bbox_to_anchor=(1, 1))
    return axes


def plot_issue(issue: Edition, *, ax: matplotlib.axes.Axes | None = None) -> matplotlib.axes.Axes:
    """How many stories begin on each page of an issue: articles, pictures that stand alone, notices.

    The rows of :meth:`edition.Edition.index`, counted. Raises ImportError without the extra ``plot``.
    """
    counts = Counter((row.page, row.kind) for row in issue.index())
    names = [
        "\n".join(_plain(part) for part in (page.label or str(number), page.name) if part)
        for page, number in zip(issue.pages, issue.numbers, strict=True)
    ]
    places = range(len(issue.numbers))
    with _axes(ax, (max(len(names) * 0.9, 5.0), 4.0)) as axes:
        from matplotlib.ticker import MaxNLocator

        below = [0] * len(names)
        for kind, family in _KINDS.items():
            high = [counts[number, kind] for number in issue.numbers]
            if any(high):
                colour = bands()[family][0]
                bars = axes.bar(
                    places, high, bottom=below, width=0.7, color=colour, label=f"{kind}s"
                )
                axes.bar_label(
                    bars,
                    [str(n) if n else "" for n in high],
                    label_type="center",
                    color=_INKS[family],
                )
            below = [a + b for a, b in zip(below, high, strict=True)]
        axes.set_xticks(places, names)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel("page")
        axes.set_ylabel("stories that begin there")
        _title(axes, _name(issue.paper, issue.date))
        if any(below):
            axes.legend(frameon=False, fontsize="small", loc="upper left", bbox_to_anchor=(1, 1))
    return axes


def plot_people(
    source: Iterable[Edition | Mapping[str, object]],
    *,
    most: int = 20,
    ax: matplotlib.axes.Axes | None = None,
) -> matplotlib.axes.Axes:
    """Who wrote and photographed on which day: a dot for a person and a day, the larger the more stories.

    ``source`` holds issues, or rows of a table of stories: ``paper``, ``date`` (a :class:`datetime.date` or
    ``2025-03-06``) and ``people``, a list of names or of ``{"name": …}``, as the table of articles has them. Those who
    have the ``most`` stories are drawn, each paper in a colour of its own. Rows without a day are left out.

    Raises ImportError without the extra ``plot``, and ValueError for an invalid date.
    """
    counts: Counter[tuple[str, str, dt.date]] = Counter()
    for one in source:
        for paper, day, name in _mentions(one):
            counts[paper, name, day] += 1
    totals: Counter[tuple[str, str]] = Counter()
    for (paper, name, _), n in counts.items():
        totals[paper, name] += n
    shown = sorted(
        (key for key, _ in totals.most_common(most)), key=lambda key: (key[0], -totals[key], key[1])
    )
    place = {key: n for n, key in enumerate(shown)}
    colours = [band for band, _ in bands().values()]
    with _axes(ax, (8.0, max(len(shown) * 0.3, 2.5))) as axes:
        for n, paper in enumerate(dict.fromkeys(paper for paper, _ in shown)):
            dots = sorted(
                (day, place[paper, name], count)
                for (its, name, day), count in counts.items()
                if its == paper and (paper, name) in place
            )
            axes.scatter(
                [day.toordinal() for day, _, _ in dots],
                [row for _, row, _ in dots],
                s=[40.0 * count for _, _, count in dots],
                color=colours[n % len(colours)],
                label=_plain(paper) or "paper unknown",
                zorder=2,
            )
        axes.set_yticks(
            range(len(shown)), [f"{_plain(name)}  {totals[paper, name]}" for paper, name in shown]
        )
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.grid(axis="y", color="#dddddd", linewidth=0.8)
        _days(axes, {day for _, _, day in counts})
        if shown:
            axes.legend(
                frameon=False, fontsize="small", loc="lower left", bbox_to_anchor=(0, 1), ncols=4
            )
    return axes


def plot_accuracy(
    figures: Mapping[str, float],
    against: Mapping[str, float] | None = None,
    *,
    ax: matplotlib.axes.Axes | None = None,
) -> matplotlib.axes.Axes:
    """Figures of accuracy by role, in per cent: a dot each, the best on top, the number beside it.

    ``against`` are other figures, such as those before a change: a ring each, and a line between both. Names that are
    roles are drawn with the trade's word for them. Raises ImportError without the extra ``plot``.
    """
    names = sorted(figures, key=lambda name: figures[name])
    before = against or {}
    with _axes(ax, (7.0, max(len(names) * 0.3, 2.0))) as axes:
        rows = range(len(names))
        values = [figures[name] for name in names]
        blue, grey = bands()["heading"][0], bands()["running"][0]
        known = [
            (row, before[name], figures[name]) for row, name in enumerate(names) if name in before
        ]
        axes.hlines(
            [k[0] for k in known],
            [k[1] for k in known],
            [k[2] for k in known],
            color=grey,
            zorder=1,
        )
        axes.scatter(
            [k[1] for k in known],
            [k[0] for k in known],
            facecolors="white",
            edgecolors=grey,
            zorder=2,
        )
        axes.scatter(values, rows, color=blue, zorder=3)
        for row, value in zip(rows, values, strict=True):
            axes.annotate(
                f"{value:.1f}", (1.02, row), xycoords=("axes fraction", "data"), va="center"
            )
        axes.set_yticks(rows, [_role(name) for name in names])
        low = min([*values, *before.values()], default=0.0)
        axes.set_xlim(max(min(low - 5.0, 90.0), -1.0), 101.0)
        axes.grid(axis="y", color="#dddddd", linewidth=0.8)
        axes.set_xlabel("per cent")
    return axes


def _mentions(one: Edition | Mapping[str, object]) -> Iterator[tuple[str, dt.date, str]]:
    """The people of an issue's stories, or of a row's: paper, day and name."""
    if isinstance(one, Edition):
        if one.date is not None:
            for person in one.people():
                for _ in person.stories:
                    yield one.paper or "", one.date, person.name
        return
    day, named = one.get("date"), one.get("people")
    if isinstance(day, str):
        day = dt.date.fromisoformat(day)
    if not isinstance(day, dt.date) or not isinstance(named, Sequence) or isinstance(named, str):
        return
    for person in named:
        name = person.get("name") if isinstance(person, Mapping) else person
        if name:
            yield str(one.get("paper") or ""), day, str(name)


def _days(axes: matplotlib.axes.Axes, days: Collection[dt.date]) -> None:
    """An axis of days, a little wider than they are, with the names of some of them."""
    if not days:
        return
    first, last = min(days).toordinal(), max(days).toordinal()
    room = max((last - first) / 40, 0.5)
    axes.set_xlim(first - room, last + room)
    named = range(first, last + 1, -(-(last - first + 1) // _DAYS))
    axes.set_xticks(named, [dt.date.fromordinal(day).isoformat() for day in named])
    axes.tick_params(axis="x", rotation=30)


def _role(name: str) -> str:
    return f"{name.replace('_', ' ')} {ROLES[name].term}" if name in ROLES else _plain(name)


def _name(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)


def _title(axes: matplotlib.axes.Axes, says: str) -> None:
    axes.set_title(_plain(says), loc="left")


def _plain(says: str) -> str:
    """Text that is no formula: a dollar sign would begin one."""
    return says.replace("$", r"\$")
