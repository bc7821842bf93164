"""What other programs call things, brought into the forms that postil has for them.

Nothing is refused for its form alone: what is no tag, no time or no id of postil's is mended, so that
a mark from elsewhere never stops a file, and comes in alike each time.
"""

from __future__ import annotations

import uuid

from annotations.errors import InvalidValueError
from annotations.model import parse_id

_FOREIGN_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:postil:foreign")
_URN = "urn:uuid:"


def stable_id(text: str) -> str:
    """An id as a UUID: itself if it is one, else always the same one made of it."""
    try:
        return parse_id(text.strip().lower().removeprefix(_URN))
    except InvalidValueError:
        return str(uuid.uuid5(_FOREIGN_IDS, text))
