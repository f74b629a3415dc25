"""Plots: what they draw is what is counted, in fonts that have the characters."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import edition
from edition import viz
from edition._render import plots

matplotlib = pytest.importorskip("matplotlib", reason="needs the extra plot")

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ISSUE = Path(__file__).resolve().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"


@pytest.fixture(scope="module", autouse=True)
def no_window() -> Iterator[None]:
    """Draws into memory, and forgets the figures."""
    import matplotlib.pyplot as plt

    before = matplotlib.get_backend()
    plt.switch_backend("agg")
    yield
    plt.close("all")
    plt.switch_backend(before)


@pytest.fixture(scope="module")
def issue() -> edition.Edition:
    if plots.han_font() is None:
        pytest.skip("no font with Chinese characters is installed")
    return edition.read_edition(ISSUE)


def drawn(ax: Axes) -> None:
    """Draw the axes: a glyph that is missing is a warning, and an error here."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(io.BytesIO(), dpi=40)


def labels(ax: Axes, axis: str) -> list[str]:
    ticks = ax.get_xticklabels() if axis == "x" else ax.get_yticklabels()
    return [label.get_text() for label in ticks]


def test_profile_has_a_bar_for_each_piece_of_print(issue: edition.Edition) -> None:
    page = issue.page(2)
    ax = viz.plot_profile(page)
    drawn(ax)
    assert sum(bar.get_width() for bar in ax.patches) == sum(len(p.text) for p in page.pieces)  # type: ignore[attr-defined]  # bars
    assert len(ax.patches) == len(page.pieces)
    assert ax.get_title("left") == "汾河日报 2025-03-06 page 2"
    assert ax.yaxis_inverted()


def test_issue_has_the_stories_of_each_page(issue: edition.Edition) -> None:
    ax = viz.plot_issue(issue)
    drawn(ax)
    assert sum(bar.get_height() for bar in ax.patches) == len(issue.index())  # type: ignore[attr-defined]  # bars
    assert labels(ax, "x")[1] == "2\n要闻"


def test_people_of_issues_and_of_rows(issue: edition.Edition) -> None:
    ax = viz.plot_people([issue], most=3)
    drawn(ax)
    wrote = {one.name: len(one.stories) for one in issue.people()}
    assert len(labels(ax, "y")) == 3
    for label in labels(ax, "y"):
        name, count = label.split()
        assert wrote[name] == int(count)
    rows = [
        {"paper": "临川晚報", "date": dt.date(2025, 3, 1 + n), "people": [{"name": "陳立仁"}]}
        for n in range(20)
    ] + [
        {"paper": "汾河日报", "date": "2025-03-02", "people": ["何青", "马兰"]},
        {"paper": None, "date": None, "people": ["何青"]},
        {"paper": "汾河日报", "date": dt.date(2025, 3, 2), "people": None},
    ]
    ax = viz.plot_people(rows)
    drawn(ax)
    assert labels(ax, "y") == ["陳立仁  20", "何青  1", "马兰  1"]
    assert labels(ax, "x")[0] == "2025-03-01"
    assert len(labels(ax, "x")) <= 8
    with pytest.raises(ValueError, match="2025-3"):
        viz.plot_people([{"date": "2025-3", "people": ["何青"]}])


def test_accuracy_has_the_best_on_top(issue: edition.Edition) -> None:
    ax = viz.plot_accuracy({"headline": 97.0, "deck": 84.0, "b3": 90.0}, {"deck": 70.0})
    drawn(ax)
    assert labels(ax, "y") == ["deck 副题", "b3", "headline 主题"]
    assert [text.get_text() for text in ax.texts] == ["84.0", "90.0", "97.0"]


def test_nothing_to_draw_is_drawn(issue: edition.Edition) -> None:
    empty = edition.parse("")
    drawn(viz.plot_profile(empty))
    drawn(viz.plot_issue(edition.parse_edition({1: ""})))
    drawn(viz.plot_people([]))
    drawn(viz.plot_accuracy({}))


def test_a_title_is_no_formula(issue: edition.Edition) -> None:
    page = edition.parse("汾河$x$日报\n2025年3月6日 星期四\n\n河堤步道开放\n")
    drawn(viz.plot_profile(page))
    rows = [{"paper": "$\\frac$", "date": "2025-03-02", "people": ["$\\bad{", "何_青^"]}]
    drawn(viz.plot_people(rows))


def test_axes_can_be_given(issue: edition.Edition) -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2)
    assert viz.plot_issue(issue, ax=axes[0]) is axes[0]
    assert viz.plot_profile(issue.page(1), ax=axes[1]) is axes[1]
    figure.savefig(io.BytesIO())


def test_without_a_font_for_it_a_warning_tells_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plots, "han_font", lambda: None)
    with pytest.warns(UserWarning, match="fonts-noto-cjk") as told:
        viz.plot_accuracy({"b3": 90.0})
    assert told[0].filename == __file__


def test_a_font_is_found_by_its_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    found = plots.han_font()
    if found is None:
        pytest.skip("no font with Chinese characters is installed")
    monkeypatch.setattr(plots, "_FONTS", ())
    plots.han_font.cache_clear()
    assert plots.han_font() is not None
    plots.han_font.cache_clear()


def test_without_matplotlib_the_error_names_the_extra() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from edition import viz\n"
        "try: viz.plot_accuracy({})\n"
        "except ImportError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "plots need Matplotlib: pip install 'edition-dom[plot]'"


def test_a_notebook_shows_every_plot(tmp_path: Path) -> None:
    """A notebook's backend is loaded with the first figure, and asks to be told of all that follow."""
    backend = "import matplotlib\nfrom matplotlib.backends.backend_agg import *\nmatplotlib.interactive(True)\n"
    (tmp_path / "notebook_backend.py").write_text(backend, "utf-8")
    code = (
        "import matplotlib, edition; edition.viz.plot_accuracy({'headline': 90.0}); "
        "assert matplotlib.is_interactive()"
    )
    around = {**os.environ, "MPLBACKEND": "module://notebook_backend", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=around, check=False
    )
    assert done.returncode == 0, done.stderr
