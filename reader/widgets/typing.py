"""Keys of a widget that is typed into, each done in its turn.

Textual inserts a character at once, but does what another key is bound to only when that has bubbled
up to the app: of `x`, backspace, `y` typed at once the backspace would take the `y`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.actions import is_lone_modifier

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget


async def run_binding(widget: Widget, event: events.Key) -> bool:
    """Do what a key is bound to in a widget; False if it is not bound to anything."""
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001  # no other way
        if binding.action.startswith(("scroll_", "page_")):
            break  # Every view has these; what is typed into moves its cursor instead.
        await widget.run_action(binding.action)
        return True
    return is_lone_modifier(event.key)
