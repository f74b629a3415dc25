"""How fast each strategy draws, how much, and what failing tests shrink to.

    python benchmarks/strategies.py                # the table: examples a second, mean length of what is drawn
    python benchmarks/strategies.py --shrunk       # three parsers broken on purpose, and the page that each is shown by

Examples are drawn as a test draws them, with Hypothesis's own bookkeeping in the time; a second is one of the processor.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import attrs
from hypothesis import HealthCheck, Phase, find, given, settings

import edition
from edition import Page, strategies
from edition._hypothesis import STRATEGIES

_OTHERS = ("continued_articles", "layouts", "names", "page_labels", "photo_news", "quotes", "texts")

#: Parsers that are wrong in one thing each.
BROKEN: dict[str, Callable[[str], Page]] = {
    "takes ASCII brackets for full-width ones": lambda text: edition.parse(text.replace("（", "(")),
    "ends a line at each full stop": lambda text: edition.parse(text.replace("。", "。\n")),
    "forgets what is behind the third item": lambda text: attrs.evolve(
        edition.parse(text), items=edition.parse(text).items[:3]
    ),
}


def measured(name: str, count: int) -> tuple[float, float]:
    """Examples a second, and the mean length of their text in characters."""
    sizes: list[int] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(getattr(strategies, name)())
    def draw(drawn: object) -> None:
        sizes.append(len(_text(drawn)))

    start = time.process_time()
    draw()
    return len(sizes) / (time.process_time() - start), sum(sizes) / len(sizes)


def _text(drawn: object) -> str:
    if isinstance(drawn, strategies.Layout):
        return drawn.text
    if isinstance(drawn, edition.Edition):
        return "".join(map(str, drawn.pages))
    if isinstance(drawn, edition.Person):
        return drawn.name
    return str(drawn)


def main() -> None:
    """Print the table, or the shrunk pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="examples of each strategy (200)")
    parser.add_argument("--shrunk", action="store_true", help="show what broken parsers shrink to")
    options = parser.parse_args()
    if not options.shrunk:
        print("| strategy | examples a second | mean length, characters |\n|---|---|---|")
        for name in sorted({*STRATEGIES.values(), *_OTHERS}):
            rate, size = measured(name, options.count)
            print(f"| `{name}` | {rate:,.0f} | {size:,.0f} |")
        return
    for what, broken in BROKEN.items():
        page = find(
            strategies.pages(),
            lambda page, broken=broken: broken(str(page)) != page,
            settings=settings(max_examples=2000, database=None, deadline=None),
        )
        print(f"--- a parser that {what}: {len(str(page))} characters\n{page}")


if __name__ == "__main__":
    main()
