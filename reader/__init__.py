"""The reader: loading, layout, screens and the command line of postil."""
