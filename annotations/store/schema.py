"""What stands in a library's database, and how an older one is brought to it.

The tables are plain and readable with any SQLite tool; comments stay in the schema. A step that was
released is never changed: what comes later is a further step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.store.schema_steps import (
    bookmarks,
    captures,
    codebook_keys,
    finding,
    moments,
    numbers,
    places,
    run,
    shelf,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

APPLICATION_ID = 0x706F7374
"""The bytes "post" in the file's header: tells a library from another program's database."""

MIGRATION_SET = "postil"

_FIRST = """
CREATE TABLE counters (
    name TEXT PRIMARY KEY,           -- 'change': the number of the last write that touched a row
    value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO counters VALUES ('change', 0);

CREATE TABLE articles (
    id TEXT PRIMARY KEY,             -- UUIDv7
    title TEXT NOT NULL DEFAULT '',  -- title to language: what holds, see metadata
    authors TEXT NOT NULL DEFAULT '[]',  -- JSON list
    publisher TEXT NOT NULL DEFAULT '',
    published TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    doi TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    version TEXT REFERENCES versions (id) DEFERRABLE INITIALLY DEFERRED,  -- the present one
    source TEXT NOT NULL DEFAULT '', -- path or address as last opened; after an import the file's name
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    opened TEXT NOT NULL DEFAULT '', -- last read; empty if only imported
    change INTEGER NOT NULL,
    extra TEXT                       -- JSON: unknown keys of an import, by where they stood
);

CREATE INDEX articles_version ON articles (version);
CREATE INDEX articles_url ON articles (url) WHERE url <> '';
CREATE INDEX articles_doi ON articles (doi) WHERE doi <> '';

CREATE TABLE metadata (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    key TEXT NOT NULL,               -- title, authors (JSON list), publisher …
    guessed TEXT,                    -- by the loader
    written TEXT,                    -- by a person, who wins
    PRIMARY KEY (article, key)
) WITHOUT ROWID;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('path', 'address', 'stdin')),
    location TEXT NOT NULL,
    size INTEGER,                    -- bytes; size to inode: of a file when last read
    mtime_ns INTEGER,
    inode INTEGER,
    sha256 TEXT NOT NULL DEFAULT '', -- of the bytes
    seen TEXT NOT NULL,
    UNIQUE (kind, location)
);

CREATE INDEX sources_article ON sources (article);

CREATE TABLE article_tags (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    tag INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (article, tag)
) WITHOUT ROWID;

CREATE INDEX article_tags_tag ON article_tags (tag);

CREATE TABLE versions (
    id TEXT PRIMARY KEY,             -- UUIDv7
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,            -- of the canonical text in UTF-8
    length INTEGER NOT NULL DEFAULT 0,   -- code points; 0 also where only the hash is known
    source_sha256 TEXT NOT NULL DEFAULT '',
    loader TEXT NOT NULL DEFAULT '', -- name and version
    options TEXT,                    -- JSON
    captured TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', -- first, source changed …; referenced: named by a mark only
    text TEXT,                       -- NULL until there is a mark to keep it for
    structure TEXT,                  -- JSON: blocks, spans, locators
    extra TEXT,
    UNIQUE (article, sha256, loader)
);

CREATE INDEX versions_sha256 ON versions (sha256);

CREATE TABLE annotations (
    id TEXT PRIMARY KEY,             -- UUIDv7
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

-- What changed in an article since the last look.
CREATE INDEX annotations_article_change ON annotations (article, change);

CREATE TABLE ranges (
    annotation TEXT NOT NULL REFERENCES annotations (id) ON DELETE CASCADE,
    version TEXT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    piece INTEGER NOT NULL,          -- from 0
    start INTEGER,                   -- code points; NULL if orphaned
    "end" INTEGER,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    confidence INTEGER,              -- per cent, where changed
    original_version TEXT REFERENCES versions (id) ON DELETE CASCADE,  -- its row is what the piece was
    PRIMARY KEY (annotation, version, piece)
) WITHOUT ROWID;

CREATE INDEX ranges_version ON ranges (version);
CREATE INDEX ranges_original ON ranges (original_version) WHERE original_version IS NOT NULL;

CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,     -- equal for all spellings in upper and lower case
    description TEXT NOT NULL DEFAULT '',
    colour TEXT,
    confidential INTEGER NOT NULL DEFAULT 0,
    used TEXT NOT NULL DEFAULT '',   -- last given to a mark or an article
    change INTEGER NOT NULL,
    extra TEXT
);

