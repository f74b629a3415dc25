"""Where print stands on a page: columns, reading order, and what size and place say of a line."""
