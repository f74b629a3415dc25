"""Compose new pages out of the stories of pages whose truth is known.

What one paper always does (a sign-off under each story, a lead in each) says little about the next paper. Pages on which
stories of several papers stand in any order, some without their lead, byline or sign-off, keep a fit from learning the
habits of one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from edition._training.truth import Span

#: A line: what stands before each span, its text, and its annotation.
Row: TypeAlias = list[tuple[str, str, Span]]
FURNITURE = ("masthead", "folio", "credits", "index")


def stories(text: str, spans: Sequence[Span]) -> list[list[Row]]:
    """A page cut into its stories, a list of lines each; a run of furniture is one of them."""
    found: dict[Any, list[Row]] = {}
    at = k = run = 0
    for raw in re.split(r"(?<=\n)", text):
        end, row, cursor = at + len(raw), [], at
        while k < len(spans) and spans[k]["start"] < end:
            s = spans[k]
            k += 1
            row.append((text[cursor : s["start"]], text[s["start"] : s["end"]], s))
            cursor = s["end"]
        at = end
        if not row:
            continue
        article = row[0][2].get("article")
        if article is None:
            run += not found or next(reversed(found)) != f"furniture {run}"
            article = f"furniture {run}"
        found.setdefault(article, []).append(row)
    return list(found.values())


def compose(pool: list[list[Row]], rng: random.Random) -> tuple[str, list[Span]]:
    """A page of five to fourteen stories from the pool, set in a manner of its own."""
    gap = rng.choice(("\n", "\n\n", "\n\n"))
    indent = rng.choice(("", "", "\u3000\u3000"))
    between = rng.choice((gap, gap, "\n\n", "\n\n\n"))
    drop = {
        role: rng.choice((0, 0.5, 1)) if rng.random() < 0.5 else 0
        for role in ("signoff", "byline", "lead", "deck", "kicker")
    }
    out: list[str] = []
    spans: list[Span] = []
    at = 0

    def put(piece: str) -> None:
        nonlocal at
        out.append(piece)
        at += len(piece)

    for number, story in enumerate(rng.sample(pool, min(len(pool), rng.randint(5, 14)))):
        dropped = {role for role, chance in drop.items() if rng.random() < chance}
        for row in story:
            kept = [part for part in row if part[2]["role"] not in dropped]
            if not kept:
                continue
            if kept[0][2]["role"] in ("paragraph", "lead", "continued_from"):
                put(indent)
            for n, (before, piece, span) in enumerate(kept):
                put(before.lstrip("\u3000") if n == 0 else before)
                article = None if span["role"] in FURNITURE else number
                spans.append({**span, "start": at, "end": at + len(piece), "article": article})
                put(piece)
            put(gap)
        if between != gap:
            put(between[len(gap) :])
    return "".join(out), spans
