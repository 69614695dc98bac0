-- What other programs say of a goal and Overachiever does not know: the members of a JSON
-- object, kept for their next export. SCHEMA.md explains it.
ALTER TABLE goal ADD COLUMN extra TEXT NOT NULL DEFAULT '';
