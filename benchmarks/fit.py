"""Fit the weights of the evidence to pages whose truth is known.

usage: fit.py GOLD_DIR... [--beside DIR] [--drawn DIR] [--out FILE] [--epochs N] [--without NAME]

GOLD_DIR holds pairs NAME.txt / NAME.json, the JSON in the standoff form of ``edition.to_standoff``. The pages are read as a
parse reads them; weights are found with which the right paths through them are likely (``field.py``; it needs numba and
numpy). Where the truth says only "story", every role of a story is right. ``--beside`` holds pages that count less: what was
done to the others, what is known in part. ``--drawn`` holds pages that the strategies drew; since nothing in their stories
hangs together, nothing is learned from what comes back in them. ``--without`` leaves out the pages whose name begins so, for
an honest estimate on a paper not seen.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

from field import Field, Page
from mix import compose, stories

from edition._parser.decode import Allowed
from edition._parser.line_features import LineFeatures
from edition._parser.page_features import PageFeatures
from edition._parser.parsing import read_page
from edition._parser.weights import FURNITURE, Key

#: What a page counts for that is drawn or given ``--beside``.
BESIDE = 0.3
#: Evidence of words that come back.
_COMING_BACK = ("echo", "kin:", "lead kin:")
STORY_ROLES = [
    "label",
    "kicker",
    "headline",
    "deck",
    "summary",
    "editor_note",
    "byline",
    "opening",
    "continuation",
    "paragraph",
    "crosshead",
    "signoff",
    "caption",
    "credit",
    "continued_from",
    "continued_on",
    "other",
]


def truth(readings: list[LineFeatures], spans: list[dict[str, Any]]) -> list[Allowed]:
    """For each entry the roles and links that are right."""
    found: list[Allowed] = []
    seen: set[Any] = set()
    open_article: Any = None
    last: tuple[Any, Any] = (None, None)
    at = 0
    for reading in readings:
        begin = reading.logical.lines[0].start
        end = (
            reading.logical.lines[-1].start
            + len(reading.logical.lines[-1].indent)
            + len(reading.logical.lines[-1].text)
        )
        while at < len(spans) and spans[at]["end"] <= begin:
            at += 1
        mine = [s for s in spans[at : at + 60] if s["start"] < end and s["end"] > begin]
        if not mine:
            found.append(None)
            continue
        core = max(
            mine, key=lambda s: (s["role"] in ("paragraph", "caption"), s["end"] - s["start"])
        )
        if core["role"] == "deck" and mine[0]["role"] == "headline":
            core = mine[0]  # one line, which a parse cuts at its dash
        role, article = core["role"], core.get("article")
        if role in FURNITURE:
            found.append({(role, "none")})
            continue
        first = mine[0].get("article")
        link = "same" if first == open_article else "new"
        ties = {link}
        paragraph = next((s for s in mine if s["role"] == "paragraph"), None)
        if (
            paragraph is not None
            and link == "same"
            and (paragraph.get("article"), paragraph.get("paragraph")) == last
        ):
            ties = {"join"}
        roles = {role}
        if role == "paragraph":
            heads = {s["role"] for s in mine}
            roles = {"paragraph"}
            if "lead" in heads and reading.line_type == "lead":
                roles = {"opening"}
            if reading.line_type == "continued":
                roles = {"continuation"}
        elif role == "story":
            roles = set(STORY_ROLES)
            ties = {"new"} if link == "new" else {"same", "join"}
        elif role == "lead":
            roles = {"paragraph", "opening"}
        elif role == "notice" and article not in seen and link == "new":
            ties = {"new", "same"}
        if reading.line_type == "lead":
            roles = {"opening"}
        elif reading.line_type == "continued":
            roles = {"continued_from"} if "is:continued" in reading.features else {"continuation"}
        paragraphs = [s for s in mine if s["role"] == "paragraph"]
        last = (article, paragraphs[-1].get("paragraph")) if paragraphs else last
        seen.add(article)
        open_article = mine[-1].get("article")
        found.append({(r, t) for r in roles for t in ties})
    return found


#: Where a fit begins: what each formula says by itself. Roles that no page shows keep these.
PRIOR = {
    "any": {"masthead": -5, "folio": -4, "credits": -4, "index": -4, "notice": -2, "other": -3, "label": -2.5, "summary": -2, "editor_note": -2,
                "signoff": -2.5, "byline": -2.5, "caption": -1.5, "credit": -3, "kicker": -1, "deck": -1, "crosshead": -0.5},
    "is:masthead": {"masthead": 6}, "is:nameplate": {"masthead": 5}, "is:folio": {"folio": 6},
    "is:date": {"folio": 5, "masthead": 4}, "is:page number": {"folio": 5}, "is:credits": {"credits": 7},
    "is:index": {"index": 7}, "is:index entry": {"index": 3}, "is:rubric": {"label": 4}, "is:bullet": {"label": 3},
    "is:picture rubric": {"label": 5}, "is:mark": {"other": 4}, "is:residue": {"other": 8}, "is:byline": {"byline": 4, "signoff": 3, "credit": 1.5},
    "is:institution": {"byline": 4}, "is:signoff": {"signoff": 5}, "is:bracketed": {"signoff": 4},
    "is:names": {"byline": 3}, "is:credit": {"credit": 5}, "is:jump": {"continued_on": 8}, "is:note end": {"editor_note": 6},
    "opens:note": {"editor_note": 6}, "has:self": {"editor_note": 3}, "opens:summary": {"summary": 6},
    "opens:notice": {"notice": 3}, "has:notice": {"notice": 3}, "opens:caption": {"caption": 5}, "has:picture": {"caption": 2},
    "closes:credit": {"caption": 4}, "below:credit": {"caption": 3}, "ends:picture": {"headline": 4},
    "opens:dash": {"deck": 4}, "ends:dash": {"kicker": 3}, "ends:speaker": {"kicker": 2}, "ends:stop": {"paragraph": 3, "headline": -3},
    "ends:art": {"caption": 5}, "above:art title": {"credit": 4}, "ends:binding": {"crosshead": -3, "headline": -2},
    "open quote": {"crosshead": -3}, "above:index": {"index": 3}, "above:index entry": {"index": 2},
}  # fmt: skip


#: The same of seams: what breaks off so goes on below.
PRIOR_SEAMS = {"binding": {"join": 4}, "leaning": {"join": 1}, "quote open": {"join": 1}, "announced": {"join": -2},
               "run on": {"new": -6, "join": -4}}  # fmt: skip


def prior() -> dict[Key, float]:
    """The hand-set scores from which a fit begins."""
    return {
        (part, evidence, target): float(w)
        for part, table in (("evidence", PRIOR), ("seam", PRIOR_SEAMS))
        for evidence, row in table.items()
        for target, w in row.items()
    }


def annotated(name: str, text: str, spans: list[dict[str, Any]]) -> Page:
    """A page's entries and what is right for each."""
    _, readings = read_page(text)
    return name, readings, truth(readings, spans)


