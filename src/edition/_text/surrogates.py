"""Lone surrogates: halves of UTF-16 pairs, which a str can hold and no encoding can write."""

from __future__ import annotations

import re
from typing import cast

SURROGATE = re.compile("[\ud800-\udfff]")


def mended(value: object) -> object:
    """A value with U+FFFD in the place of each lone surrogate, in lists and dicts, too: all places stay what they are.

    >>> mended({"text": ["\\ud83d今晨"]}) == {"text": ["\\ufffd今晨"]}
    True
    """
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [mended(each) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: mended(each) for key, each in cast("dict[str, object]", value).items()}
    return value


def refuse_surrogates(text: str, holder: str) -> None:
    """Raise ValueError for a page that has a lone surrogate, which a format or a program can't hold.

    >>> refuse_surrogates("今晨\\ud83d", "doccano")
    Traceback (most recent call last):
    ValueError: doccano can't hold a lone surrogate, and the page has U+D83D at 2
    """
    lone = SURROGATE.search(text)
    if lone is not None:
        what = f"U+{ord(lone.group()):04X} at {lone.start()}"
        raise ValueError(f"{holder} can't hold a lone surrogate, and the page has {what}")
