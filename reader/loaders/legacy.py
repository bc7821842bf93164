"""Which encoding a text in an old one is in, as far as that can be guessed.

Texts in Latin letters are judged here, by the letters that each language uses beside a to z: the
general detector misses many of them. It is asked about all others, and imported only then.
"""

# ruff: noqa: RUF001  # the marks that look alike are what is told apart here

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

SAMPLE_BYTES = 1 << 16
"""Bytes that are looked at closely: more changes no answer and takes time."""

FALLBACK = "cp1252"
"""What most old texts in the West are in, and nearly every byte has a meaning in it."""

PAIRED_SHARE = 0.5
"""Share of high bytes beside another, from which on the text is not in Latin letters."""

SURE_COVERAGE = 0.8
"""Share of high bytes that a language has to explain, to be believed without the detector."""

_LETTERS = {
    "Danish, Norwegian": "æøåéÆØÅ",
    "Dutch": "ëïéèöüáóÉË",
    "Finnish, Swedish": "äöåéÄÖÅ",
    "French": "éèêëàâçùûüîïôœæÿÉÈÊÀÂÇÙÛÎÏÔŒ",
    "German": "äöüßéÄÖÜ",
    "Icelandic": "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ",
    "Italian": "àèéìòùÀÈÉÌÒÙ",
    "Portuguese": "áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚ",
    "Spanish, Catalan": "áéíóúñüçàèòïÁÉÍÓÚÑÜÇÀÈÒ",
    "Croatian, Slovene": "čćđšžČĆĐŠŽ",
    "Czech, Slovak": "áčďéěíňóřšťúůýžäôĺľŕÁČĎÉĚÍŇÓŘŠŤÚŮÝŽÄÔĽ",
    "Hungarian": "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "Polish": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "Romanian": "ăâîşţșțĂÂÎŞŢȘȚ",
    "Turkish": "çğıöşüâîÇĞİÖŞÜ",
    "Baltic": "ąčęėįšųūžāēģīķļņõäöüĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅÕÄÖÜ",
}
_MARKS = "“”„‘’‚«»‹›–—…•·§°©®™€£¿¡ºª½¼¾×±²³\u00a0\u00ad†‡"
_INSIDE_A_WORD = "’·\u00ad"
"""Marks that may stand between two letters."""

_CODECS = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850")
"""Of texts in Latin letters; of two that explain a text equally well, the first is taken."""

_HIGH = re.compile(rb"[\x80-\xff]")
_PAIRED = re.compile(rb"[\x80-\xff]{2,}")
_INSIDE = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z])")


class _Counts(NamedTuple):
    inside: Counter[bytes]
    """High bytes between two letters."""
    all: Counter[bytes]


def guess(sample: bytes) -> str:
    """The most likely codec of bytes that are no UTF-8; ever one that decodes something."""
    near = _near_high_bytes(sample)
    high = len(_HIGH.findall(near))
    if not high:
        return FALLBACK
    paired = sum(len(run) for run in _PAIRED.findall(near))
    if paired > high * PAIRED_SHARE:
        return _detected(near) or FALLBACK
    codec, coverage = _best_latin(
        _Counts(Counter(_INSIDE.findall(near)), Counter(_HIGH.findall(near)))
    )
    if coverage >= SURE_COVERAGE:
        return codec
    return _detected(near) or codec


def _near_high_bytes(sample: bytes) -> bytes:
    """The part of the sample that can tell something."""
    first = _HIGH.search(sample)
    start = max(0, first.start() - 1000) if first else 0
    return sample[start : start + SAMPLE_BYTES]


def _best_latin(counts: _Counts) -> tuple[str, float]:
    best = (FALLBACK, 0.0)
    for codec in _CODECS:
        meanings = {byte: byte.decode(codec, "replace") for byte in counts.all}
        for letters in _LETTERS.values():
            coverage = _coverage(counts, meanings, letters)
            if coverage > best[1]:
                best = (codec, coverage)
    return best


def _coverage(counts: _Counts, meanings: dict[bytes, str], letters: str) -> float:
    """Share of the high bytes that make sense in a language: its letters, marks between words."""
    explained = 0
    for byte, count in counts.all.items():
        meaning = meanings[byte]
        if meaning in letters or meaning in _INSIDE_A_WORD:
            explained += count
        elif meaning in _MARKS:
            explained += count - counts.inside[byte]
    return explained / sum(counts.all.values())


def _detected(sample: bytes) -> str:
    """The general detector's answer; empty if it has none that can be used."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # 17 ms that most texts do not need

    best = from_bytes(sample).best()
    if best is None or best.encoding in ("ascii", "utf_8", "utf_7"):
        return ""
    return best.encoding
