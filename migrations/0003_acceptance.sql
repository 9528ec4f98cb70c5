-- Tasks from set-up to acceptance: states, several reviews, assignment, what comes back, bulk actions, samples, exports.

ALTER TABLE tasks
    -- draft: only its admins see it; paused and closed: nothing of it changes.
    ADD COLUMN state        text NOT NULL DEFAULT 'open' CHECK (state IN ('draft', 'open', 'paused', 'closed')),
    -- pool: whoever works at a stage takes any item; assigned: each only their own.
    ADD COLUMN distribution text NOT NULL DEFAULT 'pool' CHECK (distribution IN ('pool', 'assigned'));

-- {"reviews": [{"strict", "percent"}], "acceptance"}: each review has settings of its own.
UPDATE tasks SET workflow = jsonb_build_object(
    'reviews', CASE WHEN workflow ? 'review'
        THEN jsonb_build_array(jsonb_build_object('strict', strict_review, 'percent', 100)) ELSE '[]' END,
    'acceptance', workflow ? 'acceptance');
ALTER TABLE tasks DROP COLUMN strict_review;

ALTER TABLE items RENAME COLUMN rejected_by TO returned_by;
ALTER TABLE items RENAME COLUMN rejected_at TO returned_at;
ALTER TABLE items RENAME CONSTRAINT items_rejected_by_fkey TO items_returned_by_fkey;
ALTER TABLE items
    -- Of its media, so that lists need not look there.
    ADD COLUMN file_name      text,
    -- Which of the task's reviews it is in, from 1; 0 in other stages.
    ADD COLUMN review_pass    smallint NOT NULL DEFAULT 0,
    -- When it came to where it is.
    ADD COLUMN stage_since    timestamptz NOT NULL DEFAULT now(),
    -- -1 low, 0 normal, 1 high, 2 urgent.
    ADD COLUMN priority       smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 2),
    -- Somebody changed or judged labels since.
    ADD COLUMN begun          boolean NOT NULL DEFAULT false,
    -- Who approved it in review last.
    ADD COLUMN reviewed_by    uuid REFERENCES users ON DELETE SET NULL,
    -- How often it was taken back after it had been accepted.
    ADD COLUMN revisions      integer NOT NULL DEFAULT 0,
    -- It was sent back, and has been handed on since.
    ADD COLUMN resubmitted    boolean NOT NULL DEFAULT false,
    ADD COLUMN skips          integer NOT NULL DEFAULT 0,
    -- Offered to one person for a while.
    ADD COLUMN reserved_by    uuid REFERENCES users ON DELETE SET NULL,
    ADD COLUMN reserved_until timestamptz,
    -- Derived from the document, as the counts beside them: what the ontology requires and is missing; labels by class.
    ADD COLUMN violations     integer NOT NULL DEFAULT 0,
    ADD COLUMN class_counts   jsonb NOT NULL DEFAULT '{}';
UPDATE items i SET file_name = m.file_name FROM media m WHERE m.id = i.media_id;
UPDATE items SET stage_since = updated_at, review_pass = (stage = 'review')::int,
    resubmitted = returned_at IS NOT NULL AND stage IN ('review', 'acceptance'),
    begun = CASE stage WHEN 'annotate' THEN EXISTS (
            SELECT FROM item_updates u WHERE u.item_id = items.id AND u.user_id IS NOT NULL)
        WHEN 'review' THEN approved_count + rejected_count > 0 ELSE false END;
-- What is complete is no longer on its way back; who sent it back, and when, stays in its moves.
UPDATE items SET returned_by = NULL, returned_at = NULL WHERE stage = 'complete';
UPDATE items i SET class_counts = counted.classes FROM (
    SELECT latest.item_id, jsonb_object_agg(latest.class, latest.labels) AS classes FROM (
        SELECT s.item_id, label.value ->> 'class' AS class, count(*) AS labels
        FROM (SELECT DISTINCT ON (item_id) item_id, annotations FROM item_snapshots ORDER BY item_id, seq DESC) s,
            jsonb_each(s.annotations) label
        GROUP BY s.item_id, label.value ->> 'class') latest
    GROUP BY latest.item_id) counted
WHERE counted.item_id = i.id;
ALTER TABLE items ALTER COLUMN file_name SET NOT NULL;
-- Outlines lie beside the rows, so that a list of many items reads few pages; and names are folded once, not by each
-- search.
CREATE TABLE item_previews (
    item_id uuid PRIMARY KEY REFERENCES items ON DELETE CASCADE,
    -- Up to 200 simplified outlines in pixels, drawn over the thumbnail: [{"class": id, "rings": [[x, y, …]]}].
    preview jsonb NOT NULL
);
INSERT INTO item_previews (item_id, preview) SELECT id, preview FROM items WHERE preview <> '[]';
ALTER TABLE items DROP COLUMN preview,
    ADD COLUMN folded_name text GENERATED ALWAYS AS (lower(file_name)) STORED;
