"""Whether a page that was sent may not be the article that was asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.document import Document
    from annotations.results import Capture

THIN_LENGTH = 900
"""Code points of a text below which it may be the beginning of an article, or a page before it."""

LARGE_BYTES = 20_000
"""Of a page: so much markup for a thin text is there for something else."""

_NOT_FREE = re.compile(rb"""["']isAccessibleForFree["']\s*:\s*["']?(?:false|no)\b""", re.IGNORECASE)
_WALL = re.compile(
    r"(?i)\b(?:subscribe (?:now|to|for)|subscribers? only|already a subscriber|log ?in to (?:read|continue)|"
    r"sign ?in to (?:read|continue)|to continue reading|create a free account|"
    r"weiterlesen mit|jetzt abonnieren|réservé aux abonnés|abonnez-vous|suscríbete)\b"
)
_CONSENT = re.compile(
    r"(?i)\b(?:(?:accept|reject|allow) (?:all|cookies)|cookie (?:settings|preferences|policy)|"
    r"we (?:and our partners )?(?:use|value).{0,40}(?:cookies|privacy)|alle akzeptieren|"
    r"tout accepter|aceptar todo)\b"
)
_SCRIPT = re.compile(
    r"(?i)\b(?:enable|activate|requires?|without) javascript\b|\bare you a robot\b|\bcaptcha\b"
)


def doubts(capture: Capture, document: Document) -> tuple[str, ...]:
    """A sentence for what makes one doubt that the text is the article; seldom more than one."""
    if capture.status >= 400:  # noqa: PLR2004  # the standard's own limit
        return (f"the server called this page an error ({capture.status}).",)
    text = document.text
    if _NOT_FREE.search(capture.content):
        return ("the page says that it is not free: this may be only its beginning.",)
    if len(text) >= THIN_LENGTH:
        return ()
    for pattern, sentence in (
        (_SCRIPT, "there is little text, and the page asks for JavaScript"),
        (_CONSENT, "there is little text, and it asks for consent to cookies"),
        (_WALL, "there is little text, and it asks for a subscription or a login"),
    ):
        if pattern.search(text):
            return (f"{sentence}: this may not be the article.",)
    if len(capture.content) >= LARGE_BYTES and b"<" in capture.content[:1000]:
        return ("there is little text for so large a page: it may be made by scripts.",)
    return ()
