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
from edition.editions import Edition
from edition.stories import page_stories

NAMES = "陈何石汪段苗魏柏韦易罗谭祁温"
GIVEN = "立川囤谷喜庚珍安云夏秋冬晴岚舟远山河林泉"
THINGS = ["渡船", "缆绳", "石磨", "卤水", "书桌", "台灯", "梆子", "戏服", "芦苇", "湿地", "井道", "电梯", "镊子", "竹纸", "秤杆", "三轮", "账本", "木门", "屋檐", "田埂", "车站", "雨伞", "毛巾", "镜子", "钥匙", "棉袄", "竹篮", "茶水", "山路", "河滩", "水渠", "麦田", "果园", "蜂箱", "窑址", "古塔", "石桥", "码头", "灯塔", "铁轨", "信箱", "邮包", "琴弦", "棋盘", "风筝", "陶罐", "药柜", "砚台"]
COMMON = ["天亮", "起身", "查看", "旁边", "说起", "多少", "记得", "街坊", "早就", "哪里", "冬天", "如今", "慢慢", "常常", "总是", "从前", "往后", "许多", "热闹", "安静", "回家", "进城", "办法", "明白"]


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
