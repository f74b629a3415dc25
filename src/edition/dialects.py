"""Dialects: how the papers of a place or a time do things otherwise.

A dialect is a small grammar file that extends the terminals of the mainland daily's. The package ships four beside it
(``nineties``, ``republican``, ``hongkong``, ``taiwan``); a parse picks the one whose tell-tale signs stand on the page.
A file for a paper of your own needs no more than the formulas that are its own::

    // wangchuan.lark: 望川时报 opens its reports with 望川时报快报：
    %extend LEAD_OPENING: /望川时报快报[：:]/

    page = edition.parse(text, dialect=edition.Dialect.from_file("wangchuan.lark"))

The terminals that can be extended are those of grammar/furniture.lark and grammar/cues.lark.
"""

from __future__ import annotations

from edition._grammar.dialects import Dialect, detect, names

__all__ = ["Dialect", "detect", "names"]
