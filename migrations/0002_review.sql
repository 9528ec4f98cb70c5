-- Review: verdicts, items that come back, issue tags, notifications.

ALTER TABLE tasks
    -- An item is approved only when every label has an approved verdict.
    ADD COLUMN strict_review boolean NOT NULL DEFAULT true,
    -- What must be settled before an item moves on.
    ADD COLUMN finish_requires text NOT NULL DEFAULT 'requirements'
        CHECK (finish_requires IN ('nothing', 'requirements', 'resolved_issues')),
    -- Annotators work without seeing or writing comments.
    ADD COLUMN consensus boolean NOT NULL DEFAULT false,
    -- [{"id", "name", "color"}], in order.
    ADD COLUMN issue_tags jsonb NOT NULL DEFAULT '[]';

ALTER TABLE items
    -- Derived from the document, as the counts beside them.
    ADD COLUMN approved_count integer NOT NULL DEFAULT 0,
    ADD COLUMN rejected_count integer NOT NULL DEFAULT 0,
    -- How often the item was sent back, and by whom and when last.
    ADD COLUMN rejections     integer NOT NULL DEFAULT 0,
    ADD COLUMN rejected_by    uuid REFERENCES users ON DELETE SET NULL,
    ADD COLUMN rejected_at    timestamptz;

ALTER TABLE item_snapshots DROP CONSTRAINT item_snapshots_reason_check;
ALTER TABLE item_snapshots ADD CONSTRAINT item_snapshots_reason_check
    CHECK (reason IN ('imported', 'compacted', 'submitted', 'approved', 'accepted', 'rejected'));

-- What people are told beside the page they are on.
CREATE TABLE notifications (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('rejected', 'mentioned', 'answered', 'resolved', 'unlocked')),
    item_id    uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    -- The thread it is about, by its id in the item's document.
    issue_id   text,
    actor_id   uuid REFERENCES users ON DELETE SET NULL,
    -- The beginning of the comment, or the reason.
    excerpt    text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    read_at    timestamptz
);
CREATE INDEX notifications_user_idx ON notifications (user_id, id DESC);
CREATE INDEX notifications_unread_idx ON notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_created_idx ON notifications (created_at);
