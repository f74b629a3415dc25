"""Measure how long it takes to join the stories of an issue, and how that grows with its pages.

usage: joining.py [--pages N ...]

Issues are drawn: eight stories and a few briefs a page, a fifth of the stories jump to a later page, a third of those
without a word on the page they leave. Pages are parsed before the clock starts. Prints for each size the pages, the
stories, the jumps, the seconds, and what share of the jumps was found.
"""

from __future__ import annotations

import argparse
import random
import time

import edition
from edition._linking.page_stories import page_stories
from edition.editions import Edition


def words(text: str) -> list[str]:
    """The words of a text, two characters each."""
    return [text[i : i + 2] for i in range(0, len(text), 2)]


NAMES = "陈何石汪段苗魏柏韦易罗谭祁温"
GIVEN = "立川囤谷喜庚珍安云夏秋冬晴岚舟远山河林泉"
THINGS = words(
    "渡船缆绳石磨卤水书桌台灯梆子戏服芦苇湿地井道电梯镊子竹纸秤杆三轮账本木门屋檐田埂车站雨伞毛巾镜子"
    "钥匙棉袄竹篮茶水山路河滩水渠麦田果园蜂箱窑址古塔石桥码头灯塔铁轨信箱邮包琴弦棋盘风筝陶罐药柜砚台"
)
COMMON = words(
    "天亮起身查看旁边说起多少记得街坊早就哪里冬天如今慢慢常常总是从前往后许多热闹安静回家进城办法明白"
)


def story(rng: random.Random, sentences: int) -> str:
    """The text of a story about a person and four things."""
    name = rng.choice(NAMES) + "".join(rng.sample(GIVEN, 2))
    own = [name, *rng.sample(THINGS, 4)]
    text = ""
    for _ in range(sentences):
        words = [rng.choice(own), *rng.sample(COMMON, 4), rng.choice(own), *rng.sample(COMMON, 3)]
        text += "".join(words[:5]) + "，" + "".join(words[5:]) + "。"
    return text


def draw(pages: int, rng: random.Random) -> tuple[dict[int, str], int]:
    """The texts of an issue's pages, and how many stories jump in it."""
    texts = {n: f"第{n}版 要闻\n\n" for n in range(1, pages + 1)}
    jumps = 0
    for page in range(1, pages + 1):
        for _ in range(8):
            text = story(rng, 12)
            head = f"{text[:3]}和他的{rng.choice(THINGS)}又过了一个春天\n\n本报讯（记者 陈立）"
            if page == pages or rng.random() > 0.2:
                texts[page] += f"{head}{text}\n\n"
                continue
            jumps += 1
            to = rng.randrange(page + 1, min(page + 12, pages) + 1)
            at = text.index("。", len(text) // 2) + 1
            marker = f"（下转第{to}版）" if rng.random() > 1 / 3 else ""
            texts[page] += f"{head}{text[:at]}{marker}\n\n"
            texts[to] += f"（上接第{page}版）{text[at:]}\n\n"
    return texts, jumps


def measure(pages: int) -> None:
    """Draw an issue, parse it, and print how long the joining took."""
    texts, jumps = draw(pages, random.Random(pages))
    parsed = tuple(edition.parse(text) for text in texts.values())
    issue = Edition(parsed, tuple(texts))
    begin = time.perf_counter()
    for page in parsed:
        page_stories(page)
    middle = time.perf_counter()
    stories = issue.stories
    end = time.perf_counter()
    found = sum(why.kind == "jump" for one in stories for why in one.evidence)
    print(
        f"{pages:6} {len(stories):8} {jumps:6} {middle - begin:9.2f} {end - middle:9.2f} {100 * found / max(jumps, 1):8.1f}"
    )


def main() -> None:
    """Print a table."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--pages", type=int, nargs="+", default=[4, 8, 24, 50, 100, 200])
    print(f"{'pages':>6} {'stories':>8} {'jumps':>6} {'page s':>9} {'issue s':>9} {'found %':>8}")
    for pages in ap.parse_args().pages:
        measure(pages)


if __name__ == "__main__":
    main()
