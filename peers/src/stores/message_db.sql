-- A message store in the style of message-db: streams with versions, categories with one position
-- for all their messages, and a function that writes one message. The head of a category is a row,
-- locked until the commit: positions have no gaps and are seen in their order, as in a chain.
CREATE TABLE heads (category text PRIMARY KEY, position bigint NOT NULL);
CREATE TABLE messages (
    category text NOT NULL,
    position bigint NOT NULL,
    stream text NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    id uuid NOT NULL UNIQUE,
    -- Bytes, where message-db has jsonb: jsonb does not give back what was hashed.
    data bytea NOT NULL,
    PRIMARY KEY (category, position),
    UNIQUE (stream, version)
);
INSERT INTO heads VALUES ('ledger', 0);

CREATE FUNCTION write_message(
    in_category text, in_stream text, in_kind text, in_id uuid, in_data bytea,
    expected_version bigint DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    next_position bigint;
    last_version bigint;
BEGIN
    UPDATE heads SET position = position + 1 WHERE category = in_category
        RETURNING position INTO next_position;
    SELECT coalesce(max(version), 0) INTO last_version FROM messages WHERE stream = in_stream;
    IF expected_version IS NOT NULL AND expected_version <> last_version THEN
        RAISE EXCEPTION 'Wrong expected version: % (Stream: %, Stream Version: %)',
            expected_version, in_stream, last_version;
    END IF;
    INSERT INTO messages
        VALUES (in_category, next_position, in_stream, last_version + 1, in_kind, in_id, in_data);
    RETURN next_position;
END $$;
