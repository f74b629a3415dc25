"""Whether reading has become slower: ``python benchmarks/ratios.py`` compares with ``ratios.json``, ``--record`` writes it.

There is a sample for each construct of a page and one for each worst case that was found. A sample's figure is the time of
a parse in units of the lower bound (``splitlines`` and one regular expression a line), taken in the same run, so that the
machine's mood cancels. A figure that is half as high again as the recorded one, in three runs of three, is a failure.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

from _timing import lower_bound, medians

import edition

RECORDED = Path(__file__).with_name("ratios.json")
#: How long a sample is made, in code points.
_SIZE = 6_000
_WORSE = 1.5
_RUNS = 3

_BODY = "3月5日，历时两年修缮的云溪县望月桥恢复通行，附近三个村的村民不用再绕路过河，孩子们上学只要走十分钟。"


def _wrapped(width: int) -> str:
    paragraph = "　　" + _BODY * 3
    lines = [paragraph[at : at + width] for at in range(0, len(paragraph), width)]
    return "\n".join(lines) + "\n"


#: What is repeated up to the size.
SAMPLES = {
    # the constructs
    "body text": f"{_BODY}\n\n",
    "headline block": f"让老石板再走一百年\n\n望月桥修缮完工\n\n——云溪县古桥保护记\n\n{_BODY}\n\n",
    "lead and sign-off": f"本报讯（记者 林知遥 通讯员 何小满）{_BODY}\n\n（石守拙）\n\n",
    "dateline": f"新华社汾河3月5日电（记者陆一舟）{_BODY}（下转第4版）\n\n",
    "byline": f"一座桥的重生\n\n本报记者 林知遥 何小满\n\n{_BODY}\n\n",
    "photo": "3月5日，孩子们走过修好的望月桥。 陆一舟 摄\n\n",
    "continuation": f"（上接第1版）{_BODY}\n\n",
    "column cuts": "望月桥长四十二米，三孔，桥面的石板有一半是从河里捞\n\n起来的，每块石板都编了号。\n\n",
    "wrapped lines": _wrapped(14),
    "folio": "第2版  要闻  2025年3月6日  星期四  汾河日报\n\n",
    "notices": "遗失声明：云溪县石桥村民委员会公章一枚遗失，声明作废。\n\n",
    "Traditional": "【明河專訊】雲溪縣望月橋昨日修復通車，鄰近三村居民不用再繞路過河。（何青攝）\n\n",
    # the worst cases
    "short lines": "石桥\n",
    "one line": _BODY,
    "names without a mark": "本报记者余立军何伟林知遥何小满石守拙陆一舟" * 4 + "\n",
    "brackets": "（（（（）））（（【【】】））" * 4 + "\n",
    "blanks": "石　　桥  " * 12 + "\n",
    "roles": "记者通讯员记者通讯员 记者：" * 6 + "\n",
    "digits and signs": "2025.3.6/A01、A02—A03|0351-8222222 " * 3 + "\n",
}


def ratios() -> dict[str, float]:
    """Each sample's time in units of the lower bound."""
    found = {}
    for name, part in SAMPLES.items():
        text = part * (_SIZE // len(part) + 1)
        times = medians(
            {"bound": partial(lower_bound, text), "parse": partial(edition.parse, text)}, 9
        )
        found[name] = round(times["parse"] / times["bound"], 1)
    return found


def main() -> int:
    """Compare, or record."""
    found = ratios()
    if "--record" in sys.argv:
        RECORDED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    recorded: dict[str, float] = json.loads(RECORDED.read_text("utf-8"))
    assert recorded.keys() == SAMPLES.keys(), "record the new samples"
    for _ in range(_RUNS - 1):
        if all(found[name] <= _WORSE * recorded[name] for name in recorded):
            break
        found = {name: min(ratio, found[name]) for name, ratio in ratios().items()}
    for name, ratio in found.items():
        verdict = "  slower than it was" if ratio > _WORSE * recorded[name] else ""
        print(f"{name:24} {ratio:8.1f} × the lower bound, recorded {recorded[name]:8.1f}{verdict}")
    return int(any(found[name] > _WORSE * recorded[name] for name in recorded))


if __name__ == "__main__":
    raise SystemExit(main())
