-- The first schema. Forward only: once landed, this file is never edited.

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    name          text NOT NULL CHECK (name <> ''),
    color         text NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
    password_hash text NOT NULL,
    -- May create tasks and manage people.
    is_admin      boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now(),
    disabled_at   timestamptz
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    -- SHA-256 of the 256-bit random token in the cookie.
    token_hash   bytea NOT NULL CONSTRAINT sessions_token_hash_key UNIQUE,
    user_agent   text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX sessions_user_idx ON sessions (user_id);
-- What is looked for every second: sessions to end, and those that ended just now.
CREATE INDEX sessions_expiry_idx ON sessions (expires_at) WHERE revoked_at IS NULL;
CREATE INDEX sessions_revoked_idx ON sessions (revoked_at);

CREATE TABLE api_tokens (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name         text NOT NULL,
    token_hash   bytea NOT NULL CONSTRAINT api_tokens_token_hash_key UNIQUE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_tokens_user_idx ON api_tokens (user_id);
CREATE INDEX api_tokens_revoked_idx ON api_tokens (revoked_at);

CREATE TABLE datasets (
    id         uuid PRIMARY KEY,
    name       text NOT NULL CHECK (name <> ''),
    created_by uuid REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE media (
    id            uuid PRIMARY KEY,
    dataset_id    uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
    file_name     text NOT NULL,
    content_type  text NOT NULL,
    width         integer NOT NULL CHECK (width > 0),
    height        integer NOT NULL CHECK (height > 0),
    frames        integer NOT NULL DEFAULT 1 CHECK (frames > 0),
    bytes         bigint NOT NULL,
    sha256        bytea NOT NULL,
    -- Keys in the object store.
    object_key    text NOT NULL,
    thumbnail_key text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX media_dataset_idx ON media (dataset_id, file_name);

CREATE TABLE tasks (
    id           uuid PRIMARY KEY,
    dataset_id   uuid NOT NULL REFERENCES datasets,
    name         text NOT NULL CHECK (name <> ''),
    ontology     jsonb NOT NULL,
    -- Stages in order, e.g. ["annotate", "review", "acceptance"].
    workflow     jsonb NOT NULL,
    -- Off: several people may edit an item at once.
    editor_lock  boolean NOT NULL DEFAULT true,
    created_by   uuid REFERENCES users ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE task_members (
    task_id  uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    user_id  uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role     text NOT NULL CHECK (role IN ('admin', 'annotator', 'reviewer', 'inspector')),
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (task_id, user_id, role)
);
CREATE INDEX task_members_user_idx ON task_members (user_id);

CREATE TABLE items (
    id            uuid PRIMARY KEY,
    task_id       uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    media_id      uuid NOT NULL REFERENCES media,
    -- Order within the task, from 1.
    position      integer NOT NULL,
    stage         text NOT NULL CHECK (stage IN ('annotate', 'review', 'acceptance', 'complete')),
    -- Raised when the document is replaced as a whole.
    generation    bigint NOT NULL DEFAULT 1,
    -- Raised each time the item comes back to annotate.
    round         integer NOT NULL DEFAULT 1,
    assignee_id   uuid REFERENCES users ON DELETE SET NULL,
    submitted_by  uuid REFERENCES users ON DELETE SET NULL,
    -- Derived from the document, for lists; written with each snapshot and each command.
    label_count   integer NOT NULL DEFAULT 0,
    open_issues   integer NOT NULL DEFAULT 0,
    comment_count integer NOT NULL DEFAULT 0,
    -- Up to 200 simplified outlines in pixels, drawn over the thumbnail: [{"class": id, "rings": [[x, y, …]]}].
    preview       jsonb NOT NULL DEFAULT '[]',
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT items_position_key UNIQUE (task_id, position)
);
CREATE INDEX items_stage_idx ON items (task_id, stage, position);
CREATE INDEX items_media_idx ON items (media_id);

-- One row an item, made with it. Every acquire, take-over, release and unlock raises the epoch in one statement.
CREATE TABLE item_locks (
    item_id       uuid PRIMARY KEY REFERENCES items ON DELETE CASCADE,
    epoch         bigint NOT NULL DEFAULT 0,
    user_id       uuid REFERENCES users ON DELETE SET NULL,
    -- The session or token the holder came with, and the tab it named itself; no foreign key: sessions end first.
    session_id    uuid,
    tab           text,
    acquired_at   timestamptz,
    -- By the clock of the database alone.
    expires_at    timestamptz,
    disconnected  boolean NOT NULL DEFAULT false
);
CREATE INDEX item_locks_user_idx ON item_locks (user_id) WHERE user_id IS NOT NULL;

-- The log of an item's document. A row is what the server re-encoded, not what a client sent.
-- No foreign key: its check for every row took more than half of the time of storing it. The lock's row, which each
-- write is checked against, goes with the item; the log goes by the trigger below.
CREATE TABLE item_updates (
    item_id    uuid NOT NULL,
    seq        bigint NOT NULL,
    -- The lock epoch the write was allowed under; null for the server's own writes.
    epoch      bigint,
    user_id    uuid,
    update     bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item_id, seq)
);

CREATE FUNCTION delete_item_updates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM item_updates WHERE item_id = OLD.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER items_delete_updates AFTER DELETE ON items FOR EACH ROW EXECUTE FUNCTION delete_item_updates();

CREATE TABLE item_snapshots (
    item_id     uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    -- The last update the snapshot contains.
    seq         bigint NOT NULL,
    reason      text NOT NULL CHECK (reason IN ('imported', 'compacted', 'submitted', 'approved', 'accepted')),
    generation  bigint NOT NULL,
    author_id   uuid REFERENCES users ON DELETE SET NULL,
    state       bytea NOT NULL,
    -- Typed labels by id.
    annotations jsonb NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item_id, seq, reason)
);

-- Which person a Yjs client id belongs to, from its first write on.
CREATE TABLE item_clients (
    item_id   uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    client_id bigint NOT NULL,
    user_id   uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (item_id, client_id)
);

-- The accepted result of an item: what the dataset holds. A newer acceptance is a newer version.
CREATE TABLE dataset_annotations (
    dataset_id  uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
    media_id    uuid NOT NULL REFERENCES media ON DELETE CASCADE,
    task_id     uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    item_id     uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    version     integer NOT NULL,
    seq         bigint NOT NULL,
    annotations jsonb NOT NULL,
    accepted_by uuid REFERENCES users ON DELETE SET NULL,
    accepted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item_id, version)
);
CREATE INDEX dataset_annotations_dataset_idx ON dataset_annotations (dataset_id);

CREATE TABLE tickets (
    token_hash bytea PRIMARY KEY,
    item_id    uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    session_id uuid NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX tickets_expiry_idx ON tickets (expires_at);

CREATE TABLE imports (
    id          uuid PRIMARY KEY,
    task_id     uuid REFERENCES tasks ON DELETE SET NULL,
    created_by  uuid REFERENCES users ON DELETE SET NULL,
    state       text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    done        integer NOT NULL DEFAULT 0,
    total       integer NOT NULL DEFAULT 0,
    report      jsonb NOT NULL DEFAULT '[]',
    error       text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);

CREATE TABLE audit_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    actor_id   uuid,
    -- e.g. item.accept, lock.force, member.change, user.disable
    action     text NOT NULL,
    task_id    uuid,
    item_id    uuid,
    subject_id uuid,
    detail     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_task_idx ON audit_log (task_id, id);

CREATE TABLE user_settings (
    user_id    uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    settings   jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
