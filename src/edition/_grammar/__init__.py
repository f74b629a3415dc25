"""The grammar files, compiled: formulas, names, folios, dialects. The only room that knows Lark."""
