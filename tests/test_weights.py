"""The shipped weights: few, small, readable, and of features that the code makes."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from edition._parser import feature_names, line_features, weights
from edition._parser.parsing import read_page
from edition._parser.weights import ROLE_UNITS, TIE_UNITS, Model

ROOT = Path(__file__).parents[1]
FILE = Path(weights.__file__).with_name("weights.json")
PAGES = sorted([*(ROOT / "examples").rglob("*.txt"), *(ROOT / "tests" / "data").rglob("*.txt")])

#: The weights of what print says.
PRINT = FILE.with_name("print_weights.json")
#: A quotation that is cut behind a word that asks for more, which no page at hand has.
QUOTED = "何大川说：“渡口的\n船都修好了。”\n"


def _rows() -> list[tuple[str, str, dict[str, int]]]:
    table = json.loads(FILE.read_text("utf-8"))
    return [(part, name, row) for part in weights.PARTS for name, row in table[part].items()]


def _print_rows() -> list[tuple[str, str, dict[str, int]]]:
    table = json.loads(PRINT.read_text("utf-8"))
    return [(part, name, row) for part in ("evidence", "seam") for name, row in table[part].items()]


def test_weights_of_print_are_few_and_apart() -> None:
    """What print says has names of its own, which no text has, and weights that can be read through."""
    rows = _print_rows()
    assert sum(len(row) for *_, row in rows) <= 700
    assert len(rows) <= 120
    assert all(name.startswith("print") for _, name, _ in rows)
    assert not any(name.startswith("print") for _, name, _ in _rows())
    for part, name, row in rows:
        assert row.keys() <= (ROLE_UNITS if part == "evidence" else TIE_UNITS).keys()
        assert any(pattern.fullmatch(name) for pattern in _documented().values()), name
        assert all(type(number) is int and 0 < abs(number) < 400 for number in row.values())
    for file in PAGES:
        lines = read_page(file.read_bytes().decode("utf-8"))[1]
        names = {
            name for n, line in enumerate(lines) for name in (*lines.evidence(n), *line.boundary)
        }
        assert not any(name.startswith("print") for name in names)


def test_weights_are_few() -> None:
    """So few that they can be read through."""
    rows = _rows()
    assert sum(len(row) for *_, row in rows) <= 6000
    assert len({name for _, name, _ in rows}) <= 800
    assert len(rows) <= 800
    assert FILE.stat().st_size <= 120_000


def test_weights_are_small_integers() -> None:
    """Whole numbers, none of them nothing, none so large that it decides alone."""
    for part, name, row in _rows():
        assert row, name
        for target, number in row.items():
            assert type(number) is int
            assert 0 < abs(number) < 400, (part, name, target)


def test_no_lane_can_overflow() -> None:
    """However many features a line has, its sums stay within a lane: the hundred largest weights for each target do."""
    found: dict[tuple[str, str], list[int]] = {}
    for part, _, row in (*_rows(), *_print_rows()):
        for target, number in row.items():
            found.setdefault((part, target), []).append(abs(number))
    for numbers in found.values():
        # What ties a role is the sum of three targets: a link, it with a kind of role, it with a role.
        assert 3 * sum(sorted(numbers)[-100:]) < 2**15


def test_file_tells_what_it_comes_from() -> None:
    """The pages of each set, the seeds, the features' commit, the penalty, and the figures on papers left out."""
    made = json.loads(FILE.read_text("utf-8"))["made"]
    assert made["one"] == weights.ONE
    assert re.fullmatch("[0-9a-f]{12}", made["features"])
    assert sum(made["pages"].values()) > 500
    assert made["seeds"] == sorted(set(made["seeds"]))
    assert made["penalty"] > 0
    for figures in made["papers left out"].values():
        assert figures.keys() == {"role", "marks", "b3", "exact", "headline", "people"}


def test_targets_are_lanes() -> None:
    """Every weight speaks for something that a search asks for."""
    for part, _, row in _rows():
        assert row.keys() <= (ROLE_UNITS if part == "evidence" else TIE_UNITS).keys()


