"""The steps by which an older library is brought to the present schema, each as it was released."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def run(database: Database, statements: str) -> None:
    """Execute statements that are parted by a semicolon at the end of a line."""
    for statement in statements.split(";\n"):
        if statement.strip():
            database.execute(statement)


_BOOKMARKS = """
CREATE TABLE bookmarks (
    id TEXT PRIMARY KEY,             -- UUIDv7
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version TEXT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,       -- code points in that version
    quote TEXT NOT NULL,             -- the first words there, to find it in another version
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    section TEXT NOT NULL DEFAULT '',  -- the heading above it
    created TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX bookmarks_article ON bookmarks (article);
CREATE INDEX bookmarks_version ON bookmarks (version)
"""


def bookmarks(database: Database) -> None:
    """Places in a text that a person wants to come back to."""
    run(database, _BOOKMARKS)


_CAPTURES = """
CREATE TABLE captures (
    id TEXT PRIMARY KEY,             -- UUIDv7
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    address TEXT NOT NULL,           -- that was asked for, without name and password
    final_address TEXT NOT NULL,     -- to which it led
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,           -- JSON: pairs of name and value, but for cookies
    captured TEXT NOT NULL,
    sha256 TEXT NOT NULL,            -- of the content
    content BLOB                     -- as sent, but unpacked; NULL: as in the earlier row of this hash
);

CREATE INDEX captures_article ON captures (article)
"""


def captures(database: Database) -> None:
    """What servers sent for addresses."""
    run(database, _CAPTURES)


_SHELF = """
ALTER TABLE articles ADD COLUMN status TEXT NOT NULL DEFAULT '' /* unread, reading, done; empty: as its progress says */;

ALTER TABLE articles ADD COLUMN removed TEXT NOT NULL DEFAULT '' /* when taken out of the library */;

ALTER TABLE tags ADD COLUMN letter TEXT NOT NULL DEFAULT '' /* that marks with it at once */;

CREATE TABLE queries (
    folded TEXT PRIMARY KEY,         -- the name without regard to case and accents
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE known_fields (
    name TEXT PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE written (
    path TEXT PRIMARY KEY,
    article TEXT REFERENCES articles (id) ON DELETE CASCADE,  -- NULL: a file of several articles
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,            -- of what was written
    written TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO written SELECT path, article, format, sha256, written FROM exports;

DROP TABLE exports;

ALTER TABLE written RENAME TO exports;

CREATE INDEX exports_article ON exports (article)
"""


def shelf(database: Database) -> None:
    """Articles that are unread, done or removed, queries with names, files of several articles."""
    run(database, _SHELF)


_FINDING = """
CREATE TABLE text_parts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the row of text_index; no number comes twice
    version TEXT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,          -- code points
    "end" INTEGER NOT NULL
);

CREATE INDEX text_parts_version ON text_parts (version, "end");

CREATE VIRTUAL TABLE text_index USING fts5 (
    text, content = '', prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE INDEX fields_value ON fields (name, value);

CREATE INDEX annotations_article_colour ON annotations (article, colour);

CREATE INDEX annotations_creator ON annotations (creator) WHERE creator <> '';

CREATE TEMP TABLE ordered AS
    SELECT search_text.* FROM search_text
    JOIN annotations ON annotations.id = search_text.annotation ORDER BY annotations.rowid;

DELETE FROM search_text;

INSERT INTO search_text (annotation, article, quote, note)
    SELECT annotation, article, quote, note FROM ordered ORDER BY rowid;

DROP TABLE ordered;

INSERT INTO search_index (search_index) VALUES ('rebuild');

INSERT INTO search_trigram (search_trigram) VALUES ('rebuild')
"""


def finding(database: Database) -> None:
    """Texts that are searched, and searched marks in the order in which they were entered."""
    run(database, _FINDING)


_CODEBOOK_KEYS = """
CREATE TABLE codebook_keys (
    name TEXT PRIMARY KEY,           -- that a codebook's file has and postil does not know
    value TEXT NOT NULL              -- JSON
) WITHOUT ROWID
"""


def codebook_keys(database: Database) -> None:
    """What a codebook taken in says that postil does not know."""
    run(database, _CODEBOOK_KEYS)


_NUMBERS = """
CREATE VIRTUAL TABLE search_terms USING fts5vocab (search_index, instance);

CREATE TABLE numbered (
    number INTEGER PRIMARY KEY,      -- grows in the order in which marks were entered
    id TEXT NOT NULL UNIQUE,         -- UUIDv7
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    colour TEXT,
    note TEXT NOT NULL DEFAULT '',
    creator TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    revision INTEGER NOT NULL,       -- counts the changes made here
    change INTEGER NOT NULL,
    extra TEXT
);

INSERT INTO numbered
    SELECT search_text.id, annotations.id, annotations.article, colour, annotations.note, creator,
        created, updated, revision, change, extra
    FROM search_text JOIN annotations ON annotations.id = search_text.annotation
    ORDER BY search_text.id;

INSERT INTO numbered
    SELECT (SELECT ifnull(max(id), 0) FROM search_text) + row_number() OVER (ORDER BY rowid), id,
        article, colour, note, creator, created, updated, revision, change, extra
    FROM annotations WHERE id NOT IN (SELECT annotation FROM search_text) ORDER BY rowid;

DROP TABLE annotations;

ALTER TABLE numbered RENAME TO annotations;

CREATE INDEX annotations_article_change ON annotations (article, change);

CREATE INDEX annotations_article_colour ON annotations (article, colour);

CREATE INDEX annotations_creator ON annotations (creator) WHERE creator <> '';

CREATE INDEX annotations_colour ON annotations (colour) WHERE colour IS NOT NULL;

CREATE TABLE numbered (
    annotation TEXT NOT NULL REFERENCES annotations (id) ON DELETE CASCADE,
    tag INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,         -- the annotation's: so a tag leads to its marks in their order
    PRIMARY KEY (annotation, tag)
) WITHOUT ROWID;

INSERT INTO numbered
    SELECT annotation, tag, position,
        ifnull((SELECT number FROM annotations WHERE id = annotation), 0)
    FROM annotation_tags ORDER BY annotation, tag;

DROP TABLE annotation_tags;

ALTER TABLE numbered RENAME TO annotation_tags;

CREATE INDEX annotation_tags_tag ON annotation_tags (tag, number);

CREATE TABLE numbered (
    annotation TEXT NOT NULL REFERENCES annotations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,         -- the annotation's, as in annotation_tags
    PRIMARY KEY (annotation, name)
) WITHOUT ROWID;

INSERT INTO numbered
    SELECT annotation, name, value, position,
        ifnull((SELECT number FROM annotations WHERE id = annotation), 0)
    FROM fields ORDER BY annotation, name;

DROP TABLE fields;

ALTER TABLE numbered RENAME TO fields;

CREATE INDEX fields_value ON fields (name, value, number);

CREATE INDEX ranges_state ON ranges (state) WHERE state <> 'anchored'
"""


def numbers(database: Database) -> None:
    """Marks with numbers, by which their tags and fields are found in the order of entry.

    A virtual table comes first: behind all others it keeps SQLite 3.40 from checking that each page is
    used.
    """
    run(database, _NUMBERS)


_PLACES = """
CREATE INDEX ranges_place ON ranges (version, start);

DROP INDEX ranges_version
"""


def places(database: Database) -> None:
    """The marks of a text in the order of their places: those near one are found among many."""
    run(database, _PLACES)


_MOMENTS = """
CREATE INDEX annotations_created ON annotations (created)
"""


def moments(database: Database) -> None:
    """Marks by when they were made: a day's among many."""
    run(database, _MOMENTS)