CREATE TABLE tag_names (
    tag INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    name TEXT NOT NULL,              -- a former one
    folded TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (tag, folded)
) WITHOUT ROWID;

CREATE INDEX tag_names_folded ON tag_names (folded);

CREATE TABLE annotation_tags (
    annotation TEXT NOT NULL REFERENCES annotations (id) ON DELETE CASCADE,
    tag INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (annotation, tag)
) WITHOUT ROWID;

CREATE INDEX annotation_tags_tag ON annotation_tags (tag);

CREATE TABLE fields (
    annotation TEXT NOT NULL REFERENCES annotations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (annotation, name)
) WITHOUT ROWID;

CREATE TABLE relations (
    annotation TEXT NOT NULL REFERENCES annotations (id) ON DELETE CASCADE,
    target TEXT NOT NULL,            -- an annotation, perhaps unknown here
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (annotation, target, name)
) WITHOUT ROWID;

CREATE INDEX relations_target ON relations (target);

CREATE TABLE colours (
    colour TEXT PRIMARY KEY,
    meaning TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE tombstones (
    annotation TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    deleted TEXT NOT NULL,
    change INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX tombstones_article_change ON tombstones (article, change);

CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    action TEXT NOT NULL,            -- mark, tag, note, delete, import …
    label TEXT NOT NULL,             -- for people
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
    undone INTEGER                   -- order of undoing: the last is redone first
);

CREATE INDEX history_state ON history (state, undone);

CREATE TABLE history_articles (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    entry INTEGER NOT NULL REFERENCES history (id) ON DELETE CASCADE,
    PRIMARY KEY (article, entry)
) WITHOUT ROWID;

CREATE INDEX history_articles_entry ON history_articles (entry);

CREATE TABLE history_changes (
    entry INTEGER NOT NULL REFERENCES history (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,         -- from 0
    kind TEXT NOT NULL,              -- annotation, reference
    object TEXT NOT NULL,
    article TEXT REFERENCES articles (id) ON DELETE CASCADE,
    before TEXT,                     -- JSON; NULL: created. Tags stand by their id in it
    after TEXT,                      -- JSON; NULL: deleted
    PRIMARY KEY (entry, number)
) WITHOUT ROWID;

CREATE INDEX history_changes_article ON history_changes (article);

CREATE TABLE reading_places (
    article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    version TEXT,
    position INTEGER NOT NULL,       -- code points in that version
    progress REAL NOT NULL,          -- 0 to 1
    updated TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE exports (
    path TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,            -- of what was written
    written TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX exports_article ON exports (article);

-- Quotes and notes as they are searched: without regard to case, accents, kinds of white space.
CREATE TABLE search_text (
    id INTEGER PRIMARY KEY,
    annotation TEXT NOT NULL UNIQUE REFERENCES annotations (id) ON DELETE CASCADE,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    quote TEXT NOT NULL,
    note TEXT NOT NULL
);

CREATE INDEX search_text_article ON search_text (article);

CREATE VIRTUAL TABLE search_index USING fts5 (
    quote, note, content = 'search_text', content_rowid = 'id', prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);

CREATE VIRTUAL TABLE search_trigram USING fts5 (
    quote, note, content = 'search_text', content_rowid = 'id', tokenize = 'trigram'
);
"""


def first(database: Database) -> None:
    """The tables of the first release."""
    run(database, _FIRST)


STEPS: tuple[Callable[[Database], None], ...] = (
    *(first, bookmarks, captures, shelf, finding, codebook_keys, numbers, places, moments),
)
"""In order; `user_version` counts those that were taken."""


def migrate(connection: sqlite3.Connection, steps: Sequence[Callable[[Database], None]]) -> None:
    """Take the steps that are missing, inside the caller's transaction.

    Foreign keys must be off, which is only possible outside a transaction; all are checked here.

    Raises:
        sqlite3.IntegrityError: A step left a row whose parent is missing.
    """
    import sqlite3  # noqa: PLC0415  # with sqlite_utils below: only where a schema is made

    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    migrations = Migrations(MIGRATION_SET)
    for step in steps:
        migrations(name=step.__name__)(step)
    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(steps)}")
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        sentence = f"a row of {broken[0]} lacks its parent in {broken[2]} after the migration"
        raise sqlite3.IntegrityError(sentence)
