"""Fit the weights of the evidence to pages whose truth is known.

usage: fit.py GOLD_DIR... [--drawn DIR] [--out FILE] [--epochs N] [--without NAME]

GOLD_DIR holds pairs NAME.txt / NAME.json, the JSON in the standoff form of ``edition.to_standoff``. The pages are read
as a parse reads them; where the best path differs from the truth, the evidence on the true path gains and that on the
wrong path loses (an averaged structured perceptron with a margin). Where the truth says only "story", every role of a
story is right. ``--drawn`` holds pages that the strategies drew; since nothing in their stories hangs together, nothing is
learned from what comes back in them. ``--without`` leaves out the pages whose name begins so, for an honest estimate on a paper not seen.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
from multiprocessing import Pool
from pathlib import Path
from typing import Any, TypeAlias

from attrs import evolve
from mix import compose, stories

from edition import _decode
from edition._decode import Allowed, Step, decode, features
from edition._evidence import Reading
from edition._weights import FURNITURE, Key, Model
from edition.pages import read_page

Page: TypeAlias = tuple[str, list[Reading], list[Allowed]]

MARGIN = 1.0
#: What is left of a weight, beyond where it began, from one epoch to the next.
FADING = 0.8
#: The share of the evidence that a look at a page leaves unseen, in the first half of a fit and after it.
UNSEEN = (0.15, 0.04)
#: How wide a fit searches: with the narrow search of a parse, weights learn to make up for what it prunes and run away.
WIDE = {"BEAM": 40, "HOPELESS": 30.0, "UNLIKELY": 30.0}
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


def truth(readings: list[Reading], spans: list[dict[str, Any]]) -> list[Allowed]:
    """For each entry the roles and links that are right."""
    found: list[Allowed] = []
    seen: set[Any] = set()
    open_article: Any = None
    last: tuple[Any, Any] = (None, None)
    at = 0
    for reading in readings:
        begin = reading.entry.lines[0].start
        end = (
            reading.entry.lines[-1].start
            + len(reading.entry.lines[-1].indent)
            + len(reading.entry.lines[-1].text)
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
            if "lead" in heads and reading.shape == "lead":
                roles = {"opening"}
            if reading.shape == "continued":
                roles = {"continuation"}
        elif role == "story":
            roles = set(STORY_ROLES)
            ties = {"new"} if link == "new" else {"same", "join"}
        elif role == "lead":
            roles = {"paragraph", "opening"}
        elif role == "notice" and article not in seen and link == "new":
            ties = {"new", "same"}
        if reading.shape == "lead":
            roles = {"opening"}
        elif reading.shape == "continued":
            roles = {"continued_from"} if "is:continued" in reading.evidence else {"continuation"}
        paragraphs = [s for s in mine if s["role"] == "paragraph"]
        last = (article, paragraphs[-1].get("paragraph")) if paragraphs else last
        seen.add(article)
        open_article = mine[-1].get("article")
        found.append({(r, t) for r in roles for t in ties})
    return found


def counted(readings: list[Reading], path: list[Step]) -> collections.Counter[Key]:
    """The evidence that a path rests on."""
    count: collections.Counter[Key] = collections.Counter()
    for reading, step in zip(readings, path, strict=True):
        count.update(features(reading, step))
    return count


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
    right = truth(readings, spans)
    for n, (reading, options) in enumerate(zip(readings, right, strict=True)):
        # A margin: what is wrong must lose by so much, so what is right is given so much less.
        if options is not None:
            reading.evidence.append(f"right:{n}")
    return name, readings, right


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


def senseless(page: Page) -> Page:
    """A drawn page, without the evidence that only a text with a sense has."""
    for reading in page[1]:
        reading.evidence = [e for e in reading.evidence if not e.startswith(_COMING_BACK)]
        reading.seam = [e for e in reading.seam if not e.startswith(_COMING_BACK)]
    return page


def mixtures(folder: str, without: list[str], count: int) -> list[Page]:
    """Pages composed of the stories of the pages in a folder."""
    rng = random.Random(1)
    pool = []
    for file in sorted(Path(folder).glob("*.txt")):
        if not any(file.name.startswith(w) for w in without):
            spans = json.loads(file.with_suffix(".json").read_text("utf-8"))["spans"]
            pool += stories(file.read_bytes().decode("utf-8"), spans)
    return [annotated(f"mix/{n}", *compose(pool, rng)) for n in range(count)]


def masked(readings: list[Reading], unseen: float, rng: random.Random) -> list[Reading]:
    """The readings with some evidence unseen, so that no piece of it is relied on alone."""
    return [
        evolve(
            r,
            evidence=[e for e in r.evidence if e.startswith("right:") or rng.random() > unseen],
            seam=[e for e in r.seam if rng.random() > unseen],
        )
        for r in readings
    ]


def fit(pages: list[Page], start: dict[Key, float], epochs: int, seed: int) -> dict[Key, float]:
    """Weights that read the pages as the truth does, as far as they can."""
    flat = dict(start)
    table: dict[str, dict[str, dict[str, float]]] = {"evidence": {}, "seam": {}, "path": {}}
    for (part, name, target), weight in start.items():
        table[part].setdefault(name, {})[target] = weight
    total: dict[Key, float] = collections.defaultdict(float)
    stamp: dict[Key, int] = collections.defaultdict(int)
    rng = random.Random(seed)
    step = 0
    for epoch in range(epochs):
        if epoch == epochs // 3:
            # The average is over what comes from here on; the first steps are far from where it settles.
            total.clear()
            stamp.clear()
            step = 0
        if epoch:
            # What no page needs any more fades to where it began: weights that grow together only narrow the search.
            for key, weight in flat.items():
                part, name, target = key
                total[key] += weight * (step - stamp[key])
                stamp[key] = step
                flat[key] = start.get(key, 0.0) + FADING * (weight - start.get(key, 0.0))
                table[part].setdefault(name, {})[target] = flat[key]
        rng.shuffle(pages)
        wrong = 0
        for _, whole, right in pages:
            step += 1
            readings = masked(whole, UNSEEN[2 * epoch >= epochs], rng)
            for n, options in enumerate(right):
                table["evidence"][f"right:{n}"] = {role: -MARGIN for role, _ in options or ()}
            model = Model(table)
            guess = decode(readings, model)
            for n in range(len(right)):
                del table["evidence"][f"right:{n}"]
            miss = sum(
                o is not None and (s.role, s.link) not in o
                for o, s in zip(right, guess, strict=True)
            )
            if not miss:
                continue
            wrong += miss
            delta = counted(readings, decode(readings, model, right))
            delta.subtract(counted(readings, guess))
            size = sum(v * v for v in delta.values()) ** 0.5
            rate = min(miss, 5) ** 0.5 / max(1.0, size) / (1 + epoch / 3)
            for key, value in delta.items():
                part, name, target = key
                if value and not name.startswith("right:"):
                    total[key] += flat.get(key, 0.0) * (step - stamp[key])
                    stamp[key] = step
                    flat[key] = flat.get(key, 0.0) + rate * value
                    table[part].setdefault(name, {})[target] = flat[key]
        print(f"fit {seed}, epoch {epoch}: {wrong} wrong", flush=True)
    return {k: (total[k] + v * (step - stamp[k])) / step for k, v in flat.items()}


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
    ap.add_argument("--out", default="src/edition/_weights.json")
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument(
        "--mix", type=int, default=100, help="pages composed of the first folder's stories"
    )
    ap.add_argument("--fits", type=int, default=4, help="how many fits to take the mean of")
    ap.add_argument("--drawn", action="append", default=[])
    ap.add_argument("--without", action="append", default=[])
    o = ap.parse_args()
    for name, value in WIDE.items():
        setattr(_decode, name, value)
    pages = load(o.gold, o.without) + mixtures(o.gold[0], o.without, o.mix)
    pages += [senseless(page) for page in load(o.drawn, [])]
    with Pool() as pool:
        fits = pool.starmap(fit, [(pages, prior(), o.epochs, seed) for seed in range(o.fits)])
    Path(o.out).write_text(
        json.dumps(nested(mean(fits)), ensure_ascii=False, indent=0) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
