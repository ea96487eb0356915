-- A sequence alone does not tie an archive to a journal: a journal that was cut and has grown again has other records there.

ALTER TABLE archive_position
    ADD COLUMN batch_crc integer;

COMMENT ON COLUMN archive_position.batch_crc IS 'CRC32C of the journal''s batch that ends with that record; a journal with another batch there is refused. NULL until the position has moved once since this column exists.';
