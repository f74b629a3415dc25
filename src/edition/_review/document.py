"""The page in which pages are corrected: a document without contents, whose script asks for them.

The script and the style sheet are files of the package, as they are read. They stand in the document itself, and the policy that is
sent with it lets no other run.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from edition._grammar.data import packaged
from edition._render.markup import chips, theme


@cache
def _script() -> str:
    return packaged("_review/review.js").decode("utf-8")


@cache
def _style() -> str:
    return theme("body") + chips() + packaged("_review/review.css").decode("utf-8")


def _hash(content: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"


@cache
def policy() -> str:
    """What the browser may do with the document: run that script, in that style, and talk to us."""
    return (
        f"default-src 'none'; script-src {_hash(_script())}; style-src {_hash(_style())}; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def html(lang: str | None) -> bytes:
    """The document, in a language, or in that of the browser."""
    told = f' data-lang="{lang}"' if lang else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{lang or "en"}"{told}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>edition review</title>\n'
        f"<style>{_style()}</style>\n</head>\n<body>\n<noscript>This page needs its script. 此页面需要启用脚本。</noscript>\n"
        f"<script>{_script()}</script>\n</body>\n</html>\n"
    ).encode()
