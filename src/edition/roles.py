"""Why a line was given its role.

>>> import edition
>>> page = edition.parse("河堤步道开放\\n\\n本报讯 汾河西岸的步道昨日开放，全长三公里，沿线新栽了柳树和海棠。(何青)\\n")
>>> why = page.explain(page.articles[0].headline)
>>> why.role, why.candidates[0].role, why.margin > 0
('headline', 'headline', True)
"""

from __future__ import annotations

from edition._parser.explanation import Candidate, Evidence, Explanation, explain

__all__ = ["Candidate", "Evidence", "Explanation", "explain"]