CREATE INDEX items_name_idx ON items (task_id, file_name, id);
CREATE INDEX items_returned_idx ON items (returned_by) WHERE returned_by IS NOT NULL;
CREATE INDEX items_assignee_idx ON items (assignee_id) WHERE assignee_id IS NOT NULL;

ALTER TABLE item_snapshots DROP CONSTRAINT item_snapshots_reason_check;
ALTER TABLE item_snapshots ADD CONSTRAINT item_snapshots_reason_check
    CHECK (reason IN ('imported', 'compacted', 'submitted', 'approved', 'accepted', 'rejected', 'revised'));

-- Each step of an item through its workflow: who annotated, reviewed and decided, in every round.
CREATE TABLE item_moves (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id          uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    task_id          uuid NOT NULL,
    at               timestamptz NOT NULL DEFAULT now(),
    by_id            uuid,
    kind             text NOT NULL CHECK (kind IN ('submit', 'approve', 'accept', 'reject', 'revise')),
    from_stage       text NOT NULL,
    from_pass        smallint NOT NULL DEFAULT 0,
    to_stage         text NOT NULL,
    to_pass          smallint NOT NULL DEFAULT 0,
    -- The round it was made in.
    round            integer NOT NULL,
    assignee_id      uuid,
    reason           text,
    -- Ids of the task's issue tags.
    tags             jsonb NOT NULL DEFAULT '[]',
    label_count      integer NOT NULL DEFAULT 0,
    -- Labels that were rejected, by class.
    rejected_classes jsonb NOT NULL DEFAULT '{}'
);
-- With what a sample's result reads of each of its items.
CREATE INDEX item_moves_item_idx ON item_moves (item_id, id) INCLUDE (at, kind, from_stage, to_stage);
CREATE INDEX item_moves_task_idx ON item_moves (task_id, at);
CREATE INDEX item_moves_returned_idx ON item_moves (task_id, at) WHERE kind IN ('reject', 'revise');
INSERT INTO item_moves (item_id, task_id, at, by_id, kind, from_stage, from_pass, to_stage, to_pass, round, assignee_id, reason)
SELECT a.item_id, a.task_id, a.at, a.actor_id, substr(a.action, 6), a.detail ->> 'from',
    (a.detail ->> 'from' = 'review')::int, a.detail ->> 'to', (a.detail ->> 'to' = 'review')::int,
    coalesce((a.detail ->> 'round')::int, 1), a.subject_id, a.detail ->> 'reason'
FROM audit_log a JOIN items i ON i.id = a.item_id
WHERE a.action IN ('item.submit', 'item.approve', 'item.accept', 'item.reject') AND a.task_id IS NOT NULL
    AND a.detail ? 'from' AND a.detail ? 'to'
ORDER BY a.id;
UPDATE items i SET reviewed_by = last.by_id FROM (
    SELECT DISTINCT ON (m.item_id) m.item_id, m.by_id FROM item_moves m JOIN users u ON u.id = m.by_id
    WHERE m.kind = 'approve' ORDER BY m.item_id, m.id DESC) last
WHERE last.item_id = i.id;

-- Who has opened an item, and at which of its stays: `items.stage_since` as it was then.
CREATE TABLE item_openings (
    item_id     uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    stage_since timestamptz NOT NULL,
    PRIMARY KEY (item_id, user_id)
);
CREATE INDEX item_openings_user_idx ON item_openings (user_id);

-- Who would not work on an item, and why.
CREATE TABLE item_skips (
    item_id uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    reason  text NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item_id, user_id)
);

-- A part of the items in acceptance that stands for all of them.
CREATE TABLE samples (
    id         uuid PRIMARY KEY,
    task_id    uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    method     text NOT NULL CHECK (method IN ('random', 'per_annotator', 'per_class', 'by_violation', 'first_n')),
    -- {"count": n} or {"percent": p}, as it was asked for.
    size       jsonb NOT NULL,
    -- What the items were chosen from.
    filter     jsonb NOT NULL,
    seed       bigint NOT NULL,
    population integer NOT NULL,
    -- The error rate that may stand, in percent.
    max_error  double precision NOT NULL,
    created_by uuid REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- What was done with the rest on its result.
    decision   text CHECK (decision IN ('accept', 'reject')),
    note       text NOT NULL DEFAULT '',
    decided_by uuid REFERENCES users ON DELETE SET NULL,
    decided_at timestamptz
);
CREATE INDEX samples_task_idx ON samples (task_id, created_at);

