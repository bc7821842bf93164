"""The language of searching and filtering: from a text to a tree.

    query  = [ either ] ;                                   (* nothing: everything *)
    either = both , { "or" , both } ;                       (* or, OR, Or *)
    both   = term , { term } ;
    term   = "-" , term | "(" , either , ")" | phrase | key , value | word ;
    phrase = '"' , { any character but '"' } , '"' ;        (* or in curly marks *)
    key    = letter , { letter | digit | "_" | "-" } , ":" ;  (* in any case *)
    value  = [ "=" ] , ( [ "#" ] , phrase | word ) ;        (* "=" after tag: only *)
    word   = { any character but white space, brackets and double quotation marks } ;

A word or phrase is found where a word begins with it, in quote, note, tags, values of fields or the
article's title, without regard to case, accents, line breaks and kinds of quotation marks; in
scripts without spaces anywhere. The keys are told in `query_keys.KEYS`; every other key is a field's
name. A word with `://` in it is an address and has no key. Dates are those of the making, as days in
UTC. What a tree takes is `query_matching`'s question, and the same in SQL that of `store/search.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from annotations.errors import InvalidValueError, QueryError
from annotations.folding import fold
from annotations.matching import DOUBLE_MARKS
from annotations.query_keys import ALIASES, SAVED, Known, Value, term
from annotations.query_matching import Context, article_matches, matches
from annotations.query_tree import And, Everything, Not, Or, Phrase, Query, Word, asks_of_articles

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Context",
    "Everything",
    "Known",
    "Query",
    "article_matches",
    "asks_of_articles",
    "check_saved",
    "matches",
    "parse",
]

LENGTH_LIMIT = 10_000
"""Code points of a query; a person writes a line."""

TERMS_LIMIT = 200
"""Terms of a query: each becomes several conditions in SQL, which has its own limits."""

DEPTH_LIMIT = 100
"""Brackets and minus signs one within the other."""

NAME_LENGTH_LIMIT = 100
"""Code points of a saved query's name."""

NESTING_LIMIT = 10
"""Saved queries one within the other."""

NOTHING = Known()


def parse(text: str, known: Known = NOTHING) -> Query:
    """Read a query.

    Args:
        text: As a person writes it.
        known: What it may refer to: saved queries, meanings of colours, the date.

    Raises:
        QueryError: It is not of the language; the error knows where, and says what was expected.
    """
    return _read(text, known, _Bounds(), ())


def check_saved(name: str, text: str, known: Known) -> str:
    """Bring the name of a query that is to be saved into its form, and read the query.

    Returns:
        The name: trimmed, white space as one space.

    Raises:
        InvalidValueError: The name cannot be written within a query.
        QueryError: The query is not of the language, or would stand within itself.
    """
    trimmed = " ".join(name.split())
    if not 0 < len(trimmed) <= NAME_LENGTH_LIMIT or not trimmed.isprintable():
        sentence = f"A query's name has 1 to {NAME_LENGTH_LIMIT} characters, all of them printable."
        raise InvalidValueError(sentence)
    if set(trimmed) & set(DOUBLE_MARKS) or not fold(trimmed).strip():
        sentence = f"“{trimmed}” is no name for a query: it needs a letter, and no quotation mark."
        raise InvalidValueError(sentence)
    _read(text, known, _Bounds(), (fold(trimmed),))
    return trimmed


class _Bounds:
    """What is counted over a query and the saved ones in it."""

    terms = 0
    depth = 0


def _read(text: str, known: Known, bounds: _Bounds, names: tuple[str, ...]) -> Query:
    if len(text) > LENGTH_LIMIT:
        sentence = f"A query has at most {LENGTH_LIMIT:,} characters; this one has {len(text):,}."
        raise QueryError(sentence, query=text, position=LENGTH_LIMIT)
    return _Parser(text, known, bounds, names).query()


_BORDER = re.compile(rf"[\s(){DOUBLE_MARKS}]")
_KEY = re.compile(r"[^\W\d_][\w-]*(?=:(?!//))")
_OPENING = DOUBLE_MARKS
_SIGN = re.compile(rf"#(?=[{DOUBLE_MARKS}])")
_CURLY_CLOSING = re.compile("[“”‟]")
_HINT = (
    'Words, "phrases", -not, or, brackets; tag:name, colour:red, note:word, in:title, by:name, '
    "since:7d, has:note, is:changed, and any field, such as speaker:name."
)


