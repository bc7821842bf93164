"""Where names of persons stand in a text, by capitals, titles and the words around; no list of names.

A text is read into tokens once; a quotation is one token, so that nobody named inside it counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from annotations.speech import DAYS, PARTICLES, PLACE_BEGINNINGS, TITLE_ENDS, TITLES, WEAK_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.model import Range
    from annotations.speech import Speech

QUOTATION = "“”"
"""The text of a token that stands for a quotation."""

ENDS = frozenset((".", "!", "?", "…"))
"""Tokens that end a sentence; full stops of abbreviations belong to their words."""

WORDS_OF_NAME = 7
"""More capitalised words in a row are a headline."""

ACRONYM_LENGTH = 5

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    # What French elides is a word of its own; so is an initial, or a short title, with its stop.
    rf"(?:qu|lorsqu|puisqu|[cdjlmnst])['’](?={_LETTER})|(?:Qu|[CDJLMNST])['’](?=[a-zà-öø-ÿ])"
    rf"|(?:[^\W\d_a-zß-öø-ÿ]|Mrs?|Ms|Dr|Prof|Gen|Col|Sen|Rep|Gov|Rev|St|Lt|Capt|Sgt|Sra?|Srta)\."
    rf"(?=\s?{_LETTER})"
    rf"|{_LETTER}+(?:[-'’]{_LETTER}+)*|\d+(?:[.,:]\d+)*|\S"
)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_NATIONALITY = re.compile(r"(?:ian|ean|ish|ese|ican)\Z")
_PEOPLES = frozenset(("french", "german", "dutch", "greek", "swiss", "czech", "thai", "iraqi"))


class Token(NamedTuple):
    """A word, a mark, or a quotation."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """Without regard to case, and with a straight apostrophe."""
        return self.text.lower().replace("’", "'")

    @property
    def is_capitalised(self) -> bool:
        """True for a word that may be part of a name."""
        first = self.text[0]
        if first.isupper() or first.istitle():
            return True
        head, hyphen, tail = self.text.partition("-")
        return bool(hyphen) and head in PARTICLES and tail[:1].isupper()


class Name(NamedTuple):
    """A name, with the tokens it takes, its title among them."""

    text: str
    first: int
    last: int
    """The last token; it is part of the name."""
    has_title: bool

    @property
    def words(self) -> list[str]:
        """Its parts."""
        return self.text.split()

    @property
    def family(self) -> str:
        """The last of them, by which it is called again."""
        return self.words[-1].lower()


def tokens_of(text: str, held: Range, quotations: Sequence[Range]) -> list[Token]:
    """The tokens of a stretch; `quotations`, in order and apart, are one each."""
    found: list[Token] = []
    position = held.start
    for quotation in quotations:
        found.extend(_words(text, position, quotation.start))
        found.append(Token(QUOTATION, quotation.start, quotation.end))
        position = quotation.end
    found.extend(_words(text, position, held.end))
    return found


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    return (Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end))


class Names:
    """The names among tokens."""

    def __init__(self, tokens: Sequence[Token], speech: Speech) -> None:
        self._tokens = tokens
        self._speech = speech
        self._lower = {token.text for token in tokens if token.text.islower()}
        self.all: list[Name] = []
        self._ending_at: dict[int, Name] = {}
        self._beginning_at: dict[int, Name] = {}
        at = 0
        while at < len(tokens):
            first, last = self._run(at)
            if last < first:
                at += 1
                continue
            name = self._name(first, last)
            if name is not None:
                self.all.append(name)
                self._ending_at[last] = name
                self._beginning_at[first] = name
            at = last + 1

    def ending_at(self, at: int) -> Name | None:
        """The name whose last token this is."""
        return self._ending_at.get(at)

    def beginning_at(self, at: int) -> Name | None:
        """The name, its title included, whose first token this is."""
        return self._beginning_at.get(at)

    def is_adjective(self, name: Name) -> bool:
        """True for `Russian` in `the Russian minister`: a single word with a small one after it."""
        return (
            len(name.words) == 1
            and not name.has_title
            and name.last + 1 < len(self._tokens)
            and self._tokens[name.last + 1].text[0].islower()
        )

    def _is_part(self, at: int) -> bool:
        token = self._tokens[at]
        if not token.text[0].isalpha() or not token.is_capitalised or token.lower in DAYS:
            return False
        if token.lower not in self._speech.no_names:
            return True
        # Marine Le Pen, Mme De Gaulle: in the middle of a sentence a capital means something.
        return (
            token.lower in PARTICLES
            and 0 < at < len(self._tokens) - 1
            and self._tokens[at - 1].text[0].isalpha()
            and self._tokens[at + 1].is_capitalised
        )

    def _run(self, at: int) -> tuple[int, int]:
        """The capitalised words from a token on, with particles between; none: the end before it."""
        tokens = self._tokens
        first, last = at, at - 1
        while at < len(tokens):
            if self._is_part(at):
                last = at
                at += 1
                if _POSSESSIVE.search(tokens[last].text) or tokens[last].text[-1] in "'’":
                    break
                continue
            ahead = at
            while ahead < len(tokens) and tokens[ahead].text in PARTICLES and ahead - at < 2:  # noqa: PLR2004  # de la, von der
                ahead += 1
            is_between = last >= first and not self._is_article(at)
            is_between = is_between or self._is_leading_particle(at)
            if at < ahead < len(tokens) and is_between and self._is_part(ahead):
                at = ahead
                continue
            break
        return first, last

    def _is_article(self, at: int) -> bool:
        """True for `der` in „Merz der Zeitung“."""
        return self._speech.nouns_are_capitalised and self._tokens[at].text in self._speech.articles

    def _is_leading_particle(self, at: int) -> bool:
        """True for `von der Leyen` and `bin Salman` where no given name stands before."""
        if self._tokens[at].text not in ("von", "van", "bin", "ibn"):
            return False
        following = self._tokens[at + 1].text if at + 1 < len(self._tokens) else ""
        # In German `von` mostly is a preposition.
        return not self._speech.nouns_are_capitalised or following in ("der", "den")

    def _name(self, first: int, last: int) -> Name | None:
        """The run as a name, titles and what stands before them dropped; None if nobody is left."""
        words = [self._tokens[at].text for at in range(first, last + 1)]
        title = max((n for n, word in enumerate(words) if is_title(word)), default=-1)
        if title == len(words) - 1:
            if is_title(words[-1], weak=False):
                return None
            title = -1
            while title + 1 < len(words) - 1 and is_title(words[title + 1]):
                title += 1
        kept = words[title + 1 :]
        # „Präsident von Mali“ holds no name, „Präsidentin von der Leyen“ does.
        is_of = title >= 0 and kept[0] in PARTICLES and self._speech.nouns_are_capitalised
        if is_of and kept[1] not in PARTICLES:
            return None
        if len(kept) > WORDS_OF_NAME:
            return None
        if _POSSESSIVE.search(kept[-1]):
            kept[-1] = _POSSESSIVE.sub("", kept[-1])
            if not kept[-1]:
                return None
        if title < 0 and len(kept) == 1 and self._is_common(first, kept[0]):
            return None
        return Name(" ".join(kept), first, last, has_title=title >= 0)

    def _is_common(self, at: int, word: str) -> bool:
        """True for a single word that is capitalised only as a sentence begins, or no name at all."""
        if word.isupper() and len(word) <= ACRONYM_LENGTH:
            return True
        if word.endswith("."):
            return True
        if self._speech.nouns_are_capitalised:
            return False
        begins = at == 0 or self._tokens[at - 1].text in ENDS | {QUOTATION, ":", "—", "–"}
        return begins and word.lower() in self._lower

    # --- persons ----------------------------------------------------------------------------

    def persons(self, before: int) -> list[Name]:
        """Who is named before a token and may be meant by he or she; each once, the fullest form.

        A doubtful one counts: two candidates are no answer, and that is better than a wrong one.
        """
        names = [name for name in self.all if name.last < before]
        places = {name.text for name in names if self._is_place(name)}
        families = {name.family for name in names if len(name.words) > 1 or name.has_title}
        found: dict[str, Name] = {}
        for name in names:
            if name.text in places or not self._may_be_person(name, families):
                continue
            known = found.get(name.family)
            if known is None or len(name.words) > len(known.words):
                found[name.family] = name
        return list(found.values())

    def _before(self, name: Name, back: int = 1) -> str:
        at = name.first - back
        return self._tokens[at].lower if at >= 0 else "."

    def _is_place(self, name: Name) -> bool:
        if name.has_title:
            return False
        before, speech = self._before(name), self._speech
        if name.words[0].lower() in PLACE_BEGINNINGS or before in speech.places:
            return True
        if len(name.words) > 1:
            return False
        if before in speech.to:
            return any(self._before(name, back) in speech.motion for back in (2, 3, 4))
        # Of Mali, du Mali, von Bamako: a person would be named in full, or with a title.
        return before in ("of", "de", "du", "d'", "del", "von")

    def _may_be_person(self, name: Name, families: set[str]) -> bool:
        if name.has_title:
            return True
        before = self._before(name)
        if before in self._speech.articles and name.family not in families:
            return False
        if len(name.words) > 1:
            return True
        if name.family in families:
            return True
        after = self._tokens[name.last + 1].text if name.last + 1 < len(self._tokens) else "."
        if self._speech.nouns_are_capitalised:
            return before in ENDS or name.first == 0
        lower = name.text.lower()
        is_adjective = lower in _PEOPLES or _NATIONALITY.search(lower) is not None
        return not (is_adjective and after[0].islower())


def is_title(word: str, *, weak: bool = True) -> bool:
    """True for a word that says what somebody is, before the name."""
    lower = word.lower().rstrip(".")
    if lower in TITLES or (weak and lower in WEAK_TITLES):
        return True
    head, hyphen, tail = lower.rpartition("-")
    if hyphen and head and tail in TITLES:
        return True
    return len(lower) > 8 and lower.endswith(TITLE_ENDS)  # noqa: PLR2004  # compounds only