CREATE TABLE sample_items (
    sample_id uuid NOT NULL REFERENCES samples ON DELETE CASCADE,
    -- Order in which they were drawn, from 1.
    place     integer NOT NULL,
    item_id   uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    PRIMARY KEY (sample_id, place),
    CONSTRAINT sample_items_item_key UNIQUE (sample_id, item_id)
);

-- One action on many items, in the background.
CREATE TABLE bulk_jobs (
    id          uuid PRIMARY KEY,
    task_id     uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    -- {"kind": "accept" | "reject" | "unlock" | "assign" | "prioritise", …}
    action      jsonb NOT NULL,
    state       text NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
    total       integer NOT NULL,
    done        integer NOT NULL DEFAULT 0,
    failed      integer NOT NULL DEFAULT 0,
    sample_id   uuid REFERENCES samples ON DELETE SET NULL,
    created_by  uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
CREATE INDEX bulk_jobs_task_idx ON bulk_jobs (task_id, created_at);
CREATE INDEX bulk_jobs_running_idx ON bulk_jobs (id) WHERE state = 'running';

CREATE TABLE bulk_items (
    job_id  uuid NOT NULL REFERENCES bulk_jobs ON DELETE CASCADE,
    place   integer NOT NULL,
    item_id uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    -- Null: not its turn yet.
    outcome text CHECK (outcome IN ('done', 'failed')),
    -- Why it failed, for people.
    message text,
    PRIMARY KEY (job_id, place)
);
CREATE INDEX bulk_items_item_idx ON bulk_items (item_id);

-- Filters of the data list that a person keeps.
CREATE TABLE saved_views (
    id         uuid PRIMARY KEY,
    task_id    uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name       text NOT NULL CHECK (name <> ''),
    -- As the list's URL has it.
    query      jsonb NOT NULL,
    -- All members of the task see it.
    shared     boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT saved_views_name_key UNIQUE (task_id, user_id, name)
);

-- Exports of a dataset's accepted annotations.
CREATE TABLE exports (
    id          uuid PRIMARY KEY,
    dataset_id  uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
    created_by  uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    -- What is in it.
    filter      jsonb NOT NULL,
    state       text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    done        integer NOT NULL DEFAULT 0,
    total       integer NOT NULL DEFAULT 0,
    bytes       bigint,
    error       text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
CREATE INDEX exports_dataset_idx ON exports (dataset_id, created_at);

-- What an acceptance changed against the version before.
ALTER TABLE dataset_annotations
    ADD COLUMN label_count  integer NOT NULL DEFAULT 0,
    ADD COLUMN added        integer NOT NULL DEFAULT 0,
    ADD COLUMN changed      integer NOT NULL DEFAULT 0,
    ADD COLUMN removed      integer NOT NULL DEFAULT 0,
    -- Labels by class.
    ADD COLUMN class_counts jsonb NOT NULL DEFAULT '{}';
UPDATE dataset_annotations d SET
    label_count = (SELECT count(*) FROM jsonb_object_keys(d.annotations)),
    added = (SELECT count(*) FROM jsonb_object_keys(d.annotations) k WHERE NOT before.annotations ? k),
    changed = (SELECT count(*) FROM jsonb_each(d.annotations) l
        WHERE before.annotations ? l.key AND before.annotations -> l.key <> l.value),
    removed = (SELECT count(*) FROM jsonb_object_keys(before.annotations) k WHERE NOT d.annotations ? k),
    class_counts = coalesce((SELECT jsonb_object_agg(c.class, c.labels) FROM (
        SELECT l.value ->> 'class' AS class, count(*) AS labels FROM jsonb_each(d.annotations) l GROUP BY 1) c), '{}')
FROM (SELECT now.item_id, now.version, coalesce(old.annotations, '{}') AS annotations FROM dataset_annotations now
    LEFT JOIN dataset_annotations old ON old.item_id = now.item_id AND old.version = now.version - 1) before
WHERE before.item_id = d.item_id AND before.version = d.version;
CREATE INDEX dataset_annotations_task_idx ON dataset_annotations (task_id);

CREATE INDEX audit_log_item_idx ON audit_log (item_id, id) WHERE item_id IS NOT NULL;
CREATE INDEX audit_log_actor_idx ON audit_log (task_id, actor_id, id);
CREATE INDEX audit_log_action_idx ON audit_log (task_id, action, id);

ALTER TABLE notifications DROP CONSTRAINT notifications_kind_check;
ALTER TABLE notifications ADD CONSTRAINT notifications_kind_check
    CHECK (kind IN ('rejected', 'revised', 'mentioned', 'answered', 'resolved', 'unlocked'));
