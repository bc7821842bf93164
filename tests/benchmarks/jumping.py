"""The passage jump: how many keys it takes to mark a passage in view, from `f` to the colour's digit.

Every passage of one to forty words that a screen of 120x40 shows, with the caret at the top of the
view; counted, not timed, and without a screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.layout.jump import Step, Target, in_view, nearest_first, words_in
from reader.layout.lines import Layout
from reader.loaders import Hint, load
from tests.benchmarks.measuring import ROOT
from tests.benchmarks.table import Row, percentile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.document import Document
    from tests.benchmarks.measuring import Bench

COLUMN_CELLS, ROWS = 72, 36
"""Of the text in a window of 120x40 with the panel shown."""

LONGEST_PASSAGE = 40
"""Words."""

MEDIAN_LIMIT, P95_LIMIT = 6, 8

GERMAN = """
Als der Zug an jenem Morgen hielt, stand niemand auf dem Bahnsteig. Die Stadt hatte die Abordnung
nicht erwartet, und die Abordnung hatte nicht gewusst, dass die Stadt sie nicht erwartete. So ging
man zu Fuß über den Markt, an der Apotheke vorbei und dann die lange Gasse hinauf, die zum Rathaus
führt. Der Bürgermeister, hieß es dort, sei bei den Deichen; das Wasser steige seit der Nacht.

Es dauerte bis zum Mittag, ehe die Gespräche begannen. „Wir haben Zeit“, sagte der Leiter der
Abordnung, und er sagte es so, dass jeder verstand, wie wenig davon übrig war. Die Pläne lagen auf
dem Tisch, daneben die Rechnungen. Wer sollte die neue Brücke bezahlen, wer die alte abreißen, und
wer die Straße dazwischen, die auf keiner der beiden Karten stand?

Die Antwort kam am Abend, und sie kam von einer Frau, die bis dahin geschwiegen hatte. Die Brücke,
sagte sie, gehöre denen, die über sie gehen. Das sei kein Satz für ein Protokoll, wandte der
Schreiber ein. Dann solle er ihn eben weglassen, sagte sie; er werde trotzdem wahr bleiben.

Später hat man darüber gestritten, ob das Wasser die Entscheidung brachte oder der Satz. Die Akten
nennen beides nicht. Sie nennen die Summe, das Datum und die Zahl der Pfeiler. Auf der Karte, die
heute im Flur des Rathauses hängt, führt die Straße gerade über den Fluss, als wäre es nie anders
gewesen, und am Rand steht mit Bleistift der Name jener Frau.

Drei Dinge sind geblieben. Der Markt ist noch immer der kürzeste Weg vom Bahnhof zum Rathaus. Die
Deiche sind einen Meter höher als damals. Und wenn der Fluss im Frühjahr steigt, dann gehen die
Leute abends auf die Brücke, lehnen sich über das Geländer und sehen dem Wasser zu, das es immer
eilig hat, während sie, wie sie sagen, Zeit haben.
"""

RUSSIAN = """
Когда поезд остановился, на платформе никого не было. Город не ждал делегацию, а делегация не знала,
что её не ждут. Поэтому через площадь пошли пешком, мимо аптеки и дальше по длинной улице, которая
ведёт к ратуше. Там сказали, что глава города на дамбе: вода с ночи прибывает.

До полудня никто не начинал разговора. «У нас есть время», — сказал руководитель делегации, и сказал
так, что все поняли, как мало его осталось. На столе лежали планы, рядом с ними счета. Кто заплатит
за новый мост, кто разберёт старый и кто построит дорогу между ними, которой нет ни на одной карте?

Ответ пришёл вечером, и пришёл он от женщины, которая до тех пор молчала. Мост, сказала она,
принадлежит тем, кто по нему ходит. Это не фраза для протокола, возразил писарь. Тогда пусть он её
пропустит, ответила она, правдой она от этого быть не перестанет.

Потом долго спорили о том, что решило дело: вода или эта фраза. В бумагах нет ни того, ни другого. В
них есть сумма, дата и число опор. На карте, которая сегодня висит в коридоре ратуши, дорога прямо
идёт через реку, как будто иначе никогда и не было, а на полях карандашом написано имя той женщины.
"""


def rows(bench: Bench) -> list[Row]:
    """A row for the median and one for p95 of each text."""
    sample = ROOT / "sample" / "bamako.md"
    texts = {
        "English": load(sample.read_bytes(), Hint(name=sample.name)).document,
        "German": load(GERMAN.encode(), Hint(name="german.txt")).document,
        "Russian": load(RUSSIAN.encode(), Hint(name="russian.txt")).document,
    }
    found: list[Row] = []
    for name, document in texts.items():
        counts = [
            count
            for first, view in enumerate(views(document))
            if not (bench.is_quick and first)
            for count in keys_of_passages(view)
        ]
        for what, share, limit in (("median", 0.5, MEDIAN_LIMIT), ("p95", 0.95, P95_LIMIT)):
            found.append(
                Row(
                    what=f"a passage in view, {name}, {what}",
                    measured=percentile(counts, share),
                    reference=0,
                    limit=limit,
                    bound=f"{limit} keys",
                    unit="keys",
                )
            )
    return found


def views(document: Document) -> Iterator[list[Target]]:
    """The words of one screenful after the other."""
    layout = Layout(document, COLUMN_CELLS)
    top = (0, 0)
    while True:
        yield words_in(document.text, in_view(layout, *top, ROWS))
        following = layout.step(*top, ROWS)
        if layout.step(*following, 1) == following:
            return
        top = following


def keys_of_passages(words: list[Target]) -> Iterator[int]:
    """For every passage of a view, the keys from `f` to the colour's digit."""
    if not words:
        return
    firsts = ways(Step(nearest_first(words, words[0].start)))
    for number, first in enumerate(words):
        keys, rest = firsts[first]
        lasts = ways(Step(nearest_first(words[number:], first.start), rest=rest))
        for last in words[number : number + LONGEST_PASSAGE]:
            yield 1 + keys + lasts[last].keys + 1


class Way(NamedTuple):
    """How a word is taken."""

    keys: int
    rest: str = ""
    """What of the word need not be typed, where letters alone take it."""


def ways(step: Step, typed: int = 0) -> dict[Target, Way]:
    """How each word is taken with the fewest keys, after so many."""
    found = {target: Way(typed + len(label)) for target, label in step.labels.items()}
    length = len(step.typed)
    for letter in {each.key[length : length + 1] for each in step.matches if each not in found}:
        following = step.press(letter) if letter else None
        if isinstance(following, Target):
            found[following] = Way(typed + 1, following.key[length + 1 :])
        elif following is not None and following.typed:
            for target, way in ways(following, typed + 1).items():
                found.setdefault(target, way)
    return found
