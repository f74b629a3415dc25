"""Names of features on which more than a weight depends: constraints, blocks of lines and boundary features ask for them by these.

What each tells stands in docs/evidence.md. Names that only weights know stand where the feature is made.
"""

from __future__ import annotations

# What the line is from end to end.
IS_BRACKETED = "is:bracketed"
IS_BYLINE = "is:byline"
IS_CONTACT = "is:contact"
IS_CONTINUED = "is:continued"
IS_CREDIT = "is:credit"
IS_CREDITS = "is:credits"
IS_DATE = "is:date"
IS_INDEX = "is:index"
IS_INSTITUTION = "is:institution"
IS_JUMP = "is:jump"
IS_MARK = "is:mark"
IS_SIGNOFF = "is:signoff"

# How it opens.
OPENS_AD = "opens:ad"
OPENS_BULLET = "opens:bullet"
OPENS_CAPTION = "opens:caption"
OPENS_FIELD = "opens:field"
OPENS_JOINING = "opens:joining"
OPENS_LEANING = "opens:leaning"
OPENS_MARKUP = "opens:markup"
OPENS_NOTE = "opens:note"
OPENS_NOTICE = "opens:notice"
OPENS_NUMBER = "opens:number"
OPENS_PICTURE_LABEL = "opens:picture label"
OPENS_STAFF = "opens:staff"
OPENS_SUMMARY = "opens:summary"

# What closes it.
CLOSES_CREDIT = "closes:credit"
CLOSES_JUMP = "closes:jump"

# How it ends.
ENDS_BINDING = "ends:binding"
ENDS_BRACKET = "ends:bracket"
ENDS_COLON = "ends:colon"
ENDS_COMMA = "ends:comma"
ENDS_DASH = "ends:dash"
ENDS_FILED = "ends:filed"
ENDS_EXCLAIM = "ends:exclaim"

# What stands in it.
HAS_COMMA = "has:comma"
HAS_NOTICE = "has:notice"
HAS_PICTURE = "has:picture"
HAS_SELF = "has:self"

# What else shows in a line, and which block it stands in.
BULLETED = "bulleted"
COLOPHON = "colophon"
DATABASE_HEADING = "database heading"
DOUBLED = "doubled"
ENCLOSED = "enclosed"
GUIDE = "guide"
IN_NOTICE = "in notice"
IN_SUMMARY = "in summary"
LEFT_OPEN = "left open"
NOTICE_TITLE = "notice title"
OPEN_QUOTE = "open quote"
PLATE = "plate"
PRESENTED = "presented"
RUNNING_HEAD = "running head"
TABLE_OF_STORY = "table of a story"
VERTICAL = "vertical"
WHOLE_FOLIO = "whole folio"

# How it is printed, where its place on the paper is known.
PRINT_BAR = "print bar"
PRINT_HEADING = "print heading"
PRINT_RUNNING = "print running"
