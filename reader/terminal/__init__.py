"""What Textual's driver leaves to be mended, and what the terminal is asked before the app starts."""
