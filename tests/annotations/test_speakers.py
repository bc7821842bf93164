"""Who says a quotation, in hand-made cases; where the words leave a doubt, nobody is proposed.

In a case the passage that is marked stands between ⟦ and ⟧.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Range
from annotations.speakers import completed, speaker_of

ENGLISH = {
    "⟦“The world has changed,”⟧ Sergei Lavrov said.": "Sergei Lavrov",
    "⟦“The world has changed,”⟧ said Sergei Lavrov in Bamako.": "Sergei Lavrov",
    "“The ⟦world has⟧ changed,” said Lavrov.": "Lavrov",
    "⟦“The world has changed,” said Lavrov.⟧": "Lavrov",
    "Lavrov told reporters on Monday: ⟦“The world has changed.”⟧": "Lavrov",
    "Foreign Minister Sergei Lavrov said ⟦“the world”⟧ had changed.": "Sergei Lavrov",
    "⟦“The world has changed,”⟧ the Russian foreign minister, Sergei Lavrov, said.": "Sergei Lavrov",
    "⟦“It has changed,”⟧ said the Russian foreign minister, Sergei Lavrov.": "Sergei Lavrov",
    "⟦“It has changed,”⟧ said foreign minister Sergei Lavrov.": "Sergei Lavrov",
    "Sergei Lavrov, the Russian foreign minister, said: ⟦“It has changed.”⟧": "Sergei Lavrov",
    "According to Dr. Maria van der Berg, ⟦“it has changed”⟧.": "Maria van der Berg",
    "⟦“It has changed,”⟧ according to Prince Mohammed bin Salman.": "Mohammed bin Salman",
    "⟦“Why?”⟧ asked Mrs O’Brien.": "O’Brien",
    "⟦“We will stay,”⟧ Ursula von der Leyen later added.": "Ursula von der Leyen",
    "“The world,” Lavrov said, ⟦“has changed.”⟧": "Lavrov",
    "“The world has changed,” Lavrov said. ⟦“It will not go back.”⟧": "Lavrov",
    "“We won,” Smith said. ⟦“We lost,”⟧ Jones said.": "Jones",
    "Lavrov: ⟦“The world has changed.”⟧": "Lavrov",
    "PRESIDENT LAVROV: ⟦“The world has changed.”⟧": "LAVROV",
    "Sergei Lavrov came to Mali. ⟦“The world has changed,”⟧ he said.": "Sergei Lavrov",
    "Lavrov came to Mali in May.\n\nThe talks were short. ⟦“It has changed,”⟧ he said.": "Lavrov",
    "Sergei Lavrov smiled. ⟦“It has changed,”⟧ Lavrov said.": "Sergei Lavrov",
    "The conduct of the West, Lavrov said, is ⟦“neocolonial”⟧.": "Lavrov",
    "⟦Lavrov said that the world had changed.⟧": "Lavrov",
    "⟦The world had changed, according to Abdel Fattah el-Sisi.⟧": "Abdel Fattah el-Sisi",
    "As Stephen King said, ⟦“it is dark”⟧.": "Stephen King",
    "In the paper’s acknowledgments, Lorenz had written, ⟦“Special thanks are due.”⟧": "Lorenz",
    "⟦“I was lucky,”⟧ Ellen Gille has written.": "Ellen Gille",
    "⟦“Jesus … who is Ellen Fetter?”⟧ Rothman recalls thinking at the time.": "Rothman",
    # Nobody.
    "The letter written to Lorenz: ⟦“The world has changed.”⟧": "",
    "Written by Lorenz: ⟦“The world has changed.”⟧": "",
    "⟦“The world has changed,”⟧ the minister said.": "",
    "⟦“The world has changed,”⟧ said the president.": "",
    "⟦“The world has changed,”⟧ officials said. Lavrov left.": "",
    "⟦“The world has changed.”⟧ Lavrov said nothing more.": "",
    "Lavrov met Goïta. ⟦“The world has changed,”⟧ he said.": "",
    "Lavrov was told: ⟦“The world has changed.”⟧": "",
    "The president told Lavrov: ⟦“The world has changed.”⟧": "",
    "Macron and Scholz said: ⟦“The world has changed.”⟧": "",
    "⟦“The world has changed,”⟧ said Macron and Scholz.": "",
    "The spokesman for Lavrov said: ⟦“It has changed.”⟧": "",
    "Lavrov’s spokesman said: ⟦“It has changed.”⟧": "",
    "Lavrov did not say ⟦“it has changed”⟧.": "",
    "Lavrov spoke, and the minister said: ⟦“It has changed.”⟧": "",
    "Lavrov said yes. ⟦“Never,”⟧ the minister said.": "",
    "When Lavrov said it, Diop laughed: ⟦“It has changed.”⟧": "",
    "⟦The world has changed.⟧ Nobody knows.": "",
    "The United Nations met. ⟦“The world has changed,”⟧ he said.": "",
    "⟦“The world has changed,”⟧ we said.": "",
    "“Ask Lavrov,” they wrote. ⟦“It has changed,”⟧ she said.": "",
}

FRENCH = {
    "⟦« Le monde a changé »⟧, a déclaré Sergueï Lavrov.": "Sergueï Lavrov",
    "⟦« Le monde a changé »⟧, a-t-il déclaré.": "",
    "Sergueï Lavrov est arrivé. ⟦« Le monde a changé »⟧, a-t-il déclaré.": "Sergueï Lavrov",
    "Marie Durand sourit. ⟦« Le monde a changé »⟧, ajoute-t-elle.": "Marie Durand",
    "Marie Durand sourit. ⟦« Le monde a changé »⟧, dit-elle.": "Marie Durand",
    "M. Lavrov a déclaré : ⟦« Le monde a changé. »⟧": "Lavrov",
    "Selon Emmanuel Macron, ⟦« le monde a changé »⟧.": "Emmanuel Macron",
    "⟦« Le monde a changé »⟧, selon Mme Le Pen.": "Le Pen",
    "D’après Emmanuel Macron, ⟦« le monde a changé »⟧.": "Emmanuel Macron",
    "⟦« Le monde a changé »⟧, a dit le ministre Sergueï Lavrov.": "Sergueï Lavrov",
    "⟦« Le monde a changé »⟧, a expliqué le ministre des Affaires étrangères, Sergueï Lavrov.": "Sergueï Lavrov",
    "Le président russe Vladimir Poutine a affirmé que ⟦« le monde »⟧ avait changé.": "Vladimir Poutine",
    "Charles de Gaulle, le général, a dit : ⟦« Le monde a changé. »⟧": "Charles de Gaulle",
    "Sergueï Lavrov : ⟦« Le monde a changé. »⟧": "Sergueï Lavrov",
    "⟦« Le monde a changé »⟧, explique Jean-Pierre Dupont.": "Jean-Pierre Dupont",
    "Comme l’a dit Lavrov, ⟦« le monde a changé »⟧.": "Lavrov",
    "⟦« C’est fini ! »⟧, s’est exclamée Marie Durand.": "Marie Durand",
    "« Le monde a changé », a dit Lavrov. ⟦« C’est ainsi. »⟧": "Lavrov",
    "⟦Lavrov a affirmé que le monde avait changé.⟧": "Lavrov",
    "⟦« Le monde a changé »⟧, a déclaré mardi Emmanuel Macron.": "Emmanuel Macron",
    # Nobody.
    "⟦« Le monde a changé »⟧, a dit le ministre.": "",
    "⟦« Le monde a changé »⟧, a dit le ministre à Paris.": "",
    "⟦« Le monde a changé »⟧, ont déclaré Lavrov et Diop.": "",
    "Lavrov n’a pas dit : ⟦« Le monde a changé. »⟧": "",
    "Lavrov a rencontré Diop. ⟦« Le monde a changé »⟧, a-t-il dit.": "",
    "⟦« Le monde a changé »⟧, dit-on à Lavrov.": "",
    "Le porte-parole de Lavrov a dit : ⟦« Le monde a changé. »⟧": "",
    "⟦« Le monde a changé. »⟧ Lavrov est parti.": "",
}

GERMAN = {
    "⟦„Die Welt hat sich verändert“⟧, sagte Sergej Lawrow.": "Sergej Lawrow",
    "⟦„Die Welt hat sich verändert“⟧, sagte Lawrow am Montag in Bamako.": "Lawrow",
    "⟦„Die Welt hat sich verändert“⟧, sagte Außenminister Sergej Lawrow.": "Sergej Lawrow",
    "⟦„Die Welt hat sich verändert“⟧, sagte der russische Außenminister Sergej Lawrow.": "Sergej Lawrow",
    "⟦„So geht es nicht“⟧, sagte Frau Merkel.": "Merkel",
    "Lawrow sagte: ⟦„Die Welt hat sich verändert.“⟧": "Lawrow",
    "Am Montag sagte Lawrow: ⟦„Die Welt hat sich verändert.“⟧": "Lawrow",
    "Sergej Lawrow, der Außenminister, erklärte: ⟦„Das war es.“⟧": "Sergej Lawrow",
    "Laut Angela Merkel ist das ⟦„alternativlos“⟧.": "Angela Merkel",
    "⟦„Das ist vorbei“⟧, so Ursula von der Leyen.": "Ursula von der Leyen",
    "Nach Angaben von Olaf Scholz ist das ⟦„vorbei“⟧.": "Olaf Scholz",
    "⟦„Das ist vorbei“⟧, wie Olaf Scholz sagte.": "Olaf Scholz",
    "Olaf Scholz kam nach Berlin. ⟦„Das ist vorbei“⟧, sagte er.": "Olaf Scholz",
    "Angela Merkel lachte. ⟦„Das ist vorbei“⟧, fügte sie hinzu.": "Angela Merkel",
    "Angela Merkel: ⟦„Das ist vorbei.“⟧": "Angela Merkel",
    "„Die Welt“, sagte Lawrow, ⟦„hat sich verändert.“⟧": "Lawrow",
    "⟦»Das ist vorbei«⟧, sagte Kommissionspräsidentin von der Leyen.": "von der Leyen",
    "⟦Olaf Scholz betonte, das sei vorbei.⟧": "Olaf Scholz",
    "⟦„Das ist vorbei“⟧, sagt Anwohnerin Petra Schmidt.": "Petra Schmidt",
    "⟦„Das ist vorbei“⟧, sagte CDU-Chef Friedrich Merz der Zeitung.": "Friedrich Merz",
    # Nobody.
    "⟦„Das ist vorbei“⟧, sagte der Minister.": "",
    "⟦„Das ist vorbei“⟧, sagte die Frau aus Bamako.": "",
    "⟦„Das ist vorbei“⟧, sagten Scholz und Merkel.": "",
    "⟦„Das ist vorbei“⟧, sagte er.": "",
    "Olaf Scholz traf Angela Merkel. ⟦„Das ist vorbei“⟧, sagte er.": "",
    "Ergebnis: ⟦„Das ist vorbei.“⟧": "",
    "Lawrow sagte nicht: ⟦„Das ist vorbei.“⟧": "",
    "Der Sprecher von Lawrow sagte: ⟦„Das ist vorbei.“⟧": "",
    "⟦„Das ist vorbei“⟧, sagte der Präsident von Mali.": "",
    "⟦„Das ist vorbei“⟧, so der Minister. Lawrow ging.": "",
}

SPANISH = {
    "⟦«El mundo ha cambiado»⟧, dijo Serguéi Lavrov.": "Serguéi Lavrov",
    "⟦“El mundo ha cambiado”⟧, afirmó el ministro Serguéi Lavrov.": "Serguéi Lavrov",
    "⟦“El mundo ha cambiado”⟧, dijo el presidente de Rusia, Vladímir Putin.": "Vladímir Putin",
    "Serguéi Lavrov dijo: ⟦«El mundo ha cambiado».⟧": "Serguéi Lavrov",
    "Ayer dijo Lavrov: ⟦«El mundo ha cambiado».⟧": "Lavrov",
    "Según Pedro Sánchez, ⟦«el mundo ha cambiado»⟧.": "Pedro Sánchez",
    "⟦«El mundo ha cambiado»⟧, según la ministra María Jesús Montero.": "María Jesús Montero",
    "De acuerdo con Pedro Sánchez, ⟦«el mundo ha cambiado»⟧.": "Pedro Sánchez",
    "⟦«El mundo ha cambiado»⟧, le dijo Lavrov a Diop.": "Lavrov",
    "El presidente Pedro Sánchez ha dicho que ⟦«el mundo»⟧ ha cambiado.": "Pedro Sánchez",
    "Pedro Sánchez, presidente del Gobierno, aseguró: ⟦«Ha cambiado».⟧": "Pedro Sánchez",
    "Pedro Sánchez llegó a Bamako. ⟦«Ha cambiado»⟧, dijo.": "Pedro Sánchez",
    "Pedro Sánchez llegó tarde. ⟦«Ha cambiado»⟧, dijo en rueda de prensa.": "Pedro Sánchez",
    "Ana de la Cruz sonrió. ⟦«Ha cambiado»⟧, añadió ella.": "Ana de la Cruz",
    "Lavrov: ⟦«El mundo ha cambiado».⟧": "Lavrov",
    "Como dijo Lavrov, ⟦«el mundo ha cambiado»⟧.": "Lavrov",
    "⟦Lavrov afirmó que el mundo había cambiado.⟧": "Lavrov",
    "⟦«Ha cambiado»⟧, ha dicho este martes Pedro Sánchez.": "Pedro Sánchez",
    # Nobody.
    "⟦«El mundo ha cambiado»⟧, dijo el ministro.": "",
    "El ministro dijo: ⟦«El mundo ha cambiado».⟧ Lavrov se fue.": "",
    "Llegó Lavrov. El ministro dijo: ⟦«El mundo ha cambiado».⟧": "",
    "⟦«El mundo ha cambiado»⟧, dijeron Lavrov y Diop.": "",
    "Lavrov no dijo: ⟦«El mundo ha cambiado».⟧": "",
    "Pedro Sánchez vio a Serguéi Lavrov. ⟦«Ha cambiado»⟧, dijo.": "",
    "El portavoz de Lavrov dijo: ⟦«Ha cambiado».⟧": "",
    "⟦«El mundo ha cambiado»⟧, dijo Lavrov y Diop.": "",
    "⟦«El mundo ha cambiado».⟧ Lavrov se fue.": "",
}

CASES = [
    pytest.param(language, case, name, id=f"{language} {number}")
    for language, cases in (("en", ENGLISH), ("fr", FRENCH), ("de", GERMAN), ("es", SPANISH))
    for number, (case, name) in enumerate(cases.items(), 1)
]


def _asked(case: str, language: str) -> str:
    start, end = case.index("⟦"), case.index("⟧") - 1
    text = case.replace("⟦", "").replace("⟧", "")
    begin = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    here = Range(begin, len(text))
    before = Range(0, begin - 2) if begin else None
    return speaker_of(text, Range(start, end), here, before=before, language=language)


@pytest.mark.parametrize(("language", "case", "name"), CASES)
def test_who_speaks(language: str, case: str, name: str) -> None:
    assert _asked(case, language) == name


@pytest.mark.parametrize(("language", "case", "name"), CASES)
def test_of_an_unknown_language_nobody_else_is_proposed(
    language: str, case: str, name: str
) -> None:
    del language

    assert _asked(case, "") in (name, "")


def test_most_are_found_without_knowing_the_language() -> None:
    wanted = [case for case in CASES if case.values[2]]
    found = [case for case in wanted if _asked(str(case.values[1]), "") == case.values[2]]

    assert len(found) >= 0.9 * len(wanted)


def test_of_another_language_nobody_is_proposed() -> None:
    assert _asked("⟦“The world has changed,”⟧ Lavrov said.", "ru") == ""
    assert _asked("⟦“The world has changed,”⟧ Lavrov said.", "en-GB") == "Lavrov"


def test_a_name_is_completed_by_an_earlier_speaker_if_only_one_has_it() -> None:
    assert completed("Lavrov", ["Assimi Goïta", "Sergei Lavrov"]) == "Sergei Lavrov"
    assert completed("Smith", ["Ann Smith", "Bob Smith"]) == "Smith"
    assert completed("Diop", ["Sergei Lavrov"]) == "Diop"
    assert completed("Sergei Lavrov", ["Lavrov"]) == "Sergei Lavrov"


words = st.sampled_from(
    [
        *(
            "Lavrov",
            "said",
            "he",
            "The",
            "“",
            "”",
            "«",
            "»",
            "„",
            ",",
            ".",
            ":",
            "\n\n",
            "d’",
            "von",
        ),
        *(
            "a-t-il",
            "dijo",
            "sagte",
            "Minister",
            "according",
            "to",
            "so",
            "’s",
            "-",
            "\u0301",
            "\ud800",
        ),
    ]
)


@given(parts=st.lists(words, max_size=40), start=st.integers(0, 60), length=st.integers(0, 60))
def test_any_text_is_read_to_the_end(parts: list[str], start: int, length: int) -> None:
    text = " ".join(parts)
    held = Range(min(start, len(text)), min(start + length, len(text)))

    name = speaker_of(text, held, Range(0, len(text)), before=Range(0, len(text)))

    assert all(word in text for word in name.split())


@pytest.mark.parametrize(
    "part", ["“a” said ", "said, ", "The Aa Bb, ", "„a“, so ", "d’", "« ", "Aa-"]
)
def test_no_text_takes_long(part: str) -> None:
    text = part * 20_000
    begun = time.perf_counter()

    speaker_of(text, Range(500, len(text)), Range(0, len(text)), before=Range(0, len(text)))

    assert time.perf_counter() - begun < 5
