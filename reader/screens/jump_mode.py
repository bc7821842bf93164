"""The mode in which a passage, or a place, is chosen by typing how its words begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.model import Range
from annotations.segments import snap
from reader.actions import key_label
from reader.layout.clauses import clauses
from reader.layout.jump import Step, Target, behind, in_view, nearest_first, words_in
from reader.layout.labels import fold
from reader.planning import in_quotes
from reader.typed_on import TypedOn
from reader.widgets.veil import Veil, Veiled

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from reader.screens.reading import ReadingScreen
    from reader.screens.wording import Hints

ROWS = {"pagedown": 1.0, "pageup": -1.0, "ctrl+d": 0.5, "ctrl+u": -0.5}
"""Keys that scroll between the choices, and by which share of a page."""


class Stand(NamedTuple):
    """Where the choosing has come to; every key that does something gives a new one."""

    first: Target | None = None
    """The word the passage begins with, once it is taken."""
    is_by_clause: bool = False
    typed: str = ""
    """How the words begin, as typed."""
    begun: str = ""
    """What is typed of a longer label."""
    rest: str = ""
    """How the first word goes on: whoever typed it in one go types that too."""


class Choice(NamedTuple):
    """What a choice is for."""

    signs: tuple[str, ...]
    """For each step the sign at the left of the bottom line: one word, or first and last."""
    taken: Callable[[Range], None]
    """Gets the passage, or the one word."""
    placed: Callable[[int], None] | None = None
    """Gets the position if only that is wanted; None: it cannot be."""


class JumpMode:
    """Takes every key until something is chosen, or the reader steps back."""

    def __init__(self, screen: ReadingScreen, choice: Choice, alphabet: str) -> None:
        self._screen = screen
        self._choice = choice
        self._alphabet = alphabet
        self._stands = [Stand()]
        self._step: tuple[Hashable, Step, Veiled] | None = None
        self._typed_on: TypedOn | None = None
        """The first word, while its remaining letters may still come."""
        article = screen.article
        self._begun_at = (article.cells, article.top)
        article.painter.veil = Veil(screen.look, self._veiled)

    # --- what the screen asks ---------------------------------------------------------------

    async def press(self, key: str) -> None:
        """Narrow the choice, take something, step back."""
        special = {
            "escape": self.leave,
            "enter": self._take_one,
            "tab": self._place,
            "backspace": self._step_back,
            "space": self._switch,
            " ": self._switch,
        }
        if self._typed_on is not None and self._typed_on.takes(key):
            self._stands[-1] = self._stand._replace(rest=self._typed_on.rest)
            return
        self._typed_on = None
        if key in special:
            special[key]()
        elif key in ROWS:
            self._scroll(ROWS[key])
        elif len(key) == 1 or not key.isascii():
            self._type(key)
        else:
            self._screen.bottom_line.say(
                f"{key_label(key)} does nothing here · esc leaves the jump"
            )

    def hints(self) -> tuple[str, Hints]:
        """The sign of the step, and what can be typed."""
        stand, is_last = self._stand, self._stand.first is not None
        which = "last " if is_last else "first " if len(self._choice.signs) > 1 else ""
        hints: Hints = []
        if stand.begun:
            hints.append((stand.begun, "and the rest of the label"))
        elif stand.is_by_clause:
            hints.append(("label", "where it ends" if is_last else "where it begins"))
        elif stand.typed:
            hints.append((stand.typed, "and a label, or more letters"))
        else:
            hints.append(("letters", f"of the {which}word"))
        if stand.typed or is_last:
            hints.append(
                ("enter", "just this") if stand.is_by_clause else ("enter", "just this word")
            )
            if self._choice.placed is not None:
                hints.append(("tab", "only go there"))
        if not stand.typed:
            hints.append(("space", "words") if stand.is_by_clause else ("space", "sentences"))
        hints.append(("esc", "back"))
        if stand.typed or len(self._stands) > 1:
            hints.append(("backspace", "one less"))
        return self._choice.signs[is_last], [*hints, ("PgDn PgUp", "scroll")]

    def point(self, position: int) -> None:
        """The mouse takes the word, or the sentence, that it points at."""
        self._screen.bottom_line.say("")
        found = next((each for each in self.targets() if each.start <= position < each.end), None)
        first = self._stand.first
        if found is None and first is not None and position < first.start:
            self._screen.bottom_line.say(
                "no passage ends before it begins · backspace takes that anew"
            )
        elif found is None:
            self._screen.bottom_line.say("nothing to take there · esc leaves the jump")
        else:
            self._take(found)
        self._screen.show_state()

    def select(self, anchor: int, position: int) -> None:
        """A drag needs no jump."""
        self._end()
        self._screen.session.extend_to(position, anchor)
        self._screen.show_state()

    # --- where it stands --------------------------------------------------------------------

    @property
    def _stand(self) -> Stand:
        return self._stands[-1]

    def _now(self) -> tuple[Step, Veiled]:
        """The choice and how it looks; made anew when the text in view is another."""
        article, session = self._screen.article, self._screen.session
        key = (
            self._stand,
            article.top,
            article.rows,
            article.cells,
            session.caret,
            id(session.document),
        )
        if self._step is None or self._step[0] != key:
            step = self._made()
            self._step = (key, step, self._look_of(step))
        return self._step[1:]

    def _veiled(self) -> Veiled:
        return self._now()[1]

    def targets(self) -> tuple[Target, ...]:
        """What can be chosen now, whatever is typed, nearest first."""
        article, session, stand = self._screen.article, self._screen.session, self._stand
        document = session.document
        view = in_view(article.lines_layout, *article.top, article.rows)
        first = stand.first
        origin = session.caret if first is None else first.start
        if not stand.is_by_clause:
            words = words_in(document.text, view)
            if first is not None:
                words = [each for each in words if each.start >= first.start]
            return nearest_first(words, origin)
        found = clauses(document, view, session.language)
        if first is None:
            inside = (Target(each.start, each.end) for each in found if each.start in view)
        else:
            # Chosen by its end, which alone matters, and where its label stands.
            inside = (
                Target(max(each.start, first.start), each.end)
                for each in found
                if each.end > first.start and each.end <= view.end
            )
        return nearest_first(inside, origin)

    def _made(self) -> Step:
        stand = self._stand
        return Step(
            self.targets(),
            alphabet=self._alphabet,
            typed=fold(stand.typed),
            begun=stand.begun,
            rest=stand.rest,
        )

    def _look_of(self, step: Step) -> Veiled:
        text, stand = self._screen.session.document.text, self._stand
        at_ends = stand.is_by_clause and stand.first is not None
        count = len(step.typed)
        bright, labels = [], []
        for target in step.matches:
            place = behind(text, target, count)
            if count:
                bright.append((target.start, place))
            label = step.labels.get(target)
            if label:
                labels.append((_end_place(text, target, label) if at_ends else place, label))
        chosen = stand.first and (stand.first.start, stand.first.end)
        return Veiled(sorted(bright), chosen, sorted(labels))

    # --- what keys do -----------------------------------------------------------------------

    def _type(self, character: str) -> None:
        stand, (step, _veiled) = self._stand, self._now()
        following = step.press(character)
        if following is None:
            self._refuse(character)
        elif isinstance(following, Target):
            by_letter = step.takes_by_letter(following, character)
            self._take(
                following, following.key[len(step.typed + fold(character)) :] if by_letter else ""
            )
        elif following.begun:
            self._stands.append(stand._replace(begun=following.begun))
        elif following.typed:
            self._stands.append(stand._replace(typed=stand.typed + character))
        else:
            # The word taken before was typed on: nothing is typed of this one.
            self._stands[-1] = stand._replace(typed="", rest=following.rest)

    def _refuse(self, character: str) -> None:
        stand = self._stand
        if stand.begun or stand.is_by_clause:
            self._screen.bottom_line.say(f"no label {character} here · backspace takes one back")
            return
        begins = in_quotes(stand.typed + character)
        where = "from here on" if stand.first else "in view"
        self._screen.bottom_line.say(f"no word {where} begins {begins} · PgDn scrolls · esc leaves")

    def _take(self, target: Target, rest: str = "") -> None:
        first = self._stand.first
        typed_on = TypedOn(rest) if rest else None
        if first is None and len(self._choice.signs) > 1:
            by_clause = self._stand.is_by_clause
            self._stands.append(Stand(first=target, is_by_clause=by_clause, rest=rest))
            self._typed_on = typed_on
            return
        # The mode ends here: the letters that follow would be commands, or text in a prompt.
        self._screen.typed_on = typed_on
        self._finish(target if first is None else Target(first.start, target.end))

    def _take_one(self) -> None:
        """Take the nearest word that begins as typed; after the first one, that and no more."""
        first = self._stand.first
        if first is not None:
            self._finish(first)
            return
        nearest = self._nearest()
        if nearest is not None:
            self._finish(nearest)

    def _place(self) -> None:
        """Put the caret there and select nothing."""
        nearest = self._stand.first or self._nearest()
        if nearest is None:
            return
        if self._choice.placed is None:
            self._take_one()
            return
        self._end()
        self._choice.placed(nearest.start)

    def _nearest(self) -> Target | None:
        matches: Sequence[Target] = self._now()[0].matches
        if not matches:
            self._screen.bottom_line.say(
                "nothing in view begins so · backspace takes a letter back"
            )
            return None
        return matches[0]

    def _step_back(self) -> None:
        if len(self._stands) > 1:
            self._stands.pop()
        else:
            self._screen.bottom_line.say("nothing is typed yet · esc leaves the jump")

    def _switch(self) -> None:
        """From words to sentences and clauses, and back."""
        stand = self._stand
        if stand.typed or stand.begun:
            self._screen.bottom_line.say("space comes before any letter · backspace takes one back")
            return
        self._stands.append(stand._replace(is_by_clause=not stand.is_by_clause, rest=""))
        if not self._now()[0].matches:
            self._stands.pop()
            self._screen.bottom_line.say("nothing of that kind is in view")

    def _scroll(self, share: float) -> None:
        article = self._screen.article
        rows = round(article.page_rows * share)
        if not article.scroll_rows(rows):
            self._screen.bottom_line.say(
                "the text ends here" if rows > 0 else "the text begins here"
            )

    # --- how it ends ------------------------------------------------------------------------

    def _end(self) -> None:
        self._screen.mode = None
        self._screen.article.painter.veil = None

    def leave(self) -> None:
        """Leave everything as it was."""
        self._end()
        article = self._screen.article
        cells, top = self._begun_at
        if article.cells == cells:
            article.top = top

    def _finish(self, target: Target) -> None:
        self._end()
        self._choice.taken(
            snap(self._screen.session.document.text, Range(target.start, target.end))
        )


def _end_place(text: str, target: Target, label: str) -> int:
    """Where the label of an end stands: on the stop that follows, else on the last characters."""
    following = text[target.end : target.end + 1]
    if following and not following.isspace() and not following.isalnum():
        return target.end
    return max(target.start, target.end - len(label))
