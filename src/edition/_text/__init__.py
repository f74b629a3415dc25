"""Lines and characters: splitting, unwrapping, widths, numerals, lunar dates. Knows no newspaper."""
