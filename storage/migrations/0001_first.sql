-- The first schema. SCHEMA.md explains it.
-- Ids are UUIDv7 texts, times are Unix milliseconds in UTC, NULL is "not set".
PRAGMA application_id = 0x4f766572; -- "Over"

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY, -- 'device', 'last_open'
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
    id      TEXT    NOT NULL PRIMARY KEY,
    created INTEGER NOT NULL,
    local   INTEGER NOT NULL DEFAULT 0 CHECK (local IN (0, 1)) -- 1: keeps goals without an account
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX user_local ON user (local) WHERE local = 1;

CREATE TABLE identity (
    issuer       TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    user         TEXT    NOT NULL REFERENCES user (id),
    provider     TEXT    NOT NULL,
    login        TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    bio          TEXT    NOT NULL,
    company      TEXT    NOT NULL,
    location     TEXT    NOT NULL,
    page         TEXT    NOT NULL,
    public_repos INTEGER NOT NULL,
    followers    INTEGER NOT NULL,
    following    INTEGER NOT NULL,
    member_since INTEGER,
    avatar       BLOB,
    etag         TEXT    NOT NULL,
    fetched      INTEGER,
    PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX identity_user ON identity (user);

CREATE TABLE user_setting (
    user  TEXT NOT NULL REFERENCES user (id),
    name  TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user, name)
) STRICT, WITHOUT ROWID;

-- The goals as they stand. parent is a goal of the same user, '' (top level), 'trash' or
-- 'nowhere' (its creation was undone). The foreign key looks at parent_goal, so the file
-- itself refuses a parent that belongs to somebody else.
CREATE TABLE goal (
    user        TEXT NOT NULL REFERENCES user (id),
    id          TEXT NOT NULL CHECK (id NOT IN ('', 'trash', 'nowhere')),
    parent      TEXT NOT NULL CHECK (parent <> id),
    position    TEXT NOT NULL,
    name        TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    due         TEXT CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    created     INTEGER,
    completed   INTEGER,
    parent_goal TEXT AS (CASE WHEN parent NOT IN ('', 'trash', 'nowhere') THEN parent END) VIRTUAL,
    PRIMARY KEY (user, id),
    FOREIGN KEY (user, parent_goal) REFERENCES goal (user, id)
) STRICT, WITHOUT ROWID;

-- What one press of a key did. state is for undo and redo: 'done' can be undone, 'undone'
-- can be redone, 'dropped' neither; NULL for steps that are an undo or a redo themselves.
CREATE TABLE step (
    number  INTEGER PRIMARY KEY, -- in the order they came
    user    TEXT    NOT NULL REFERENCES user (id),
    id      TEXT    NOT NULL,
    act     TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    undoes  TEXT,
    redoes  TEXT,
    state   TEXT CHECK (state IN ('done', 'undone', 'dropped')),
    wall    INTEGER NOT NULL, -- the stamp of its last operation
    count   INTEGER NOT NULL,
    device  TEXT    NOT NULL,
    UNIQUE (user, id),
    FOREIGN KEY (user, undoes) REFERENCES step (user, id),
    FOREIGN KEY (user, redoes) REFERENCES step (user, id)
) STRICT;
CREATE INDEX step_undone ON step (user) WHERE state = 'undone';

-- The journal: every change ever made, with what was there before.
CREATE TABLE operation (
    user         TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    step         TEXT    NOT NULL,
    wall         INTEGER NOT NULL,
    count        INTEGER NOT NULL CHECK (count BETWEEN 0 AND 65535),
    device       TEXT    NOT NULL,
    goal         TEXT    NOT NULL,
    kind         TEXT    NOT NULL CHECK (kind IN ('move', 'set')),
    parent       TEXT,
    position     TEXT,
    old_parent   TEXT,
    old_position TEXT,
    field        TEXT,
    value        TEXT,
    old_value    TEXT,
    PRIMARY KEY (user, id),
    FOREIGN KEY (user, step) REFERENCES step (user, id),
    FOREIGN KEY (user, goal) REFERENCES goal (user, id),
    CHECK ((kind = 'move') = (parent IS NOT NULL AND position IS NOT NULL AND old_parent IS NOT NULL AND old_position IS NOT NULL)),
    CHECK ((kind = 'set') = (field IS NOT NULL AND value IS NOT NULL AND old_value IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_step ON operation (user, step);
CREATE INDEX operation_trashed ON operation (user, goal) WHERE parent = 'trash';

CREATE TRIGGER operation_stays BEFORE UPDATE ON operation
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
CREATE TRIGGER operation_remains BEFORE DELETE ON operation
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
