-- Many accounts for one person, and two people becoming one. SCHEMA.md explains it.

-- The address that the provider has verified; '' when there is none.
ALTER TABLE identity ADD COLUMN email TEXT NOT NULL DEFAULT '';

-- A step that took in all goals of another person, and what it did in that person's own
-- journal: into the trash, or after an undo out of it.
CREATE TABLE merge (
    user      TEXT NOT NULL,
    step      TEXT NOT NULL,
    from_user TEXT NOT NULL CHECK (from_user <> user),
    from_step TEXT NOT NULL,
    PRIMARY KEY (user, step),
    FOREIGN KEY (user, step) REFERENCES step (user, id),
    FOREIGN KEY (from_user, from_step) REFERENCES step (user, id)
) STRICT, WITHOUT ROWID;

-- Which accounts the two had before, for as long as the merge is not undone.
CREATE TABLE merged_identity (
    user     TEXT NOT NULL,
    step     TEXT NOT NULL,
    issuer   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    owner    TEXT NOT NULL REFERENCES user (id),
    provider TEXT NOT NULL,
    login    TEXT NOT NULL,
    PRIMARY KEY (user, step, issuer, subject),
    FOREIGN KEY (user, step) REFERENCES merge (user, step)
) STRICT, WITHOUT ROWID;

-- What each person did last, however much the others have done since.
CREATE INDEX step_user ON step (user);
