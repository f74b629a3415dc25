"""Fold what a formula does not tell apart: scripts, widths, brackets, blanks.

A formula of the trade is the same in Simplified and in Traditional characters, with full-width digits or ASCII ones, in
round brackets of either width. Folding maps each character to one character, so that offsets stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from unicodedata import normalize

#: Traditional and variant forms of the characters that words of the trade, surnames and places are made of.
_SCRIPTS = (
    "壹一柒七萬万參三叁三與与醜丑專专業业東东嚴严為为爲为舉举烏乌樂乐喬乔玖九習习鄉乡書书買买瞭了爭争貳二贰二於于雲云親亲從从們们價价眾众衆众夥伙會会傳传體体餘余脩修債债儲储黨党捌八關关茲兹內内冊册寫写軍军"
    "農农鼕冬馮冯況况準准淩凌減减鳳凤齣出劃划劉刘則则創创別别彆别製制辦办務务動动勵励勞劳區区醫医拾十韆千華华協协單单賣卖蔔卜佔占盧卢衛卫卽即廠厂廳厅厤历曆历歷历厲厉壓压縣县蔘参雙双發发髮发檯台臺台颱台葉叶"
    "號号閤合衕同後后嚮向曏向呂吕聽听啓启啟启吳吴吿告員员週周諮咨鹹咸肆四迴回團团糰团園园國国圖图場场墰坛壇坛壜坛罈坛罎坛聲声處处頭头薑姜婁娄孫孙學学寧宁甯宁實实審审宮宫傢家對对尋寻導导壽寿將将侷局屬属嶽岳"
    "鞏巩帥帅師师蓆席乾干幹干榦干倖幸廣广莊庄慶庆應应龐庞廢废菴庵開开異异張张強强彔录錄录録录綵彩徵征懷怀總总戲戏戰战慼戚戶户執执掃扫護护報报掛挂據据攝摄擷撷敎教數数齋斋旂旗舊旧時时顯显麯曲麴曲朮术術术硃朱"
    "機机雜杂權权來来楊杨鬆松標标欄栏覈核欒栾檔档樑梁檢检樓楼橫横歐欧歩步畢毕氣气匯汇彙汇滙汇湯汤瀋沈註注濟济塗涂溫温遊游灣湾溼湿濕湿滿满燈灯爐炉點点熱热獨独環环現现電电畫画畵画療疗監监蓋盖眞真矯矫礦矿禮礼"
    "祿禄離离鞦秋祕秘稱称竇窦競竞筆笔箋笺籌筹簽签籤签簡简係系繫系緊紧約约級级紀纪縱纵紙纸綫线線线練练組组終终紹绍經经繪绘給给絡络統统續续維维綜综纜缆緱缑編编繆缪網网羅罗義义羣群聶聂職职聯联肅肃衚胡鬍胡腦脑臘腊"
    "緻致節节蒼苍蓮莲蘭兰囌苏甦苏蘇苏範范荊荆榮荣葯药藥药獲获穫获營营蕭萧蔣蒋懞蒙濛蒙矇蒙藍蓝薊蓟藺蔺補补錶表見见觀观視视覽览覺觉譽誉計计訂订訃讣認认讓让議议訊讯記记講讲許许論论設设訪访証证證证評评識识訴诉診诊詞词"
    "譯译詩诗誠诚話话詢询詳详語语說说説说請请諸诸讀读課课調调諒谅談谈謝谢譚谭譙谯穀谷貝贝貢贡財财責责購购貼贴貴贵費费賀贺賈贾資资賞赏賴赖趙赵車车轉转載载輯辑辭辞闢辟邊边遼辽達达過过進进連连遲迟選选遞递遺遗"
    "鄧邓鄺邝鄔邬郵邮鄒邹鬱郁郞郎鄭郑酈郦埰采寀采採采釋释鈡钟鍾钟鐘钟鈕钮錢钱銀银鍊链鏈链銷销錦锦鍵键鎭镇鎮镇鏡镜長长門门閆闫問问閏闰間间閔闵聞闻閣阁閱阅閲阅閻阎闕阙闞阚隊队陽阳陰阴際际陸陆陳陈陝陕隨随隸隶"
    "彫雕琱雕鵰雕麪面麫面麵面韋韦韓韩頁页頂顶項项顧顾預预領领頻频題题顏颜顔颜風风舘馆館馆馬马駐驻駱骆魚鱼魯鲁鮑鲍鮮鲜鳴鸣麥麦黃黄齊齐龍龙龔龚"
)
#: Marks that say the same.
_MARKS = {
    "（﹝❨": "(",
    "）﹞❩": ")",
    "［【〔〖": "[",
    "］】〕〗": "]",
    "：﹕∶": ":",
    "，﹐": ",",
    "；": ";",
    "！": "!",
    "？": "?",
    "／╱∕": "/",
    "｜丨": "|",
    "•・．‧": "·",
    "―─－–": "—",
    "～": "~",
    "「『“": "“",
    "」』”": "”",
    "〈": "《",
    "〉": "》",
    "⺠": "民",
    "\t\u00a0\u1680\u202f\u205f\u3000": " ",
}


def _table() -> dict[int, str]:
    found = dict(zip(map(ord, _SCRIPTS[::2]), _SCRIPTS[1::2], strict=True))
    for marks, meant in _MARKS.items():
        found.update(dict.fromkeys(map(ord, marks), meant))
    found.update(dict.fromkeys(range(8192, 8203), " "))
    # Radicals that a PDF's font gives for characters: ⽴ for 立.
    found.update({code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
    found.update({code: found.get(ord(char), char) for code, char in found.items()})
    # Full-width digits and letters.
    found.update(
        {
            code: chr(code - 0xFEE0)
            for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
        }
    )
    return found


_FOLDED = _table()
#: Of a text of so many code points it is quicker to find the characters that are folded than to look up each; of fewer than so
#: many different ones it is quicker to replace one after the other.
_LONG_TEXT, _FEW_FOLDS = 16, 12
#: What OCR models print in bold: **本报讯**.
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
#: What a PDF's extractor writes for a glyph that it can't tell: no bracket of the text's own.
_GLYPH = re.compile(r"\(cid:([0-9]{1,6})\)")


def fold(text: str) -> str:
    """The text as formulas read it, character for character; the marks of bold print are blanks.

    >>> fold("【本報訊】（記者 陳立）３月５日")
    '[本报讯](记者 陈立)3月5日'
    """
    if "**" in text:
        text = _BOLD.sub(r"  \1  ", text)
    if "(cid:" in text:
        text = _GLYPH.sub(lambda match: "x" * len(match.group()), text)
    if len(text) < _LONG_TEXT:
        return text.translate(_FOLDED)
    find, folds = _by_character()
    found = set(find(text))
    if len(found) > _FEW_FOLDS:
        return text.translate(_FOLDED)
    # None is folded to what is itself folded, so they can be replaced in any order.
    for char in found:
        text = text.replace(char, folds[char])
    return text


@cache
def _by_character() -> tuple[Callable[[str], list[str]], dict[str, str]]:
    """What finds the characters that are folded to others, and those others; made when a text is first folded."""
    table = {chr(code): char for code, char in _FOLDED.items() if chr(code) != char}
    return re.compile(f"[{re.escape(''.join(table))}]").findall, table
