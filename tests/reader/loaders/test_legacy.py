from __future__ import annotations

import pytest

from reader.loaders import legacy

SAMPLES = {
    "fr": "Le ministre est arrivé à Bamako où il a été reçu avec cérémonie ; ça a changé, dit-il.",
    "de": "Der Minister traf in Bamako ein. Über die Gespräche hieß es, sie seien schön verlaufen.",
    "es": "El ministro llegó ayer; según él, el mañana será mejor: ¿quién lo dirá?",
    "pt": "O ministro chegou às nove. Não há razão para preocupação, afirmou, e então saiu.",
    "it": "Il ministro è arrivato; perché così? La città però è già cambiata, più di prima.",
    "sv": "Ministern kom till Bamako i går. Världen har förändrats, sade han på en presskonferens.",
    "da": "Ministeren kom til Bamako i går. Verden er ændret, sagde han på et pressemøde i Køge.",
    "is": "Ráðherrann kom í gær. Heimurinn hefur breyst, sagði hann, og það er þörf á því öllu.",
    "pl": "Minister przyjechał wczoraj. Świat się zmienił, powiedział, i żąda większej współpracy.",
    "cs": "Ministr přijel včera. Svět se změnil, řekl, a žádá větší spolupráci, což je důležité.",
    "hu": "A miniszter tegnap érkezett. A világ megváltozott, mondta, és több együttműködést kért; ő jött.",
    "ro": "Ministrul a sosit şi a spus că lumea s-a schimbat în ţară, fără îndoială.",
    "hr": "Ministar je stigao jučer. Svijet se promijenio, rekao je, i traži još više, što će biti važno.",
    "tr": "Bakan dün geldi. Dünya değişti, dedi ve daha fazla iş birliği istedi; ığdır çok güzel.",
    "en": "The minister’s visit — the first in years — was “short”, he said… and ‘that’ was it.",
}
CODECS = {
    "pl": "cp1250",
    "cs": "cp1250",
    "hu": "cp1250",
    "ro": "cp1250",
    "hr": "cp1250",
    "tr": "cp1254",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_paragraph_in_latin_letters_is_read_right(language: str) -> None:
    text = SAMPLES[language]
    data = text.encode(CODECS.get(language, "cp1252"))

    assert data.decode(legacy.guess(data)) == text


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_texts_of_dos_are_not_taken_for_windows(language: str) -> None:
    data = SAMPLES[language].encode("cp850")

    assert data.decode(legacy.guess(data)) == SAMPLES[language]


def test_quotation_marks_of_old_macs_are_known() -> None:
    text = "“The world,” he said, “isn’t what it was…” — and left. Café society, née so."

    assert text.encode("mac_roman").decode(legacy.guess(text.encode("mac_roman"))) == text


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "Министр прибыл с визитом. Мир изменился, сказал он вчера в столице."),
        ("koi8_r", "Министр прибыл с визитом. Мир изменился, сказал он вчера в столице."),
        ("cp1253", "Ο υπουργός έφτασε χθες. Ο κόσμος άλλαξε, είπε στους δημοσιογράφους."),
        ("shift_jis", "大臣は昨日到着した。世界は変わったと述べた。これはとても大切なことである。"),
        ("gb18030", "部长昨天抵达。他说世界已经改变了，我们必须认真对待独立的问题。"),
    ],
)
def test_other_scripts_are_left_to_the_detector(codec: str, text: str) -> None:
    data = (text * 4).encode(codec)

    assert data.decode(legacy.guess(data)) == text * 4


@pytest.mark.parametrize("sample", [b"", b"plain", b"\xff", b"\x80\x81\x8d\x8f\x90\x9d" * 40])
def test_there_is_always_an_answer(sample: bytes) -> None:
    sample.decode(legacy.guess(sample), "replace")
