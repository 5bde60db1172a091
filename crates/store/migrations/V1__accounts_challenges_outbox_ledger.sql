-- Times are milliseconds since 1970. Tables that grow by themselves are only appended to, in rowid order, and carry no
-- index but the one of the letters that are to be tried again. No code, link or password in clear is stored anywhere.

-- Accounts of our own. The number is never given again.
CREATE TABLE account (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    email_key            TEXT    NOT NULL,       -- of one account only
    email                TEXT    NOT NULL,
    version              INTEGER NOT NULL,
    status               INTEGER NOT NULL, -- 0 active, 1 disabled
    name                 TEXT,
    locale               TEXT,
    password_changed_at  INTEGER,
    sessions_valid_after INTEGER,
    created_at           INTEGER NOT NULL,
    disowned             INTEGER NOT NULL DEFAULT 0, -- 1: its owner took a change back; the next recovery needs link and code
    password_hash        TEXT
) STRICT;

-- All that asks and checks need to know of an account, so that they read no row of it. What lies behind the address keeps
-- the index from being UNIQUE; the triggers see to it.
CREATE INDEX account_standing ON account (email_key, version, status, disowned);

CREATE TRIGGER account_added_once BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM account WHERE email_key = NEW.email_key)
BEGIN SELECT RAISE(ABORT, 'an account has this address'); END;

CREATE TRIGGER account_readdressed_once BEFORE UPDATE OF email_key ON account
WHEN EXISTS (SELECT 1 FROM account WHERE email_key = NEW.email_key AND id != OLD.id)
BEGIN SELECT RAISE(ABORT, 'an account has this address'); END;

-- The latest challenge of an account is the one with the highest id among those of no flow; so is that of a flow.
CREATE TABLE challenge (
    id              INTEGER PRIMARY KEY,  -- rises with time
    account         INTEGER NOT NULL,     -- 0 of decoys
    account_version INTEGER NOT NULL,
    issued_at       INTEGER NOT NULL,
    sent_at         INTEGER,              -- first hand-over to the mail server
    expires_at      INTEGER,
    link_expires_at INTEGER,
    used_at         INTEGER,              -- its code or link set a password
    closed_at       INTEGER,              -- a success of the account ended it
    key_id          INTEGER NOT NULL,
    rung            TEXT    NOT NULL,     -- "link": it has no code
    tail            INTEGER NOT NULL,     -- the random half of its name
    seed            BLOB    NOT NULL,
    account_key     BLOB    NOT NULL,     -- the account in the ledger; zero of decoys
    cap_account     INTEGER,              -- how far guesses at its code may carry the ledgers; units of 1e-18
    cap_service     INTEGER,
    flow            INTEGER,              -- of flows: the id of its first challenge
    letter          INTEGER,              -- of flows: its first letter
    locale          TEXT,                 -- of flows: the language they were asked for in
    by_back_end     INTEGER NOT NULL DEFAULT 0, -- of flows: 1 when the application's back end began it
    mark            BLOB                  -- of the first row of an address's own flow: keyed hash of the address and the day
) STRICT;

-- The outbox.
CREATE TABLE letter (
    id        INTEGER PRIMARY KEY,
    state     INTEGER NOT NULL,           -- 0 never tried, 1 sent, 2 refused, 3 unsent, 4 to be tried again
    due_at    INTEGER NOT NULL,           -- next try, or when it was settled
    queued_at INTEGER NOT NULL,
    kind      INTEGER NOT NULL,           -- 1 reset, code first; 2 reset, link first; 3 notice of a change
    attempts  INTEGER NOT NULL,
    account   INTEGER NOT NULL,
    challenge INTEGER,                    -- of reset letters
    previous  INTEGER,                    -- the account's reset letter before this one
    tag       BLOB    NOT NULL,           -- its Message-ID
    client    BLOB,                       -- keyed hash of who caused it
    network   BLOB,                       -- the /24 (3 bytes) or /48 (6 bytes) it was asked for from
    locale    TEXT,                       -- the language it was asked for in
    why       TEXT
) STRICT;

CREATE INDEX letter_put_off ON letter (due_at) WHERE state = 4;

-- Guesses that were not right, and successes that ended a row of them, until their challenge is gone and they are folded
-- into the ledger.
CREATE TABLE guess (
    id          INTEGER PRIMARY KEY,
    challenge   INTEGER NOT NULL,
    account     INTEGER NOT NULL,
    cost        INTEGER NOT NULL,         -- units of 1e-18
    at          INTEGER NOT NULL,
    account_key BLOB    NOT NULL,
    kind        INTEGER NOT NULL          -- 0 compared and wrong, 1 compared with nothing, 2 not compared and ended the code, 3 a success
) STRICT;

CREATE TABLE ledger_account (
    account_key BLOB    NOT NULL,
    bucket      INTEGER NOT NULL,         -- twelfths of a year since 1970
    units       INTEGER NOT NULL,
    PRIMARY KEY (account_key, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_service (
    bucket INTEGER PRIMARY KEY,           -- hours since 1970
    units  INTEGER NOT NULL
) STRICT;

-- Wrong guesses in a row, since a recovery of the account succeeded last.
CREATE TABLE wrong_in_a_row (
    account_key BLOB    NOT NULL PRIMARY KEY,
    wrong       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Calls that counted against a client's limit within the last hour.
CREATE TABLE client_hit (
    id     INTEGER PRIMARY KEY,
    doing  INTEGER NOT NULL,              -- 0 asking, 1 checking
    at     INTEGER NOT NULL,
    client BLOB    NOT NULL
) STRICT;

CREATE TABLE day_salt (
    day  INTEGER PRIMARY KEY,             -- days since 1970
    salt BLOB NOT NULL
) STRICT;

CREATE TABLE fingerprint (
    key_id INTEGER PRIMARY KEY,
    print  BLOB NOT NULL
) STRICT;

CREATE TABLE meta (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Passwords that were compared and wrong, in a row, by address: also of addresses without an account, so that nobody
-- learns which have one.
CREATE TABLE sign_in_failure (
    account_key BLOB    NOT NULL PRIMARY KEY,
    version     INTEGER NOT NULL,         -- of the account then; 0: none, or disabled
    failures    INTEGER NOT NULL,
    last_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);

-- Requests that are carried out once, and the flow that each began. Key and body are keyed hashes.
CREATE TABLE once (
    key       BLOB    NOT NULL PRIMARY KEY,
    body      BLOB    NOT NULL,
    at        INTEGER NOT NULL,
    challenge INTEGER NOT NULL,
    tail      INTEGER NOT NULL,
    key_id    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX once_at ON once (at);

-- Puzzles whose solution has lifted a client's limit for a call, until they end.
CREATE TABLE spent_puzzle (
    id    BLOB    NOT NULL PRIMARY KEY, -- half of its signature
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX spent_puzzle_until ON spent_puzzle (until);

-- Keys of the application's back ends.
CREATE TABLE api_key (
    name       TEXT    NOT NULL PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,   -- the part of the key that names it
    hash       BLOB    NOT NULL,          -- SHA-256 of a key of 256 random bits
    scopes     TEXT    NOT NULL,          -- with a space between
    created_at INTEGER NOT NULL,
    used_at    INTEGER                    -- to within a minute
) STRICT, WITHOUT ROWID;
