-- Errors of the same kind have the same fingerprint, which the database computes when it stores them. Adding the column
-- rewrites the table, which computes the fingerprints of stored errors.

-- The message of an error without what differs between errors of the same kind: quoted text, URLs and e-mail addresses,
-- and values, which are words with a digit (numbers, times, ids), long hexadecimal words and IPv6 addresses. Only the
-- first 1,000 characters are read, since the time is proportional to their number. Character classes list ASCII
-- characters, so that the result does not depend on a locale. The body is parsed now, so that it does not depend on a
-- search path.
CREATE FUNCTION "botlens_error_pattern"("message" text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN left(btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    left("message", 1000) COLLATE "C",
    -- A single quote inside a word is an apostrophe. The end of the message ends quoted text, too.
    $re$"(?:[^"\\]|\\.)*(?:"|\\?$)|(?<![A-Za-z0-9_])'(?:[^'\\]|\\.)*(?:'(?![A-Za-z0-9_])|\\?$)|`[^`]*(?:`|$)|“[^”]*(?:”|$)|‘[^’]*(?:’|$)|«[^»]*(?:»|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)$re$, '<text>', 'g'),
    $re$[A-Za-z][A-Za-z0-9+.-]*://[^ \t\r\n<>()]*|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$re$, '<address>', 'g'),
    $re$[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*|(?<![A-Za-z0-9_])[0-9A-Fa-f]{8,}(?![A-Za-z0-9_])|(?<![A-Za-z0-9_:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![A-Za-z0-9_])$re$, '<value>', 'g'),
    -- Values that belong together, such as the parts of a decimal number, a time, or a host and a port.
    $re$<value>(?:[.:/,+-]<value>)+$re$, '<value>', 'g'),
    $re$[ \t\r\n]+$re$, ' ', 'g')), 300);

CREATE FUNCTION "botlens_error_fingerprint"("type" text, "message" text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN left(encode(sha256(convert_to("type" || E'\n' || "botlens_error_pattern"("message"), 'UTF8')), 'hex'), 16);

ALTER TABLE "monitoring_errors" ADD COLUMN "fingerprint" VARCHAR(16) COLLATE "C" NOT NULL
    GENERATED ALWAYS AS ("botlens_error_fingerprint"("error_type", "error_message")) STORED;

-- CreateIndex
CREATE INDEX "monitoring_errors_fingerprint_timestamp_id_idx" ON "monitoring_errors"("fingerprint", "timestamp", "id");
