"""Verbs of speech in a text, and whom each belongs to: before it, after it, or somebody unnamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.person_names import ENDS, QUOTATION, Name, Names, Token, is_title
from annotations.speech import DAYS, Speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAD_TOKENS = 8
"""Words that may stand between a quotation and who said it: the Russian foreign minister."""

APPOSITION_TOKENS = 25
"""Words between the commas of: Lavrov, the minister of …, said."""

STOPS = ENDS | {";", QUOTATION}
"""Where the clause around a quotation ends."""


class Speaks(NamedTuple):
    """A verb of speech."""

    first: int
    last: int
    pronoun: str
    """Tied to it: dit-il."""


class Subject(NamedTuple):
    """Who a verb belongs to: a name, somebody named earlier, or somebody we cannot tell."""

    name: Name | None = None
    is_pronoun: bool = False


UNKNOWN = Subject()
PRONOUN = Subject(is_pronoun=True)


class Clauses:
    """The tokens of a stretch with their names and verbs of speech."""

    def __init__(self, tokens: Sequence[Token], speech: Speech) -> None:
        self.tokens = tokens
        self.speech = speech
        self.names = Names(tokens, speech)
        self.verbs = list(self._find_verbs())

    def text_at(self, at: int) -> str:
        """The token's text; empty past the ends."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def lower_at(self, at: int) -> str:
        """The same without regard to case."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def subject_before(self, verb: Speaks, first: int) -> Subject:
        """Who stands before a verb."""
        speech = self.speech
        at = verb.first - 1
        while at >= first and self.lower_at(at) in speech.fillers | speech.auxiliaries:
            at -= 1
        if at < first or self.lower_at(at) in speech.negations:
            return UNKNOWN
        if self.lower_at(at) in speech.relatives:
            at -= 1
            if self.text_at(at) == ",":
                at -= 1
        elif self.text_at(at) == ",":
            opened = self._before_apposition(at, first)
            # The Russian foreign minister, Sergei Lavrov, said.
            at = at - 1 if opened < 0 and self._is_apposition(at - 1) else opened
        if self.lower_at(at) in speech.pronouns and at >= first:
            return PRONOUN
        name = self.names.ending_at(at) if at >= first else None
        return self._checked(name)

    def _before_apposition(self, at: int, first: int) -> int:
        """The token before the comma that opens what this one closes; -1 if there is none."""
        for comma in range(at - 1, max(first, at - APPOSITION_TOKENS), -1):
            if self.text_at(comma) in STOPS:
                break
            name = self.names.ending_at(comma - 1)
            if self.text_at(comma) == "," and self._checked(name).name is not None:
                return comma - 1
        return -1

    def _is_apposition(self, at: int) -> bool:
        name = self.names.ending_at(at)
        return name is not None and len(name.words) > 1 and self.text_at(name.first - 1) == ","

    def _checked(self, name: Name | None) -> Subject:
        """A name as a subject: not after a preposition, not one of two, no office without a name."""
        if name is None:
            return UNKNOWN
        before = self.lower_at(name.first - 1)
        speech = self.speech
        if self.tokens[name.last].text[-1] in "'’" or name.text != self._bare(name):
            return UNKNOWN
        if before in speech.prepositions or (before in speech.articles and not name.has_title):
            return UNKNOWN
        is_pair = before in speech.conjunctions and self.names.ending_at(name.first - 2)
        return UNKNOWN if is_pair else Subject(name)

    def _bare(self, name: Name) -> str:
        """A name as its tokens spell it, without possessives: those are no subjects."""
        words = [self.tokens[at].text for at in range(name.first, name.last + 1)]
        return " ".join(words[-len(name.words) :])

    def inverted(self, verb: Speaks, *, is_bare: bool) -> Subject:
        """Who stands after a verb.

        Args:
            verb: The verb.
            is_bare: Nothing before it can be its subject.
        """
        speech = self.speech
        at = verb.last + 1
        while self.lower_at(at) in speech.fillers and self.lower_at(at) not in speech.articles:
            at += 1
        after_verb = at
        at = self._after_day(at)
        lower = self.lower_at(at)
        if lower in speech.negations:
            return UNKNOWN
        if lower in speech.pronouns:
            return PRONOUN
        name = self.names.beginning_at(at)
        if name is not None:
            return self._alone(name)
        if speech.drops_pronouns and is_bare and (at > after_verb or self._is_dropped(at)):
            return PRONOUN
        return self._described(at)

    def _after_day(self, at: int) -> int:
        """The token after `mardi`, or `este martes`, if one stands there."""
        if self.lower_at(at) in DAYS:
            return at + 1
        is_day = self.lower_at(at) in self.speech.articles and self.lower_at(at + 1) in DAYS
        return at + 2 if is_day else at

    def _is_dropped(self, at: int) -> bool:
        """True if what follows a verb is no subject: he is meant."""
        following = self.lower_at(at)
        is_end = at >= len(self.tokens) or following in STOPS | {",", ":"}
        return is_end or following in self.speech.prepositions

    def _alone(self, name: Name) -> Subject:
        """A name after a verb, unless a second one follows."""
        is_pair = self.lower_at(name.last + 1) in self.speech.conjunctions and (
            self.names.beginning_at(name.last + 2) is not None
        )
        if is_pair or name.text != self._bare(name):
            return UNKNOWN
        return Subject(name)

    def _described(self, at: int) -> Subject:
        """Who is described first: the Russian foreign minister Sergei Lavrov; the minister, Lavrov."""
        speech = self.speech
        has_article = self.lower_at(at) in speech.articles
        last = at
        small: list[str] = []
        for last in range(at, at + LEAD_TOKENS):
            text = self.text_at(last)
            here = self.names.beginning_at(last)
            is_name = here is not None and not self.names.is_adjective(here)
            if is_name or not text[:1].isalpha() or text in speech.prepositions:
                break
            if last > at or not has_article:
                small.append(text.lower())
        name = self.names.beginning_at(last)
        if name is None:
            return self._after_comma(at) if has_article else UNKNOWN
        if speech.nouns_are_capitalised:
            return self._alone(name) if name.has_title else UNKNOWN
        is_described = bool(small) or name.has_title
        if not has_article:
            is_described = name.has_title or (bool(small) and is_title(small[-1]))
        return self._alone(name) if is_described else UNKNOWN

    def _after_comma(self, at: int) -> Subject:
        """The full name between a comma and the next: said the head of the commission, Ann Smith."""
        for comma in range(at, min(at + APPOSITION_TOKENS, len(self.tokens))):
            text = self.text_at(comma)
            if text in STOPS or any(each.first == comma for each in self.verbs):
                break
            if text != ",":
                continue
            name = self.names.beginning_at(comma + 1)
            following = self.text_at(name.last + 1) if name else ""
            is_full = name is not None and (len(name.words) > 1 or name.has_title)
            if name is not None and is_full and following in STOPS | {",", ""}:
                return self._alone(name)
            break
        return UNKNOWN

    def tied(self, verb: Speaks) -> Subject:
        """Whom the pronoun tied to a verb means."""
        return PRONOUN if verb.pronoun in self.speech.pronouns else UNKNOWN

    def according(self, first: int, end: int, *, anywhere: bool = False) -> Subject | None:
        """Who is named after `according to`; None where that does not stand."""
        last_start = end if anywhere else first + 1
        for at in range(first, last_start):
            for words in self.speech.according:
                after = at + len(words)
                if tuple(self.lower_at(at + n) for n in range(len(words))) != words:
                    continue
                name = self.names.beginning_at(after)
                subject = self._alone(name) if name else self._described(after)
                is_end = subject.name is None or self._is_end(subject.name)
                # „so Merkel“ says who speaks; "so Lavrov left" does not.
                if words != ("so",) or is_end:
                    return subject
        return None

    def _is_end(self, name: Name) -> bool:
        following = self.lower_at(name.last + 1)
        return following in STOPS | {",", "", "("} or following in self.speech.prepositions

    # --- verbs ------------------------------------------------------------------------------

    def _find_verbs(self) -> Iterator[Speaks]:
        speech, at = self.speech, 0
        while at < len(self.tokens):
            found = self._verb_at(at)
            if found is not None and self.lower_at(at - 1) not in speech.passive:
                yield found
                at = found.last
            at += 1

    def _verb_at(self, at: int) -> Speaks | None:
        speech = self.speech
        lower = self.lower_at(at)
        stem, pronoun = _untied(lower)
        if pronoun and stem in speech.verbs:
            return Speaks(at, at, pronoun)
        if stem in speech.auxiliaries:
            for last in range(at + 1, at + 4):
                if self.lower_at(last) in speech.participles:
                    return Speaks(at, last, pronoun)
                if self.lower_at(last) not in speech.fillers:
                    break
        return Speaks(at, at, "") if lower in speech.verbs else None


def _untied(word: str) -> tuple[str, str]:
    """A French verb and the pronoun tied to it: `ajoute-t-elle`."""
    head, hyphen, pronoun = word.rpartition("-")
    if not hyphen or pronoun not in ("il", "elle", "on", "ils", "elles", "je"):
        return word, ""
    return head.removesuffix("-t"), pronoun
