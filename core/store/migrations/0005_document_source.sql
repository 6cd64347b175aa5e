-- The bytes of a document that is no text (a PDF), until its text has been read.
ALTER TABLE documents ADD COLUMN source bytea;
-- Such files are compressed already: do not try.
ALTER TABLE documents ALTER COLUMN source SET STORAGE EXTERNAL;
