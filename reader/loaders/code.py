"""Source code: one block in one language, every line as it stands.

The language is the name by which Pygments knows it, from a table of our own for what people read
most, so that Pygments is asked, and imported, only for rare suffixes.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.late import late_pattern
from annotations.model import Metadata
from reader.loaders.decoding import decode_as_far
from reader.loaders.ends import first_lines, text_end
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others

if TYPE_CHECKING:
    from reader.loaders.source import SourceBytes

LOADER = "code 1"

_PROSE_SUFFIXES = frozenset(
    [
        ".txt",
        ".text",
        ".asc",
        ".log",
        ".rst",
        ".rest",
        ".org",
        ".adoc",
        ".asciidoc",
        ".textile",
        ".wiki",
        ".mediawiki",
        ".pod",
        ".nfo",
        ".diz",
        ".me",
        ".1st",
        ".srt",
        ".vtt",
        ".eml",
        ".mbox",
        ".csv",
        ".tsv",
        ".fountain",
        ".lst",
        ".utf8",
        ".latin1",
        ".md",
        ".markdown",
    ]  # a column of names reads worse
)
"""Suffixes of what is read as prose; Pygments knows some of them as well."""

_LANGUAGES = {
    "bash": ".sh .bash .bashrc .profile .zsh .ksh",
    "bat": ".bat .cmd",
    "bibtex": ".bib",
    "c": ".c .h",
    "clojure": ".clj .cljs .edn",
    "cmake": ".cmake",
    "common-lisp": ".lisp .cl",
    "cpp": ".cpp .cc .cxx .hpp .hh .hxx .c++",
    "csharp": ".cs",
    "css": ".css",
    "d": ".d",
    "dart": ".dart",
    "diff": ".diff .patch",
    "elixir": ".ex .exs",
    "elm": ".elm",
    "emacs-lisp": ".el",
    "erlang": ".erl .hrl",
    "fish": ".fish",
    "fortran": ".f90 .f95 .f03",
    "fsharp": ".fs .fsx",
    "go": ".go",
    "graphql": ".graphql .gql",
    "groovy": ".groovy .gradle",
    "haskell": ".hs",
    "html": ".html .htm .xhtml",
    "ini": ".ini .cfg .conf .properties .desktop .service .editorconfig .gitconfig",
    "java": ".java",
    "javascript": ".js .mjs .cjs",
    "json": ".json .jsonl .ndjson .geojson .webmanifest",
    "julia": ".jl",
    "jsx": ".jsx",
    "kotlin": ".kt .kts",
    "less": ".less",
    "lua": ".lua",
    "make": ".mk .mak",
    "nim": ".nim",
    "nix": ".nix",
    "objective-c": ".m .mm",
    "ocaml": ".ml .mli",
    "perl": ".pl .pm",
    "php": ".php",
    "powershell": ".ps1 .psm1",
    "prolog": ".pro",
    "protobuf": ".proto",
    "python": ".py .pyi .pyw",
    "r": ".r",
    "ruby": ".rb .rake .gemspec",
    "rust": ".rs",
    "sass": ".sass",
    "scala": ".scala .sbt",
    "scheme": ".scm .ss",
    "racket": ".rkt",
    "scss": ".scss",
    "sql": ".sql",
    "swift": ".swift",
    "tcl": ".tcl",
    "terraform": ".tf .hcl",
    "tex": ".tex .sty .cls .ltx",
    "toml": ".toml",
    "tsx": ".tsx",
    "typescript": ".ts .mts .cts",
    "verilog": ".v",
    "vhdl": ".vhd .vhdl",
    "vim": ".vim .vimrc",
    "vue": ".vue",
    "xml": ".xml .xsl .xslt .xsd .svg .rss .atom .plist .opml .kml .gpx .xul",
    "yaml": ".yaml .yml",
    "zig": ".zig",
}
_BY_SUFFIX = {
    suffix: language for language, suffixes in _LANGUAGES.items() for suffix in suffixes.split()
}
_BY_NAME = {
    "makefile": "make",
    "gnumakefile": "make",
    "dockerfile": "docker",
    "containerfile": "docker",
    "cmakelists.txt": "cmake",
    "gemfile": "ruby",
    "rakefile": "ruby",
    "vagrantfile": "ruby",
    "jenkinsfile": "groovy",
    "meson.build": "meson",
    "pkgbuild": "bash",
    ".bashrc": "bash",
    ".profile": "bash",
    ".zshrc": "bash",
    ".vimrc": "vim",
    ".gitconfig": "ini",
    ".editorconfig": "ini",
}
_SHEBANG = late_pattern(rb"#![ \t]*\S*/(?:env[ \t]+(?:-\S+[ \t]+)*)?([A-Za-z]+)[\d.]*(?:\s|\Z)")
_INTERPRETERS = {
    "ash": "bash",
    "awk": "awk",
    "bash": "bash",
    "dash": "bash",
    "deno": "typescript",
    "fish": "fish",
    "gawk": "awk",
    "ksh": "bash",
    "lua": "lua",
    "node": "javascript",
    "nodejs": "javascript",
    "perl": "perl",
    "php": "php",
    "python": "python",
    "pypy": "python",
    "Rscript": "r",
    "ruby": "ruby",
    "sh": "bash",
    "tclsh": "tcl",
    "zsh": "bash",
}


def language_of(name: str, head: bytes = b"") -> str:
    """The language of source code by its file name, else by its first line; empty for prose.

    Args:
        name: File name; a folder before it does not matter.
        head: The first bytes of the file.
    """
    bare = PurePath(name).name.lower()
    if language := _BY_NAME.get(bare, ""):
        return language
    suffix = PurePath(bare).suffix
    if suffix in _PROSE_SUFFIXES:
        return ""
    if language := _BY_SUFFIX.get(suffix, ""):
        return language
    if match := _SHEBANG.match(head):
        return _INTERPRETERS.get(match[1].decode(), "")
    return _language_by_pygments(bare) if suffix and suffix[1:].isascii() else ""


def _language_by_pygments(name: str) -> str:
    from fnmatch import fnmatchcase  # noqa: PLC0415  # with the next: only for rare suffixes

    from pygments.lexers import get_all_lexers  # noqa: PLC0415  # imports what tables it has

    for _, aliases, patterns, _ in get_all_lexers(plugins=False):
        if aliases and any(fnmatchcase(name, pattern.lower()) for pattern in patterns):
            alias: str = aliases[0]
            return "" if alias == "text" else alias
    return ""


def load(
    source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = yield_to_others
) -> Loaded:
    """Load source code whole, or the head of it.

    Raises:
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    decoded, is_cut = decode_as_far(source, hint, is_head=is_head, pause=pause)
    text = first_lines(decoded.text) if is_cut else decoded.text
    end = text_end(text, 0, len(text))
    name = f"source.{hint.suffix.removeprefix('.')}" if hint.suffix else hint.name
    language = language_of(name, source.read(0, 256))
    code = Block(kind=BlockKind.CODE, start=0, end=end, language=language)
    document = Document(
        text=text,
        blocks=Blocks([code] if end else []),
        metadata=Metadata(title=hint.name),
        loader=LOADER,
        source_sha256="" if is_head else source.sha256,
    )
    return Loaded(document=document, notices=decoded.notices, is_whole=not is_cut)
