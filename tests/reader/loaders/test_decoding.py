from __future__ import annotations

import codecs
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotations.errors import InvalidValueError
from reader.loaders import Hint, SourceBytes
from reader.loaders import source as source_module
from reader.loaders.decoding import Decoded, canonical_lines, decode

if TYPE_CHECKING:
    from reader.loaders import Pause


def at_once() -> None:
    """No pause: a test has nobody to wait for."""


def decoded(data: bytes, encoding: str = "", pause: Pause = at_once) -> Decoded:
    return decode(SourceBytes(data), Hint(encoding=encoding), pause=pause)


ENGLISH = "The minister’s visit — the first in years — was “short”.\nNobody said why.\n"
RUSSIAN = "Министр прибыл в Бамако с двухдневным визитом. Мир изменился, сказал он.\n" * 5
CHINESE = "外交部长抵达巴马科进行为期两天的访问。\n世界已经改变了。\n" * 20


def test_plain_ascii_is_utf8_without_a_word() -> None:
    assert decoded(b"plain\n") == Decoded("plain\n", "UTF-8")


def test_an_empty_source_is_an_empty_text() -> None:
    assert decoded(b"").text == ""


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", ["", ENGLISH, CHINESE + "😀"])
def test_a_byte_order_mark_tells_the_encoding_and_goes(mark: bytes, codec: str, text: str) -> None:
    found = decoded(mark + text.encode(codec))

    assert found.text == text
    assert found.encoding == codec.upper()
    assert not found.notices


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", [ENGLISH, RUSSIAN, CHINESE, CHINESE.replace("\n", "\u3000"), "short"]
)
def test_wide_encodings_are_known_by_their_zero_bytes(codec: str, text: str) -> None:
    found = decoded(text.encode(codec))

    assert found.text == text
    assert found.notices == (f"Read as {codec.upper()}; --encoding chooses another.",)


def test_a_few_nuls_do_not_make_a_text_utf16() -> None:
    found = decoded(b"some text\0with a zero\nand more of it\n")

    assert found.text == "some text\ufffdwith a zero\nand more of it\n"


@pytest.mark.parametrize(
    ("codec", "shown", "text"),
    [
        ("cp1252", "windows-1252", ENGLISH),
        ("cp1251", "windows-1251", RUSSIAN),
        ("koi8_r", "koi8-r", RUSSIAN),
        ("gb18030", "gb18030", CHINESE),
        ("iso2022_jp", "iso2022-jp", "大臣はバマコを訪問した。\n"),
    ],
)
def test_an_old_encoding_is_guessed_and_said(codec: str, shown: str, text: str) -> None:
    found = decoded(text.encode(codec))

    assert found.text == text
    assert found.encoding == shown
    assert found.notices == (f"Read as {shown}; --encoding chooses another.",)


def test_valid_utf8_is_never_overruled() -> None:
    turkish = "Şu an İstanbul'da yağmur yağıyor; öğleden sonra güneş açacak.\n"

    assert decoded(turkish.encode()) == Decoded(turkish, "UTF-8")


def test_damaged_utf8_stays_utf8_and_its_damage_is_counted() -> None:
    half = (ENGLISH * 30_000).encode()

    found = decoded(half + b"\xff\xfe" + half)

    assert found.encoding == "UTF-8"
    assert found.text == ENGLISH * 30_000 + "\ufffd\ufffd" + ENGLISH * 30_000
    assert found.notices == ("2 places are no valid UTF-8 and show as \ufffd.",)


def test_replacement_characters_of_the_text_itself_are_no_damage() -> None:
    text = "a\ufffdb " * 200_000

    found = decoded(text.encode() + "’’’’’’’’’’".encode() + b"\xff")

    assert found.notices == ("1 place is no valid UTF-8 and shows as \ufffd.",)