def load(folders: list[str], without: list[str]) -> list[Page]:
    """The pages of the folders, but for those whose name begins as one in ``without``."""
    pages: list[Page] = []
    for folder in folders:
        for file in sorted(Path(folder).glob("*.txt")):
            if file.with_suffix(".json").exists() and not any(
                file.name.startswith(w) for w in without
            ):
                text = file.read_bytes().decode("utf-8")
                spans = json.loads(file.with_suffix(".json").read_text("utf-8"))["spans"]
                pages.append(annotated(f"{folder}/{file.name}", text, spans))
    return pages


class Senseless(list[LineFeatures]):
    """A drawn page's entries, without the evidence that only a text with a sense has."""

    def __init__(self, readings: PageFeatures) -> None:
        super().__init__(readings)
        self._drawn = readings
        for reading in readings:
            reading.boundary = _senseless(reading.boundary)

    def evidence(self, n: int) -> list[str]:
        """The evidence for an entry's role."""
        return _senseless(self._drawn.evidence(n))


def _senseless(evidence: list[str]) -> list[str]:
    return [name for name in evidence if not name.startswith(_COMING_BACK)]


def senseless(page: Page) -> Page:
    """A drawn page, without the evidence that only a text with a sense has."""
    name, readings, right = page
    return name, Senseless(readings), right


def mixtures(folders: list[str], without: list[str], count: int) -> list[Page]:
    """Pages composed of the stories of the pages in some folders."""
    rng = random.Random(1)
    pool = []
    for file in [file for folder in folders for file in sorted(Path(folder).glob("*.txt"))]:
        if not any(file.name.startswith(w) for w in without):
            spans = json.loads(file.with_suffix(".json").read_text("utf-8"))["spans"]
            pool += stories(file.read_bytes().decode("utf-8"), spans)
    return [annotated(f"mix/{n}", *compose(pool, rng)) for n in range(count)]


def mean(fits: list[dict[Key, float]]) -> dict[Key, float]:
    """The mean of several fits: what one of them owes to the order of its pages goes, what all of them say stays."""
    keys = {key for one in fits for key in one}
    return {key: sum(one.get(key, 0.0) for one in fits) / len(fits) for key in keys}


def nested(weights: dict[Key, float]) -> dict[str, dict[str, dict[str, float]]]:
    """Weights in the form of the data file: part → evidence → target."""
    rows: dict[str, dict[str, dict[str, float]]] = {}
    for (part, name, target), value in sorted(weights.items()):
        if abs(value) >= 0.02:
            rows.setdefault(part, {}).setdefault(name, {})[target] = round(value, 2)
    return rows


def main() -> None:
    """Fit, and write the weights."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("gold", nargs="+")
    ap.add_argument("--out", default="src/edition/_parser/weights.json")
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument(
        "--mix", type=int, default=100, help="pages composed of the first two folders' stories"
    )
    ap.add_argument("--fits", type=int, default=3, help="how many fits to take the mean of")
    ap.add_argument("--beside", action="append", default=[])
    ap.add_argument("--drawn", action="append", default=[])
    ap.add_argument("--without", action="append", default=[])
    o = ap.parse_args()
    whole = load(o.gold, o.without) + mixtures(o.gold[:2], o.without, o.mix)
    beside = load(o.beside, o.without) + [senseless(page) for page in load(o.drawn, [])]
    field = Field([*whole, *beside])
    shares = [1.0] * len(whole) + [BESIDE] * len(beside)
    fits = [field.fit(prior(), shares, o.epochs, seed) for seed in range(o.fits)]
    Path(o.out).write_text(
        json.dumps(nested(mean(fits)), ensure_ascii=False, indent=0) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
