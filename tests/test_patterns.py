"""No regular expression of the package can be made to take long, whatever a text holds.

`fuzz/patterns.py` asks recheck the same, which needs node; `fuzz/slow.py` is the search for slow texts.
"""

from __future__ import annotations

import itertools
import re
import time

import pytest
from fuzz.patterns import patterns
from fuzz.slow import Slow

import edition

pytestmark = pytest.mark.timed

PATTERNS = {name: source for source, name in patterns().items()}
#: What the formulas are made of: what they take for a role, a name, a gap, an end.
BITS = (
    *("记者", "通讯员", "评论员", "作者", "整理", "编译", "摄", "供图", "图", "文", "/", "：", "、", "，", " ", "　", "\t"),
    *("立", "·", "（", "）", "【", "《", "“", "。", "■", "—", "…", "-", "A", "a@", "1", "一", "第", "版", "月", "日", "年"),
    *("新华社", "本报", "讯", "电", "社", "报", "日报", "从", "据", "悉", "责编", "电话", "遗失", "DAILY ", "\n", "\ud800"),
)  # fmt: skip
#: What a repeated bit stands behind: the heads without which a formula is not even begun.
HEADS = (
    "",
    "（",
    "（记者",
    "本报记者",
    "记者：",
    "摄",
    "新华社",
    "日报",
    "责编",
    "电话",
    "从",
    "第",
)
#: Longest that a text of a thousand characters may take, in seconds. Half of it is a slow machine's allowance: the patterns
#: take a thousandth.
ALLOWED = 0.05


def adversarial(size: int) -> list[str]:
    """Texts of a size that repeat one bit or two and break off where a formula would have to end."""
    pairs = [(bit,) for bit in BITS] + [
        pair for n, pair in enumerate(itertools.permutations(BITS, 2)) if n % 7 == size % 7
    ]
    return [
        (HEADS[n % len(HEADS)] + "".join(pair) * size)[: size - 1] + "!"
        for n, pair in enumerate(pairs)
    ]


def longest(pattern: re.Pattern[str], texts: list[str]) -> tuple[float, str]:
    """The longest that a pattern takes for a text, the better of up to three times, and that text."""
    worst, found = 0.0, ""
    for text in texts:
        taken = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            pattern.match(text)
            taken = min(taken, time.perf_counter() - start)
            if taken <= worst:
                break
        if taken > worst:
            worst, found = taken, text
    return worst, found


@pytest.mark.parametrize("name", PATTERNS)
def test_no_text_takes_long(name: str) -> None:
    """At a hundred characters, the longest formula, and at a thousand: no repetition takes long."""
    pattern = re.compile(PATTERNS[name])
    for size in (100, 1000):
        taken, text = longest(pattern, adversarial(size))
        assert taken < ALLOWED, f"{taken:.3f} s for {text[:40]!r}…"


@pytest.mark.parametrize("name", PATTERNS)
def test_nothing_made_of_its_own_parts_takes_long(name: str) -> None:
    """What a formula nearly matches is refused soon, at the length of the longest formula."""
    taken, text = Slow(PATTERNS[name], 100, seed=1).search(tries=400, enough=ALLOWED)
    assert taken < ALLOWED, f"{taken:.3f} s for {text!r}"


def test_a_search_finds_what_is_slow() -> None:
    """The search itself: papers in a row that could be cut in many ways, as a folio once did."""
    # A tenth of a second at most; with twelve papers, as in a folio, it would be hours.
    papers = "(?:[一-鿿]{1,6}(?:日报|晚报|报)?[·—]?){1,6}第[0-9]版"
    assert Slow(papers, 100, seed=1).search(tries=400, enough=0.01)[0] > 0.01


@pytest.mark.parametrize(
    "name", [name for name in PATTERNS if name.split()[-1].endswith("_INSIDE")]
)
def test_what_stands_anywhere_is_found_in_linear_time(name: str) -> None:
    """A text eight times as long is searched in eight times the time, not in sixty-four times."""
    pattern = re.compile(PATTERNS[name])

    def taken(size: int) -> float:
        found = []
        for bit in (*BITS, "从悉", "本报将", "WTTT ", "第1"):
            text = (bit * size)[:size]
            start = time.process_time()
            pattern.search(text)
            found.append(time.process_time() - start)
        return sum(found)

    short = min(taken(2000) for _ in range(3))
    assert min(taken(16000) for _ in range(3)) < 30 * short + 0.005


@pytest.mark.parametrize(
    "line",
    [
        "通讯员作者" * 19 + "）",
        "（记者" + "年作者" * 31 + "x",
        "本报记者" + "记者 " * 31 + "）",
        "记者" + "摄记者" * 32 + "！",
        "记者" + "日报" * 40 + "！",
        "责编" + "电责编" * 32 + "！",
        "实习记者特約記者" + "小记者 村民特派记者\t：\t" * 6 + "村民执笔!",
        "校对制图组版" + "主持、制图组版" * 13 + "，！",
        "1版何晨報" + "夏曆-.甲@--甲晨報" * 8 + "-!",
        "第1版" + "农历乙乙V4１9版" * 9 + "!",
    ],
)
def test_a_page_of_hostile_bylines_is_read_soon(line: str) -> None:
    """What once took seconds a line: names, roles and papers in a row that no formula ends."""
    text = f"{line}\n" * 50
    start = time.perf_counter()
    page = edition.parse(text)
    taken = time.perf_counter() - start
    assert str(page) == text
    assert taken < 2.0


def test_a_pattern_that_backtracks_is_found() -> None:
    """The measure itself: one that is known to be slow is told apart."""
    assert longest(re.compile("(?:记者|记)*者*(?:记者)*。"), ["记者" * 12 + "!"])[0] < ALLOWED
    assert longest(re.compile("(?:记?者?记?)*。"), ["记者" * 10 + "!"])[0] > ALLOWED
