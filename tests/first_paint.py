"""Prints what the app has on its screen and which modules it has loaded at its first paint.

`python -m tests.first_paint ARTICLE LIBRARY`; for the test of what must not be loaded so early.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from reader.opening import Opening
from reader.request import ReadRequest

opening = Opening(ReadRequest(path=Path(sys.argv[1]), library=Path(sys.argv[2])))
opening.first()

from reader import app  # noqa: E402  # as postil itself does it: after the source is open


class Probe(app.PostilApp):
    """Ends at the first paint, before postil does what it puts off until then."""

    # Textual looks for a relative path beside the class, and this one stands elsewhere.
    CSS_PATH = str(Path(app.__file__).parent / str(app.PostilApp.CSS_PATH))

    def on_mount(self) -> None:
        """Look after the first refresh; Textual calls this before the `on_mount` of the base."""
        self.call_after_refresh(self.look_around)

    def look_around(self) -> None:
        """Print screen and modules."""
        lines = self.screen._compositor.render_strips()
        shown = "\n".join("".join(segment.text for segment in line) for line in lines)
        assert sys.__stdout__ is not None
        print(json.dumps([shown, sorted(sys.modules)]), file=sys.__stdout__, flush=True)
        os._exit(0)


Probe(opening).run(headless=True, size=(120, 40))
