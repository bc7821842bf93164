"""What the numbers and words of RTF stand for: codecs, letters, what is not to be seen."""

from __future__ import annotations

CODECS = {
    0: "cp1252",
    77: "mac_roman",
    78: "cp932",
    79: "cp949",
    80: "cp936",
    81: "cp950",
    83: "mac_greek",
    86: "mac_turkish",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""By the character set of a font."""

NAMED_CODECS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}

LETTERS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "~": "\u00a0",
    "_": "\u2011",
    "-": "\u00ad",
    "{": "{",
    "}": "}",
    "\\": "\\",
}

HIDDEN = frozenset(
    (
        *(
            "annotation",
            "atnauthor",
            "atndate",
            "atnicn",
            "atnid",
            "atnparent",
            "atnref",
            "atntime",
        ),
        *(
            "atrfend",
            "atrfstart",
            "background",
            "bkmkend",
            "colortbl",
            "comment",
            "datafield",
            "do",
        ),
        *("filetbl", "footer", "footerf", "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc"),
        *("aftncn", "aftnsep", "aftnsepc", "generator", "header", "headerf", "headerl", "headerr"),
        *(
            "keycode",
            "listoverridetable",
            "listtable",
            "nesttableprops",
            "nonesttables",
            "nonshppict",
        ),
        *("objdata", "objclass", "objname", "pict", "pn", "private", "revtbl", "rsidtbl", "rxe"),
        *("sp", "tc", "template", "themedata", "tcn", "txe", "ud", "userprops", "xe", "xmlnstbl"),
        *("latentstyles", "datastore", "colorschememapping", "pgdsctbl", "docvar", "mmathPr"),
    )
)
"""Groups with nothing that is to be seen in the text."""

KNOWN = frozenset(("bkmkstart", "fldinst", "listtext", "pntext", "shpinst", "shptxt", "falt"))
"""Groups that are marked as to be skipped by those who do not know them."""
