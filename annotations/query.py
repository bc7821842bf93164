"""The language of searching and filtering: from a text to a tree.

    query  = [ either ] ;                                   (* nothing: everything *)
    either = both , { "or" , both } ;                       (* or, OR, Or *)
    both   = term , { term } ;
    term   = "-" , term | "(" , either , ")" | phrase | key , value | word ;
    phrase = '"' , { any character but '"' } , '"' ;        (* or in curly marks *)
    key    = letter , { letter | digit | "_" | "-" } , ":" ;  (* in any case *)
    value  = [ "=" ] , ( phrase | word ) ;                  (* "=" after tag: only *)
    word   = { any character but white space, brackets and double quotation marks } ;

A word or phrase is found where a word begins with it, in quote, note, tags, values of fields or the
article's title, without regard to case, accents, line breaks and kinds of quotation marks; in
scripts without spaces anywhere. `tag:` takes what is below the tag, `tag:=` the tag alone; `colour:`
a name or digit; `note:` and `quote:` look there alone; every other key is a field's name. A word
with `://` in it is an address and has no key. What a tree takes is `query_tree`'s
question, and the same in SQL that of `store/search.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from annotations.errors import InvalidValueError, QueryError
from annotations.folding import fold
from annotations.matching import DOUBLE_MARKS
from annotations.model import COLOURS, parse_colour
from annotations.query_tree import (
    And,
    ColourIs,
    Everything,
    FieldHas,
    Not,
    NoteHas,
    Or,
    Phrase,
    Query,
    QuoteHas,
    TagIs,
    Word,
    article_matches,
    fold_path,
    has_only_words,
    matches,
)

if TYPE_CHECKING:
    from annotations.model import Colour

__all__ = [
    "And",
    "ColourIs",
    "Everything",
    "FieldHas",
    "Not",
    "NoteHas",
    "Or",
    "Phrase",
    "Query",
    "QuoteHas",
    "TagIs",
    "Word",
    "article_matches",
    "fold",
    "has_only_words",
    "matches",
    "parse",
]

LENGTH_LIMIT = 10_000
"""Code points of a query; a person writes a line."""

TERMS_LIMIT = 200
"""Terms of a query: each becomes several conditions in SQL, which has its own limits."""

DEPTH_LIMIT = 100
"""Brackets and minus signs one within the other."""

LATER_KEYS = frozenset(
    (
        *("after", "author", "before", "bookmark", "by", "doi", "has", "in", "is", "lang"),
        *("language", "on", "publisher", "relation", "since", "source", "state", "text"),
        *("title", "until", "url", "version"),
    )
)
"""Keys that mean something else than a field, but nothing as yet."""


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: It is not of the language; the error knows where, and says what was expected.
    """
    if len(text) > LENGTH_LIMIT:
        sentence = f"A query has at most {LENGTH_LIMIT:,} characters; this one has {len(text):,}."
        raise QueryError(sentence, position=LENGTH_LIMIT)
    return _Parser(text).query()


_BORDER = re.compile(rf"[\s(){DOUBLE_MARKS}]")
_KEY = re.compile(r"[^\W\d_][\w-]*(?=:(?!//))")
_OPENING = DOUBLE_MARKS
_CURLY_CLOSING = re.compile("[“”‟]")
_HINT = (
    'Words, "phrases", -not, or, brackets; tag:name, colour:red, note:word, quote:word, '
    "and any field, such as speaker:name."
)


class _Parser:
    """Recursive descent; each method reads what the rule of its name says, from `_at` on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._terms = 0
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
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
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
        self._depth -= 1
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
        self._terms += 1
        if self._terms > TERMS_LIMIT:
            self._fail(f"A query has at most {TERMS_LIMIT} words and terms.")
        if self._peek() in _OPENING:
            return Phrase(self._phrase())
        key = _KEY.match(self._text, self._at)
        if key is None:
            return Word(self._folded(self._run(), start))
        self._at = key.end() + 1
        return self._keyed(key[0], start)

    def _keyed(self, key: str, start: int) -> Query:
        name = fold(key)
        if name in LATER_KEYS:
            self._fail(f"“{key}:” is not known yet.", at=start)
        exact = name == "tag" and self._peek() == "="
        self._at += exact
        value_at = self._at
        if self._peek() == "" or self._peek().isspace() or self._peek() in "()":
            self._fail(f"A value was expected right after “{self._text[start : self._at]}”.")
        value = self._phrase() if self._peek() in _OPENING else self._folded(self._run(), value_at)
        match name:
            case "tag":
                tag = fold_path(value.removeprefix("#"))
                if not tag.strip("/"):
                    self._fail("A tag was expected here.", at=value_at)
                return TagIs(tag.rstrip("/"), exact=exact)
            case "colour" | "color":
                return ColourIs(self._colour(value, value_at))
            case "note":
                return NoteHas(value)
            case "quote":
                return QuoteHas(value)
        return FieldHas(name, value)

    def _colour(self, value: str, at: int) -> Colour:
        try:
            return parse_colour(value)
        except InvalidValueError:
            self._fail(f"A colour was expected here: {', '.join(COLOURS)}, or 1 to 6.", at=at)

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
        return self._folded(self._text[start + 1 : end].strip(), start)

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
        raise QueryError(sentence, position=self._at if at is None else at, hint=_HINT)
