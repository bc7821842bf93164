"""Who says a quotation, by the words around it, in English, French, German and Spanish.

Rules and no learning: a verb of speech and a name beside it, before the quotation or after; „laut“
and "according to" with a name; a name and a colon. He and she are whom the paragraph names, if it
names one. Where the words leave a doubt, nobody is proposed. The tables stand in `speech`, names
are found in `person_names`, whom a verb belongs to in `speech_clauses`.

What is called *after* is the rest of the sentence behind a quotation, *before* its beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import Range
from annotations.person_names import ENDS, QUOTATION, Name, Names, is_title, tokens_of
from annotations.quotation_marks import quotations
from annotations.speech import Speech, languages
from annotations.speech_clauses import LEAD_TOKENS, STOPS, UNKNOWN, Clauses, Speaks, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WINDOW_BEFORE = 3_000
"""Code points read before a passage, and of the paragraph before."""

WINDOW_AFTER = 600
"""Code points read after it."""

PASSAGE_LENGTH = 6_000
"""Code points read of the passage itself."""

QUOTATIONS_TRIED = 4
"""Of a passage with many, the first decide."""

_CLOSING = "\"'”’»“‹› \u00a0\u202f"  # noqa: RUF001  # marks as they are
_SKIPPED = frozenset((",", "–", "—", "-", "»", "“", "”", '"', "("))


def speaker_of(
    text: str, held: Range, here: Range, *, before: Range | None = None, language: str = ""
) -> str:
    """The name of who says a passage; empty where the words do not tell.

    Args:
        text: The canonical text.
        held: The passage: a quotation, a part of one, or a sentence that holds or reports one.
        here: The paragraph it stands in.
        before: The paragraph before.
        language: BCP 47; empty: all are tried, and must not differ. Another: nobody is found.

    Complexity: O(n) for n code points read, at most the windows above.
    """
    held = Range(held.start, min(held.end, held.start + PASSAGE_LENGTH))
    known = languages()
    tag = language.partition("-")[0].lower()
    if not tag and "„" in text[held.start - 1 if held.start else 0 : held.end]:
        tag = "de"
    tried = [known[tag]] if tag in known else ([] if tag else list(known.values()))
    found = {_Reading(text, held, here, before, speech).speaker() for speech in tried} - {""}
    return found.pop() if len(found) == 1 else ""


def completed(name: str, known: Iterable[str]) -> str:
    """The fuller name of an earlier speaker, if just one is called so; else the name itself."""
    words = name.casefold().split()
    fuller = {
        each.casefold(): each
        for each in reversed(list(known))
        if len(each.split()) > len(words) and each.casefold().split()[-len(words) :] == words
    }
    return next(iter(fuller.values())) if len(fuller) == 1 else name


class _Reading:
    """One paragraph read for one passage, in one language."""

    def __init__(
        self, text: str, held: Range, here: Range, before: Range | None, speech: Speech
    ) -> None:
        low = max(here.start, held.start - WINDOW_BEFORE)
        high = min(here.end, held.end + WINDOW_AFTER)
        stretch = Range(low, max(low, high))
        quoted = _outermost(quotations(text, stretch))
        self._text = text
        self._speech = speech
        self._held = held
        self._before = before
        self._clauses = Clauses(tokens_of(text, stretch, quoted), speech)
        self._tokens = self._clauses.tokens
        self._names = self._clauses.names
        self._verbs = self._clauses.verbs

    def speaker(self) -> str:
        quoted = [
            at
            for at, token in enumerate(self._tokens)
            if token.text == QUOTATION and Range(token.start, token.end).overlaps(self._held)
        ]
        for at in quoted[:QUOTATIONS_TRIED]:
            subject = self._of_quotation(at)
            if subject is not None:
                return self._named(subject, at)
        if quoted:
            return ""
        inside = [at for at, token in enumerate(self._tokens) if token.end > self._held.start]
        return self._of_report(inside[0]) if inside else ""

    # --- where it is said -------------------------------------------------------------------

    def _of_quotation(self, at: int) -> Subject | None:
        """Who says the quotation at a token; None if nothing around it tells of anybody."""
        after = self._after(at)
        if after is not None:
            return after
        first = self._sentence_start(at)
        if first < at:
            return self._introduced(first, at)
        # Nothing of its own: it goes on from the quotation before, told of by one sentence.
        if at and self._is_alone(at):
            start = self._sentence_start(at - 1)
            if start and self._tokens[start - 1].text == QUOTATION:
                return self._after(start - 1)
            if start < at - 1 and self._tokens[start].text == QUOTATION:
                return self._after(start)
        return None

    def _is_alone(self, at: int) -> bool:
        """True if nothing follows a quotation in its sentence."""
        following = self._tokens[at + 1].text if at + 1 < len(self._tokens) else "."
        return following in STOPS or self._is_closed(at)

    def _is_closed(self, at: int) -> bool:
        """True if the quotation ends its sentence with a full stop inside."""
        token = self._tokens[at]
        inner = self._text[token.start : token.end].rstrip(_CLOSING)
        return inner.endswith(".") and not inner.endswith("...")

    def _after(self, at: int) -> Subject | None:
        if self._is_closed(at) and self._clauses.text_at(at + 1) != ",":
            return None
        first = at + 1
        while self._clauses.text_at(first) in _SKIPPED:
            first += 1
        end = first
        while end < len(self._tokens) and self._tokens[end].text not in STOPS:
            end += 1
        if end == first:
            return None
        found = self._clauses.according(first, end)
        if found is not None:
            return found
        verb = next((each for each in self._verbs if first <= each.first < end), None)
        if verb is None:
            return None
        if verb.pronoun:
            return self._clauses.tied(verb)
        if verb.first - first <= 2 and all(  # noqa: PLR2004  # comme l'a dit …
            self._clauses.lower_at(between) in self._speech.openers | self._speech.fillers
            for between in range(first, verb.first)
        ):
            return self._clauses.inverted(verb, is_bare=verb.first == first)
        subject = self._clauses.subject_before(verb, first)
        if subject.name is not None and not self._leads(first, subject.name.first):
            return UNKNOWN
        return subject

    def _leads(self, first: int, last: int) -> bool:
        """True if nothing but small words stands between a quotation and a name."""
        between = (self._names.ending_at(at) for at in range(first, last))
        return last - first <= LEAD_TOKENS and all(
            name is None or self._names.is_adjective(name) for name in between
        )

    def _introduced(self, first: int, at: int) -> Subject | None:
        """Who is told of in the beginning of a sentence, before the quotation at a token."""
        verb = next((each for each in reversed(self._verbs) if first <= each.first < at), None)
        if verb is None:
            return self._clauses.according(first, at, anywhere=True) or self._with_colon(first, at)
        is_denied = self._clauses.lower_at(verb.last + 1) in self._speech.negations
        if is_denied or not self._is_sound_gap(verb.last + 1, at):
            return UNKNOWN
        if verb.pronoun:
            return self._clauses.tied(verb)
        subject = self._clauses.subject_before(verb, first)
        if subject is UNKNOWN and self._speech.verb_first:
            return self._clauses.inverted(verb, is_bare=self._is_bare(verb, first))
        return subject

    def _is_bare(self, verb: Speaks, first: int) -> bool:
        """True if nothing before a verb can be its subject."""
        at = verb.first - 1
        while at >= first and self._clauses.lower_at(at) in self._speech.fillers:
            at -= 1
        return at < first or self._clauses.lower_at(at) in self._speech.conjunctions | _SKIPPED

    def _is_sound_gap(self, first: int, last: int) -> bool:
        """False if somebody else comes in between a verb and the quotation."""
        joins = self._speech.conjunctions | {","}
        for at in range(first, last):
            name = self._names.beginning_at(at)
            if name is not None and self._clauses.lower_at(at - 1) in joins and at > first:
                return False
            if (
                self._clauses.lower_at(at) in self._speech.pronouns
                and self._clauses.lower_at(at - 1) in joins
            ):
                return False
        return True

    def _of_report(self, at: int) -> str:
        """Who is told of in a sentence without a quotation: the subject of its first verb of speech."""
        first = self._sentence_start(at)
        end = at
        while end < len(self._tokens) and self._tokens[end].text not in STOPS:
            end += 1
        found = self._clauses.according(first, end, anywhere=True)
        verb = next((each for each in self._verbs if first <= each.first < end), None)
        if found is None and verb is not None:
            found = (
                self._clauses.tied(verb)
                if verb.pronoun
                else self._clauses.subject_before(verb, first)
            )
            if found is UNKNOWN and self._speech.verb_first:
                found = self._clauses.inverted(verb, is_bare=self._is_bare(verb, first))
        return "" if found is None else self._named(found, verb.first if verb else at)

    # --- who it is --------------------------------------------------------------------------

    def _with_colon(self, first: int, at: int) -> Subject | None:
        """A name that alone stands before a colon: an interview, a play."""
        if self._clauses.text_at(at - 1) != ":":
            return None
        begin = next((n for n in range(first, at) if self._names.beginning_at(n)), at)
        name = self._names.beginning_at(begin)
        led = [self._clauses.lower_at(n) for n in range(first, begin)]
        if led and led[0] in self._speech.articles:
            del led[0]
            is_led_well = bool(led)
        else:
            is_led_well = True
        if name is None or not is_led_well or not all(map(is_title, led)):
            return None
        following = self._clauses.text_at(name.last + 1)
        if name.last + 1 != at - 1 and following not in (",", "("):
            return None
        is_doubtful = self._speech.nouns_are_capitalised and len(name.words) == 1
        if is_doubtful and not name.has_title and not self._is_called_elsewhere(name):
            return None
        return Subject(name)

    def _is_called_elsewhere(self, name: Name) -> bool:
        return any(
            each.family == name.family and (len(each.words) > 1 or each.has_title)
            for each in self._names.all
        )

    def _named(self, subject: Subject, at: int) -> str:
        """The name of a subject, as full as it was given before."""
        if subject.name is not None:
            return self._fullest(subject.name)
        if not subject.is_pronoun:
            return ""
        persons = self._names.persons(at)
        if not persons and self._before is not None:
            names = self._names_before()
            persons = names.persons(1 << 30)
        return persons[0].text if len(persons) == 1 else ""

    def _names_before(self) -> Names:
        assert self._before is not None
        low = max(self._before.start, self._before.end - WINDOW_BEFORE)
        stretch = Range(low, self._before.end)
        quoted = _outermost(quotations(self._text, stretch))
        return Names(tokens_of(self._text, stretch, quoted), self._speech)

    def _fullest(self, name: Name) -> str:
        """A family name with the given name that it had before, if just one had it."""
        if len(name.words) > 1:
            return name.text
        others = self._names.all + (self._names_before().all if self._before is not None else [])
        fuller = {
            each.text for each in others if len(each.words) > 1 and each.family == name.family
        }
        return fuller.pop() if len(fuller) == 1 else name.text

    # --- tokens -----------------------------------------------------------------------------

    def _sentence_start(self, at: int) -> int:
        """The first token of the sentence that holds one; a closed quotation ends a sentence."""
        first = at
        while first > 0:
            text = self._tokens[first - 1].text
            if text in ENDS or text == ";":
                break
            is_quotation = text == QUOTATION
            if is_quotation and (self._is_closed(first - 1) and self._tokens[first].is_capitalised):
                break
            first -= 1
        return first


def _outermost(found: Sequence[Range]) -> list[Range]:
    """Quotations that stand in no other, of those ordered by start."""
    kept: list[Range] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