def test_a_sum_of_lanes_is_the_sum_of_the_weights() -> None:
    """Added up in one integer, also below zero, the lanes come out as they were added one by one."""
    model = Model.of({"evidence": {"a": {"headline": -1.5, "deck": 2.0}, "b": {"headline": -0.25}}})
    total = model.evidence.total(["a", "b", "unknown"])
    found = dict(zip(weights.ROLES, total, strict=True))
    assert found.pop("headline") == round(-1.75 * weights.ONE)
    assert found.pop("deck") == 2 * weights.ONE
    assert set(found.values()) == {0}


# --- features and weights ----------------------------------------------------------------------------

_FORMULAS = {word for _, word in line_features.WHOLE}
#: What a line can be: a formula from end to end, or a shape by length and end; the page's edge beside the first and the last.
_TYPES = _FORMULAS | {
    "names", "picture head", "art title", "body", "torn", "sentence", "long line", "phrase", "line", "lead", "continued", "edge",
}  # fmt: skip
_ROLES = {*weights.ROLES, "edge", "continued_on"}
_CLOSED = {
    "SHAPE": _TYPES,
    "ROLE": _ROLES,
    "DEGREE": {"none", "some", "much", "most", "short"},
}
_NUMBER = r"(?:-?[0-9.]+|more)"
#: The size and the weight of print.
_PRINT = r"(?:tiny|small|body|over|large|larger|huge|head|edge)(?: (?:plain|dark|heavy))?"


@cache
def _documented() -> dict[str, re.Pattern[str]]:
    """The names in docs/evidence.md, with what may stand in them."""
    page = (ROOT / "docs/evidence.md").read_text("utf-8")
    found = {}
    for name in re.findall(r"^\| `([^`]+)` \| [A-Z].*\. \|$", page, re.MULTILINE):
        pattern = ""
        for part in re.split("(PRINT|SHAPE|ROLE|DEGREE|N)", name):
            if part == "PRINT":
                pattern += _PRINT
            elif part in _CLOSED:
                pattern += (
                    f"(?:{'|'.join(sorted(map(re.escape, _CLOSED[part]), key=len, reverse=True))})"
                )
            else:
                pattern += _NUMBER if part == "N" else re.escape(part)
        found[name] = re.compile(pattern)
    return found


#: A digest of the names of the features, by their version.
FEATURES_OF = {1: "7b1916c460fc3538"}


def test_the_version_of_the_features_is_that_of_their_names() -> None:
    """A trained model is refused where features are others: their version is raised with them.

    After a change of names, raise ``FEATURES`` unless no release has this version yet, and write the digest here.
    """
    digest = hashlib.sha256("\n".join(sorted(_documented())).encode()).hexdigest()[:16]
    assert FEATURES_OF[weights.FEATURES] == digest


def test_every_weight_is_of_a_feature_that_the_code_makes() -> None:
    """No weight is left over from a feature that is gone, or from a formula that has another name now."""
    known: set[str] = set()
    for text in (*[file.read_bytes().decode("utf-8") for file in PAGES], QUOTED):
        lines = read_page(text)[1]
        for n, line in enumerate(lines):
            known.update(lines.evidence(n), line.boundary)
    tables = (line_features.OPENINGS, line_features.ENDINGS, line_features.INSIDES)
    known.add("after:edge")
    known |= {word for table in tables for _, word in table} | {f"is:{word}" for word in _FORMULAS}
    patterns = _documented().values()
    stale = {name for _, name, _ in _rows() if not any(p.fullmatch(name) for p in patterns)}
    assert stale == set()
    # A name without anything that varies is made by a line of code: it shows on some page at hand, or is a formula's.
    plain = {name for name in _documented() if not re.search("PRINT|SHAPE|ROLE|DEGREE|N", name)}
    assert {name for _, name, _ in _rows() if name in plain} <= known


#: Features that no weight speaks of, nor any constraint: they are looked for in vain.
UNUSED = {
    "ends:ellipsis",
    "closes:signed",
    "opens:continued",
    "opens:other",
}


def test_every_feature_has_a_weight_or_is_asked_for() -> None:
    """What nothing depends on isn't worth looking for."""
    asked = {value for key, value in vars(feature_names).items() if key.isupper()} | {"layout"}
    names = {name for _, name, _ in (*_rows(), *_print_rows())}
    unused = {
        row
        for row, pattern in _documented().items()
        if row not in asked and not any(pattern.fullmatch(name) for name in names)
    }
    assert unused == UNUSED
