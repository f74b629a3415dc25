"""Stories: the pieces of a story, joined across the layout.

An article is a contiguous part of a page. A story joins articles that belong together: a headline at the top of the page and a body at
the bottom, the first half on page 1 and the rest on page 4. Stories refer to nodes, and every join has its evidence.

>>> import edition
>>> text = "桥归路  渡口归船\\n\\n本报讯（记者 陈立）汾河渡口的末班船昨日停航，船工何大川\\n\\n第2版\\n\\n把桨收进了屋。\\n"
>>> [story] = edition.parse(text).stories
>>> story.headline.text, [p.text for p in story.paragraphs]
('桥归路  渡口归船', ['汾河渡口的末班船昨日停航，船工何大川把桨收进了屋。'])
"""

from __future__ import annotations

from edition._model.stories import Join, Place, Reason, Story, StoryPiece, WholeParagraph

__all__ = ["Join", "Place", "Reason", "Story", "StoryPiece", "WholeParagraph"]