class _Parser:
    """Recursive descent; each method reads what the rule of its name says, from `_at` on."""

    def __init__(self, text: str, known: Known, bounds: _Bounds, names: tuple[str, ...]) -> None:
        self._text = text
        self._known = known
        self._bounds = bounds
        self._names = names
        """Of the saved queries that this one stands in."""
        self._at = 0
        self._skip_spaces()

    def query(self) -> Query:
        if self._at == len(self._text):
            return Everything()
        found = self._either()
        if self._at < len(self._text):
            self._fail("This bracket closes nothing; a word or the end was expected.")
        return found

    def _either(self) -> Query:
        terms = [self._both("")]
        while self._is_or():
            self._at += len("or")
            self._skip_spaces()
            terms.append(self._both(" after “or”"))
        return terms[0] if len(terms) == 1 else Or(tuple(terms))

    def _both(self, where: str) -> Query:
        terms = [self._term(where)]
        while self._at < len(self._text) and self._peek() != ")" and not self._is_or():
            terms.append(self._term(""))
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def _term(self, where: str) -> Query:
        start = self._at
        if self._peek() in {"", ")"} or self._is_or():
            self._fail(f"A word, a phrase or a bracket was expected{where}.")
        self._bounds.depth += 1
        if self._bounds.depth > DEPTH_LIMIT:
            self._fail(f"At most {DEPTH_LIMIT} brackets and minus signs go into each other.")
        if self._peek() == "-":
            self._at += 1
            if self._at == len(self._text) or self._peek().isspace():
                self._fail("A word, a phrase or a bracket was expected right after the minus sign.")
            found: Query = Not(self._term(" after the minus sign"))
        elif self._peek() == "(":
            found = self._bracketed(start)
        else:
            found = self._simple()
        self._bounds.depth -= 1
        self._skip_spaces()
        return found

    def _bracketed(self, start: int) -> Query:
        self._at += 1
        self._skip_spaces()
        found = self._either()
        if self._peek() != ")":
            self._fail("This bracket is not closed; “)” was expected.", at=start)
        self._at += 1
        return found

    def _simple(self) -> Query:
        start = self._at
        self._bounds.terms += 1
        if self._bounds.terms > TERMS_LIMIT:
            self._fail(f"A query has at most {TERMS_LIMIT} words and terms.")
        if self._peek() in _OPENING:
            return Phrase(self._folded(self._phrase(), start))
        key = _KEY.match(self._text, self._at)
        if key is None:
            return Word(self._folded(self._run(), start))
        self._at = key.end() + 1
        return self._keyed(key[0], start)

    def _keyed(self, key: str, start: int) -> Query:
        name = fold(key)
        name = ALIASES.get(name, name)
        exact = name == "tag" and self._peek() == "="
        self._at += exact
        value_at = self._at
        if self._peek() == "" or self._peek().isspace() or self._peek() in "()":
            self._fail(f"A value was expected right after “{self._text[start : self._at]}”.")
        value = self._value(value_at)
        if name == SAVED:
            return self._saved(value, value_at)
        try:
            return term(name, value, self._known, exact=exact)
        except InvalidValueError as error:
            self._fail(str(error), at=value_at)

    def _value(self, at: int) -> Value:
        # A tag's sign may stand before the quotation mark as well as behind it.
        sign = "#" if _SIGN.match(self._text, self._at) else ""
        self._at += len(sign)
        written = f"{sign}{self._phrase() if self._peek() in _OPENING else self._run()}"
        return Value(written, self._folded(written, at))

    def _saved(self, value: Value, at: int) -> Query:
        queries: Mapping[str, tuple[str, str]] = {
            fold(name): (name, text) for name, text in self._known.queries.items()
        }
        found = queries.get(value.folded)
        if found is None:
            there = ", ".join(name for name, _ in queries.values())
            told = f"; there are: {there}" if there else ""
            self._fail(f"No query is saved under the name “{value.written}”{told}.", at=at)
        name, text = found
        if value.folded in self._names:
            self._fail(f"The saved query “{name}” would stand within itself.", at=at)
        if len(self._names) == NESTING_LIMIT:
            self._fail(f"At most {NESTING_LIMIT} saved queries go into each other.", at=at)
        try:
            return _read(text, self._known, self._bounds, (*self._names, value.folded))
        except QueryError as error:
            self._fail(f"The saved query “{name}” cannot be read: {error}", at=at)

    def _phrase(self) -> str:
        start = self._at
        opening = self._peek()
        if opening == '"':
            end = self._text.find('"', start + 1)
        else:
            closing = _CURLY_CLOSING.search(self._text, start + 1)
            end = -1 if closing is None else closing.start()
        if end < 0:
            self._fail("This phrase is not closed; a quotation mark was expected.", at=start)
        self._at = end + 1
        return self._text[start + 1 : end].strip()

    def _folded(self, text: str, at: int) -> str:
        folded = fold(text).strip()
        if not folded:
            self._fail("Something to search for was expected here.", at=at)
        return folded

    def _run(self) -> str:
        run = self._coming()
        self._at += len(run)
        return run

    def _is_or(self) -> bool:
        return self._coming().lower() == "or"

    def _coming(self) -> str:
        """The run of characters that a word may hold, from here on; perhaps empty."""
        border = _BORDER.search(self._text, self._at)
        return self._text[self._at : len(self._text) if border is None else border.start()]

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_spaces(self) -> None:
        while self._peek().isspace():
            self._at += 1

    def _fail(self, sentence: str, *, at: int | None = None) -> NoReturn:
        at = self._at if at is None else at
        raise QueryError(sentence, query=self._text, position=at, hint=_HINT)
