-- Many accounts for one person, and two people becoming one. SCHEMA.md explains it.

-- The address that the provider has verified; '' when there is none.
ALTER TABLE identity ADD COLUMN email TEXT NOT NULL DEFAULT '';