@pytest.mark.parametrize(
    "data",
    [
        b"abc \xc0\xaf def",  # overlong
        b"abc \xed\xa0\xbd\xed\xb8\x80 def",  # a surrogate pair in CESU-8
        b"\xf8\x88\x80\x80\x80",
        b"\xff",
        b"a\x80",
        b"cut off \xe2\x80",
    ],
)
def test_invalid_sequences_open_as_something_without_surrogates(data: bytes) -> None:
    text = decoded(data).text

    assert text
    text.encode()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc\nd\r\n\r\ne", "a\nb\nc\nd\n\ne"),
        (b"\r", "\n"),
        (b"a\r", "a\n"),
        (b"page\x0cnext\x0bline", "page\nnext\nline"),
        (b"\x00\x07\x1b[2J\x7f", "\ufffd\ufffd\ufffd[2J\ufffd"),
        ("\x9b31m\x85\u2028\ufffe\uffff".encode(), "\ufffd31m\x85\u2028\ufffd\ufffd"),
        (b"tab\tstays", "tab\tstays"),
    ],
)
def test_line_ends_become_lf_and_controls_one_replacement_each(data: bytes, text: str) -> None:
    assert decoded(data).text == text


@pytest.mark.parametrize("offset", range(4))
@pytest.mark.parametrize("piece", [b"\r\n", "\x9b".encode(), "’".encode(), "😀".encode(), b"\r"])
def test_a_chunk_may_end_anywhere(offset: int, piece: bytes) -> None:
    filling = b"x" * (source_module.CHUNK_BYTES - offset)

    text = decoded(filling + piece + b"end").text

    assert text == canonical_lines((filling + piece + b"end").decode())


def test_a_head_ends_with_a_whole_character() -> None:
    data = "日本語".encode() * 1000

    head = decode(SourceBytes(data), Hint(), limit_bytes=100, pause=at_once)

    assert head.text == ("日本語" * 12)[: 100 // 3]


def test_a_person_may_say_the_encoding() -> None:
    found = decoded(RUSSIAN.encode("cp866"), "IBM866")

    assert found.text == RUSSIAN
    assert not found.notices


def test_what_a_person_says_is_obeyed_and_its_damage_said() -> None:
    found = decoded("é".encode("cp1252"), "utf-8")

    assert found.text == "\ufffd"
    assert found.notices == ("1 place is no valid UTF-8 and shows as \ufffd.",)


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-8", "utf-8-sig", "utf-16-le"])
def test_a_mark_goes_also_where_the_encoding_is_said(encoding: str) -> None:
    codec = encoding if encoding != "utf-16-le" else "utf-16"

    assert decoded(ENGLISH.encode(codec), encoding).text == ENGLISH


@pytest.mark.parametrize(
    "encoding", ["nonsense", "rot13", "base64", "idna", "punycode", "undefined", "\0", "é\x1b"]
)
def test_what_is_no_encoding_is_refused_by_name(encoding: str) -> None:
    with pytest.raises(InvalidValueError, match="is no encoding that postil knows"):
        decoded(b"text", encoding)


def test_a_pause_that_raises_ends_the_work() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decoded(b"text", pause=stop)


@given(text=st.text(), codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
@example("\ufeff\ufeffa", "utf-8-sig")
@example("\r\n\r", "utf-16")
def test_text_with_a_mark_or_in_utf8_comes_back_canonical(text: str, codec: str) -> None:
    # A zero character after the mark of UTF-16 makes the mark of UTF-32.
    assume(codec != "utf-16" or not text.startswith("\0"))
    if codec == "utf-8":
        text = text.replace("\0", "")  # a zero byte makes other encodings possible
    unmarked = text.removeprefix("\ufeff") if codec == "utf-8" else text

    found = decoded(text.encode(codec))

    expected = canonical_lines("\ufeff" + unmarked)
    assert found.text == expected


@given(data=st.binary(max_size=300))
def test_any_bytes_become_text_that_every_format_can_carry(data: bytes) -> None:
    text = decoded(data).text

    text.encode()
    controls = {c for c in text if unicodedata.category(c) == "Cc"}
    assert controls <= {"\t", "\n", "\x85"}
