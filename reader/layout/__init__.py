"""How a document stands on the screen: widths, line breaks, lines. Knows no terminal library."""
