-- Version 1: what was read, what was coded, and who decided.
--
-- Everything is append-only: a changed view is a new row, and triggers forbid UPDATE and DELETE.
-- Tables name documents and codings by hashes, never by arrival; `nr` counts items inside one coding.
-- Offsets (`start_cp`, `end_cp`) are Unicode code points of the document's text, end-exclusive.
-- Days are ISO text. Lists are joined by '; ' and, where joins want them, held in a table of their own.

CREATE TABLE program (
  -- Versions of everything that decided.
  contract  INTEGER NOT NULL,
  program   TEXT NOT NULL,
  model     TEXT NOT NULL,
  knowledge TEXT NOT NULL,
  PRIMARY KEY (contract, program, model, knowledge)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_text (
  -- Texts, once each, however many outlets printed them.
  content_hash TEXT NOT NULL PRIMARY KEY, -- blake3, 64 hex digits
  text         TEXT NOT NULL
) STRICT;

CREATE TABLE document (
  -- Documents as they were read: a reading with other metadata is a new row.
  nr            INTEGER PRIMARY KEY,      -- handle of the text index, without meaning
  id            TEXT NOT NULL,            -- the contract's document.id
  metadata_hash TEXT NOT NULL,
  content_hash  TEXT NOT NULL REFERENCES document_text (content_hash),
  bytes_hash    TEXT NOT NULL,
  external_id   TEXT,
  language      TEXT NOT NULL,
  title         TEXT,
  date          TEXT,                     -- day of publication
  date_from     TEXT,                     -- where that day was found
  outlet        TEXT,
  url           TEXT,
  author        TEXT,
  credits       TEXT,
  text_from     TEXT NOT NULL,
  outlet_key    TEXT NOT NULL,            -- outlet and address in canonical form, empty where unknown:
  url_key       TEXT NOT NULL,            -- they decide which readings are of one document
  ingested_at   TEXT NOT NULL,
  UNIQUE (id, metadata_hash)
) STRICT;
CREATE INDEX document_by_content ON document (content_hash);

CREATE TABLE coding (
  -- Codings: one for each document, its metadata and the versions that coded it.
  key         TEXT NOT NULL PRIMARY KEY,
  document    INTEGER NOT NULL REFERENCES document (nr),
  contract    INTEGER NOT NULL,
  program     TEXT NOT NULL,
  model       TEXT NOT NULL,
  knowledge   TEXT NOT NULL,
  json        BLOB NOT NULL,              -- the contract's JSON, zstd
  ingested_at TEXT NOT NULL,              -- RFC 3339, UTC, microseconds
  FOREIGN KEY (contract, program, model, knowledge) REFERENCES program
) STRICT;
CREATE INDEX coding_by_document ON coding (document);

CREATE TABLE actor_mention (
  -- Mentions of actors, with the actor they were resolved to.
  coding    TEXT NOT NULL REFERENCES coding (key),
  nr        INTEGER NOT NULL,
  actor     TEXT NOT NULL,                -- a1, a2 … in this coding
  actor_key TEXT NOT NULL,
  name      TEXT NOT NULL,
  state     TEXT,
  sector    TEXT,
  code      TEXT NOT NULL,
  entity    TEXT,
  role      TEXT,
  start_cp  INTEGER NOT NULL,
  end_cp    INTEGER NOT NULL,
  text      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  PRIMARY KEY (coding, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_mention_by_code ON actor_mention (code);

CREATE TABLE report (
  -- Events: reports of an act.
  coding           TEXT NOT NULL REFERENCES coding (key),
  nr               INTEGER NOT NULL,
  id               TEXT NOT NULL,         -- e1, e2 … in this coding
  key              TEXT NOT NULL,         -- survives re-coding
  document         TEXT NOT NULL,         -- document.id
  published        TEXT,
  outlet           TEXT,
  act              TEXT NOT NULL,         -- tellings of one act in this document share it
  day              TEXT,                  -- the last day on which it can have happened as far as the text knows
  date_from        TEXT,                  -- when it held: inclusive days, null is open
  date_to          TEXT,
  date_granularity TEXT,
  date_basis       TEXT,
  type             TEXT NOT NULL,         -- PLOVER
  mode             TEXT,
  context          TEXT,
  class            TEXT,                  -- meaning class
  cameo            TEXT NOT NULL,
  quad             TEXT NOT NULL,
  score            REAL NOT NULL,         -- PLOVER, -10 … 10
  reciprocal       INTEGER NOT NULL CHECK (reciprocal IN (0, 1)),
  actor_names      TEXT,
  actor_states     TEXT,
  actor_codes      TEXT,
  recipient_names  TEXT,
  recipient_states TEXT,
  recipient_codes  TEXT,
  anchor           TEXT NOT NULL,         -- the word that carries the act
  object           TEXT,
  object_category  TEXT,
  quantities       TEXT NOT NULL,         -- JSON, as in the contract
  place            TEXT,
  place_country    TEXT,
  place_admin1     TEXT,
  place_geonames   INTEGER,
  lat              REAL,
  lon              REAL,
  place_precision  TEXT,
  standing         TEXT NOT NULL,         -- asserted, claimed, open
  auxiliary        TEXT,                  -- historical, future, hypothetical, negation
  certainty        TEXT NOT NULL,
  factuality       INTEGER NOT NULL,      -- FactBank, -3 … 3
  sources          TEXT,                  -- who says so, innermost first; null is the document's own voice
  sentence_nr      INTEGER NOT NULL,
  sentence         TEXT NOT NULL,
  start_cp         INTEGER NOT NULL,
  end_cp           INTEGER NOT NULL,
  decided_by       TEXT NOT NULL,
  probability      REAL NOT NULL,
  PRIMARY KEY (coding, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_by_key ON report (key);
CREATE INDEX report_by_day ON report (day);

CREATE TABLE report_actor (
  -- Who acts and whom it is directed at, one row each.
  coding   TEXT NOT NULL,
  report   INTEGER NOT NULL,              -- report.nr
  role     TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  position INTEGER NOT NULL,
  actor    TEXT NOT NULL,
  name     TEXT NOT NULL,
  state    TEXT,
  sector   TEXT,
  code     TEXT NOT NULL,
  entity   TEXT,
  start_cp INTEGER,                       -- null: carried from context
  end_cp   INTEGER,
  decided_by TEXT NOT NULL,
  PRIMARY KEY (coding, report, role, position),
  FOREIGN KEY (coding, report) REFERENCES report (coding, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_actor_by_state ON report_actor (state, role);

CREATE TABLE claim (
  -- What somebody is said to have said, known, thought or felt.
  coding             TEXT NOT NULL REFERENCES coding (key),
  nr                 INTEGER NOT NULL,
  id                 TEXT NOT NULL,       -- c1, c2 …
  key                TEXT NOT NULL,
  document           TEXT NOT NULL,
  published          TEXT,
  outlet             TEXT,
  source_names       TEXT,
  source_states      TEXT,
  source_codes       TEXT,
  source_text        TEXT,
  source_kind        TEXT NOT NULL,
  source_description TEXT,
  addressee_names    TEXT,
  addressee_states   TEXT,
  addressee_codes    TEXT,
  cue                TEXT,
  cue_class          TEXT,
  form               TEXT NOT NULL,
  stance             TEXT NOT NULL,
  certainty          TEXT NOT NULL,
  polarity           TEXT NOT NULL,
  medium             TEXT,
  date_from          TEXT,                -- when it was said
  date_to            TEXT,
  content            TEXT NOT NULL,
  parent             TEXT,                -- id of the claim that reports this one
  sentence_nr        INTEGER NOT NULL,
  sentence           TEXT NOT NULL,
  start_cp           INTEGER NOT NULL,
  end_cp             INTEGER NOT NULL,
  decided_by         TEXT NOT NULL,
  probability        REAL NOT NULL,
  PRIMARY KEY (coding, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_by_key ON claim (key);

CREATE TABLE report_source (
  -- On whose word a report rests, innermost first.
  coding   TEXT NOT NULL,
  report   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  claim    INTEGER NOT NULL,              -- claim.nr
  PRIMARY KEY (coding, report, position),
  FOREIGN KEY (coding, report) REFERENCES report (coding, nr),
  FOREIGN KEY (coding, claim) REFERENCES claim (coding, nr)
) STRICT, WITHOUT ROWID;

CREATE TABLE outlook (
  -- What may come.
  coding            TEXT NOT NULL REFERENCES coding (key),
  nr                INTEGER NOT NULL,
  id                TEXT NOT NULL,        -- o1, o2 …
  key               TEXT NOT NULL,
  document          TEXT NOT NULL,
  published         TEXT,
  outlet            TEXT,
  kind              TEXT NOT NULL,
  antecedent        TEXT,
  consequent        TEXT NOT NULL,
  antecedent_events TEXT,
  consequent_events TEXT,
  due_from          TEXT,                 -- the horizon
  due_to            TEXT,
  due_granularity   TEXT,
  sources           TEXT,
  certainty         TEXT NOT NULL,
  polarity          TEXT NOT NULL,
  sentence_nr       INTEGER NOT NULL,
  sentence          TEXT NOT NULL,
  start_cp          INTEGER NOT NULL,
  end_cp            INTEGER NOT NULL,
  decided_by        TEXT NOT NULL,
  probability       REAL NOT NULL,
  PRIMARY KEY (coding, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX outlook_by_key ON outlook (key);
CREATE INDEX outlook_by_due ON outlook (due_to);

CREATE TABLE relation_report (
  -- What a text says holds between actors.
  coding         TEXT NOT NULL REFERENCES coding (key),
  nr             INTEGER NOT NULL,
  id             TEXT NOT NULL,           -- r1, r2 …
  key            TEXT NOT NULL,
  document       TEXT NOT NULL,
  published      TEXT,
  outlet         TEXT,
  kind           TEXT NOT NULL,
  between_names  TEXT NOT NULL,           -- ordered where the kind is directed
  between_states TEXT,
  between_codes  TEXT,
  name           TEXT,
  status         TEXT NOT NULL,
  certainty      TEXT NOT NULL,
  begins         TEXT,
  ends           TEXT,
  terms          TEXT,                    -- ids of outlooks
  sources        TEXT,
  sentence_nr    INTEGER NOT NULL,
  sentence       TEXT NOT NULL,
  start_cp       INTEGER NOT NULL,
  end_cp         INTEGER NOT NULL,
  decided_by     TEXT NOT NULL,
  probability    REAL NOT NULL,
  PRIMARY KEY (coding, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_report_by_key ON relation_report (key);

-- Text index over titles and texts.

CREATE VIEW searchable AS
  SELECT d.nr, d.title, t.text FROM document d JOIN document_text t USING (content_hash);

CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = 'searchable', content_rowid = 'nr', tokenize = 'unicode61 remove_diacritics 2'
);

-- What counts: one coding for each document.
--
-- A coding gives way to a later one of the same document. A reading gives way to one of the same text that
-- knows more (an outlet, an address, a date where this one has none) or, where both have a date and the dates
-- differ, to the later one: the date was corrected. Without outlet and address only the same external_id
-- makes two readings one document. Only a corrected date and a re-coding depend on which came later.

CREATE VIEW current_coding AS
  SELECT c.key AS coding, d.id AS document, d.nr AS document_nr, d.content_hash, d.bytes_hash, d.external_id,
         d.language, d.title, d.date AS published, d.date_from, d.outlet, d.url, d.author, d.credits, d.text_from,
         c.contract, c.program, c.model, c.knowledge, c.json, c.ingested_at
  FROM coding c JOIN document d ON d.nr = c.document
  WHERE NOT EXISTS (
    SELECT 1 FROM document d2 JOIN coding c2 ON c2.document = d2.nr
    WHERE d2.content_hash = d.content_hash AND c2.key <> c.key
      AND CASE
        WHEN d2.id = d.id THEN (c2.ingested_at, c2.key) > (c.ingested_at, c.key)
        WHEN d.outlet_key NOT IN ('', d2.outlet_key) OR d.url_key NOT IN ('', d2.url_key) THEN 0
        WHEN d.outlet_key = '' AND d.url_key = '' AND d.external_id IS NOT d2.external_id THEN 0
        WHEN d.date IS NULL OR d.date IS d2.date THEN 1
        WHEN d2.date IS NULL THEN 0
        ELSE (c2.ingested_at, c2.key) > (c.ingested_at, c.key)
      END
  );

CREATE VIEW current_document AS
  SELECT c.document AS id, c.coding, c.content_hash, c.bytes_hash, c.external_id, c.language, c.title,
         c.published AS date, c.date_from, c.outlet, c.url, c.author, c.credits, c.text_from, t.text, c.ingested_at
  FROM current_coding c JOIN document_text t USING (content_hash);

CREATE VIEW current_actor_mention AS
  SELECT m.*, c.document, c.published, c.outlet, c.language FROM current_coding c JOIN actor_mention m USING (coding);

CREATE VIEW current_report AS
  SELECT r.*, c.language, c.title, c.url, c.external_id, c.ingested_at
  FROM current_coding c JOIN report r USING (coding);

CREATE VIEW current_claim AS
  SELECT r.*, c.language, c.title, c.url, c.external_id, c.ingested_at
  FROM current_coding c JOIN claim r USING (coding);

CREATE VIEW current_outlook AS
  SELECT r.*, c.language, c.title, c.url, c.external_id, c.ingested_at
  FROM current_coding c JOIN outlook r USING (coding);

CREATE VIEW current_relation_report AS
  SELECT r.*, c.language, c.title, c.url, c.external_id, c.ingested_at
  FROM current_coding c JOIN relation_report r USING (coding);

-- Days and directed pairs of states: acts whose day is known, asserted or only claimed; open ones are left out.
-- Tellings of one act in one document count once, a reciprocal act in both directions.
CREATE VIEW day_dyad AS
  WITH telling AS (
    SELECT r.date_from AS day, a.state AS source, b.state AS target, r.type, r.coding, r.act,
           max(r.standing = 'asserted') AS asserted
    FROM current_report r
    JOIN report_actor a ON a.coding = r.coding AND a.report = r.nr AND a.role = 'actor'
    JOIN report_actor b ON b.coding = r.coding AND b.report = r.nr
     AND (b.role = 'recipient' OR (r.reciprocal = 1 AND b.state <> a.state))
    WHERE r.date_from = r.date_to AND r.standing <> 'open' AND a.state IS NOT NULL AND b.state IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
  )
  SELECT day, source, target, type, sum(asserted) AS n_asserted, sum(1 - asserted) AS n_claimed
  FROM telling GROUP BY day, source, target, type ORDER BY day, source, target, type;

-- Nothing is changed and nothing is taken away.

CREATE TRIGGER program_no_update BEFORE UPDATE ON program BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER program_no_delete BEFORE DELETE ON program BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER document_text_no_update BEFORE UPDATE ON document_text BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER document_text_no_delete BEFORE DELETE ON document_text BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER coding_no_update BEFORE UPDATE ON coding BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER coding_no_delete BEFORE DELETE ON coding BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER actor_mention_no_update BEFORE UPDATE ON actor_mention BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER actor_mention_no_delete BEFORE DELETE ON actor_mention BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER report_no_update BEFORE UPDATE ON report BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER report_no_delete BEFORE DELETE ON report BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER report_actor_no_update BEFORE UPDATE ON report_actor BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER report_actor_no_delete BEFORE DELETE ON report_actor BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER report_source_no_update BEFORE UPDATE ON report_source BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER report_source_no_delete BEFORE DELETE ON report_source BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER outlook_no_update BEFORE UPDATE ON outlook BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER outlook_no_delete BEFORE DELETE ON outlook BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER relation_report_no_update BEFORE UPDATE ON relation_report BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER relation_report_no_delete BEFORE DELETE ON relation_report BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
