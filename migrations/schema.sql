
CREATE FUNCTION public.delete_item_updates() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM item_updates WHERE item_id = OLD.id;
    RETURN NULL;
END
$$;

CREATE TABLE public.api_tokens (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);

CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    actor_id uuid,
    action text NOT NULL,
    task_id uuid,
    item_id uuid,
    subject_id uuid,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bulk_items (
    job_id uuid NOT NULL,
    place integer NOT NULL,
    item_id uuid NOT NULL,
    outcome text,
    message text,
    CONSTRAINT bulk_items_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text])))
);

CREATE TABLE public.bulk_jobs (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    action jsonb NOT NULL,
    state text NOT NULL,
    total integer NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    sample_id uuid,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT bulk_jobs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text])))
);

CREATE TABLE public.dataset_annotations (
    dataset_id uuid NOT NULL,
    media_id uuid NOT NULL,
    task_id uuid NOT NULL,
    item_id uuid NOT NULL,
    version integer NOT NULL,
    seq bigint NOT NULL,
    annotations jsonb NOT NULL,
    accepted_by uuid,
    accepted_at timestamp with time zone DEFAULT now() NOT NULL,
    label_count integer DEFAULT 0 NOT NULL,
    added integer DEFAULT 0 NOT NULL,
    changed integer DEFAULT 0 NOT NULL,
    removed integer DEFAULT 0 NOT NULL,
    class_counts jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE public.datasets (
    id uuid NOT NULL,
    name text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT datasets_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.exports (
    id uuid NOT NULL,
    dataset_id uuid NOT NULL,
    created_by uuid NOT NULL,
    filter jsonb NOT NULL,
    state text NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    total integer DEFAULT 0 NOT NULL,
    bytes bigint,
    error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT exports_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE public.imports (
    id uuid NOT NULL,
    task_id uuid,
    created_by uuid,
    state text NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    total integer DEFAULT 0 NOT NULL,
    report jsonb DEFAULT '[]'::jsonb NOT NULL,
    error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT imports_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE public.item_clients (
    item_id uuid NOT NULL,
    client_id bigint NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.item_locks (
    item_id uuid NOT NULL,
    epoch bigint DEFAULT 0 NOT NULL,
    user_id uuid,
    session_id uuid,
    tab text,
    acquired_at timestamp with time zone,
    expires_at timestamp with time zone,
    disconnected boolean DEFAULT false NOT NULL
);

CREATE TABLE public.item_moves (
    id bigint NOT NULL,
    item_id uuid NOT NULL,
    task_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_id uuid,
    kind text NOT NULL,
    from_stage text NOT NULL,
    from_pass smallint DEFAULT 0 NOT NULL,
    to_stage text NOT NULL,
    to_pass smallint DEFAULT 0 NOT NULL,
    round integer NOT NULL,
    assignee_id uuid,
    reason text,
    tags jsonb DEFAULT '[]'::jsonb NOT NULL,
    label_count integer DEFAULT 0 NOT NULL,
    rejected_classes jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT item_moves_kind_check CHECK ((kind = ANY (ARRAY['submit'::text, 'approve'::text, 'accept'::text, 'reject'::text, 'revise'::text])))
);

ALTER TABLE public.item_moves ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.item_moves_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.item_openings (
    item_id uuid NOT NULL,
    user_id uuid NOT NULL,
    stage_since timestamp with time zone NOT NULL
);

CREATE TABLE public.item_previews (
    item_id uuid NOT NULL,
    preview jsonb NOT NULL
);

CREATE TABLE public.item_skips (
    item_id uuid NOT NULL,
    user_id uuid NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.item_snapshots (
    item_id uuid NOT NULL,
    seq bigint NOT NULL,
    reason text NOT NULL,
    generation bigint NOT NULL,
    author_id uuid,
    state bytea NOT NULL,
    annotations jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT item_snapshots_reason_check CHECK ((reason = ANY (ARRAY['imported'::text, 'compacted'::text, 'submitted'::text, 'approved'::text, 'accepted'::text, 'rejected'::text, 'revised'::text])))
);

CREATE TABLE public.item_updates (
    item_id uuid NOT NULL,
    seq bigint NOT NULL,
    epoch bigint,
    user_id uuid,
    update bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.items (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    media_id uuid NOT NULL,
    "position" integer NOT NULL,
    stage text NOT NULL,
    generation bigint DEFAULT 1 NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    assignee_id uuid,
    submitted_by uuid,
    label_count integer DEFAULT 0 NOT NULL,
    open_issues integer DEFAULT 0 NOT NULL,
    comment_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    approved_count integer DEFAULT 0 NOT NULL,
    rejected_count integer DEFAULT 0 NOT NULL,
    rejections integer DEFAULT 0 NOT NULL,
    returned_by uuid,
    returned_at timestamp with time zone,
    file_name text NOT NULL,
    review_pass smallint DEFAULT 0 NOT NULL,
    stage_since timestamp with time zone DEFAULT now() NOT NULL,
    priority smallint DEFAULT 0 NOT NULL,
    begun boolean DEFAULT false NOT NULL,
    reviewed_by uuid,
    revisions integer DEFAULT 0 NOT NULL,
    resubmitted boolean DEFAULT false NOT NULL,
    skips integer DEFAULT 0 NOT NULL,
    reserved_by uuid,
    reserved_until timestamp with time zone,
    violations integer DEFAULT 0 NOT NULL,
    class_counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    folded_name text GENERATED ALWAYS AS (lower(file_name)) STORED,
    CONSTRAINT items_priority_check CHECK (((priority >= '-1'::integer) AND (priority <= 2))),
    CONSTRAINT items_stage_check CHECK ((stage = ANY (ARRAY['annotate'::text, 'review'::text, 'acceptance'::text, 'complete'::text])))
);

CREATE TABLE public.media (
    id uuid NOT NULL,
    dataset_id uuid NOT NULL,
    file_name text NOT NULL,
    content_type text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    frames integer DEFAULT 1 NOT NULL,
    bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    object_key text NOT NULL,
    thumbnail_key text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT media_frames_check CHECK ((frames > 0)),
    CONSTRAINT media_height_check CHECK ((height > 0)),
    CONSTRAINT media_width_check CHECK ((width > 0))
);

CREATE TABLE public.notifications (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    item_id uuid NOT NULL,
    issue_id text,
    actor_id uuid,
    excerpt text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT notifications_kind_check CHECK ((kind = ANY (ARRAY['rejected'::text, 'revised'::text, 'mentioned'::text, 'answered'::text, 'resolved'::text, 'unlocked'::text])))
);

CREATE TABLE public.sample_items (
    sample_id uuid NOT NULL,
    place integer NOT NULL,
    item_id uuid NOT NULL
);

CREATE TABLE public.samples (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    method text NOT NULL,
    size jsonb NOT NULL,
    filter jsonb NOT NULL,
    seed bigint NOT NULL,
    population integer NOT NULL,
    max_error double precision NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    decision text,
    note text DEFAULT ''::text NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    CONSTRAINT samples_decision_check CHECK ((decision = ANY (ARRAY['accept'::text, 'reject'::text]))),
    CONSTRAINT samples_method_check CHECK ((method = ANY (ARRAY['random'::text, 'per_annotator'::text, 'per_class'::text, 'by_violation'::text, 'first_n'::text])))
);

CREATE TABLE public.saved_views (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    query jsonb NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT saved_views_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    user_agent text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);

CREATE TABLE public.task_members (
    task_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT task_members_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'annotator'::text, 'reviewer'::text, 'inspector'::text])))
);

CREATE TABLE public.tasks (
    id uuid NOT NULL,
    dataset_id uuid NOT NULL,
    name text NOT NULL,
    ontology jsonb NOT NULL,
    workflow jsonb NOT NULL,
    editor_lock boolean DEFAULT true NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finish_requires text DEFAULT 'requirements'::text NOT NULL,
    consensus boolean DEFAULT false NOT NULL,
    issue_tags jsonb DEFAULT '[]'::jsonb NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    distribution text DEFAULT 'pool'::text NOT NULL,
    CONSTRAINT tasks_distribution_check CHECK ((distribution = ANY (ARRAY['pool'::text, 'assigned'::text]))),
    CONSTRAINT tasks_finish_requires_check CHECK ((finish_requires = ANY (ARRAY['nothing'::text, 'requirements'::text, 'resolved_issues'::text]))),
    CONSTRAINT tasks_name_check CHECK ((name <> ''::text)),
    CONSTRAINT tasks_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'paused'::text, 'closed'::text])))
);

CREATE TABLE public.tickets (
    token_hash bytea NOT NULL,
    item_id uuid NOT NULL,
    user_id uuid NOT NULL,
    session_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.user_settings (
    user_id uuid NOT NULL,
    settings jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    color text NOT NULL,
    password_hash text NOT NULL,
    is_admin boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT users_color_check CHECK ((color ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT users_name_check CHECK ((name <> ''::text))
);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bulk_items
    ADD CONSTRAINT bulk_items_pkey PRIMARY KEY (job_id, place);

ALTER TABLE ONLY public.bulk_jobs
    ADD CONSTRAINT bulk_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.dataset_annotations
    ADD CONSTRAINT dataset_annotations_pkey PRIMARY KEY (item_id, version);

ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT datasets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.item_clients
    ADD CONSTRAINT item_clients_pkey PRIMARY KEY (item_id, client_id);

ALTER TABLE ONLY public.item_locks
    ADD CONSTRAINT item_locks_pkey PRIMARY KEY (item_id);

ALTER TABLE ONLY public.item_moves
    ADD CONSTRAINT item_moves_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.item_openings
    ADD CONSTRAINT item_openings_pkey PRIMARY KEY (item_id, user_id);

ALTER TABLE ONLY public.item_previews
    ADD CONSTRAINT item_previews_pkey PRIMARY KEY (item_id);

ALTER TABLE ONLY public.item_skips
    ADD CONSTRAINT item_skips_pkey PRIMARY KEY (item_id, user_id);

ALTER TABLE ONLY public.item_snapshots
    ADD CONSTRAINT item_snapshots_pkey PRIMARY KEY (item_id, seq, reason);

ALTER TABLE ONLY public.item_updates
    ADD CONSTRAINT item_updates_pkey PRIMARY KEY (item_id, seq);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_position_key UNIQUE (task_id, "position");

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sample_items
    ADD CONSTRAINT sample_items_item_key UNIQUE (sample_id, item_id);

ALTER TABLE ONLY public.sample_items
    ADD CONSTRAINT sample_items_pkey PRIMARY KEY (sample_id, place);

ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.saved_views
    ADD CONSTRAINT saved_views_name_key UNIQUE (task_id, user_id, name);

ALTER TABLE ONLY public.saved_views
    ADD CONSTRAINT saved_views_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.task_members
    ADD CONSTRAINT task_members_pkey PRIMARY KEY (task_id, user_id, role);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.user_settings
    ADD CONSTRAINT user_settings_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE INDEX api_tokens_revoked_idx ON public.api_tokens USING btree (revoked_at);

CREATE INDEX api_tokens_user_idx ON public.api_tokens USING btree (user_id);

CREATE INDEX audit_log_action_idx ON public.audit_log USING btree (task_id, action, id);

CREATE INDEX audit_log_actor_idx ON public.audit_log USING btree (task_id, actor_id, id);

CREATE INDEX audit_log_item_idx ON public.audit_log USING btree (item_id, id) WHERE (item_id IS NOT NULL);

CREATE INDEX audit_log_task_idx ON public.audit_log USING btree (task_id, id);

CREATE INDEX bulk_items_item_idx ON public.bulk_items USING btree (item_id);

CREATE INDEX bulk_jobs_running_idx ON public.bulk_jobs USING btree (id) WHERE (state = 'running'::text);

CREATE INDEX bulk_jobs_task_idx ON public.bulk_jobs USING btree (task_id, created_at);

CREATE INDEX dataset_annotations_dataset_idx ON public.dataset_annotations USING btree (dataset_id);

CREATE INDEX dataset_annotations_task_idx ON public.dataset_annotations USING btree (task_id);

CREATE INDEX exports_dataset_idx ON public.exports USING btree (dataset_id, created_at);

CREATE INDEX item_locks_user_idx ON public.item_locks USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX item_moves_item_idx ON public.item_moves USING btree (item_id, id) INCLUDE (at, kind, from_stage, to_stage);

CREATE INDEX item_moves_returned_idx ON public.item_moves USING btree (task_id, at) WHERE (kind = ANY (ARRAY['reject'::text, 'revise'::text]));

CREATE INDEX item_moves_task_idx ON public.item_moves USING btree (task_id, at);

CREATE INDEX item_openings_user_idx ON public.item_openings USING btree (user_id);

CREATE INDEX items_assignee_idx ON public.items USING btree (assignee_id) WHERE (assignee_id IS NOT NULL);

CREATE INDEX items_media_idx ON public.items USING btree (media_id);

CREATE INDEX items_name_idx ON public.items USING btree (task_id, file_name, id);

CREATE INDEX items_returned_idx ON public.items USING btree (returned_by) WHERE (returned_by IS NOT NULL);

CREATE INDEX items_stage_idx ON public.items USING btree (task_id, stage, "position");

CREATE INDEX media_dataset_idx ON public.media USING btree (dataset_id, file_name);

CREATE INDEX notifications_created_idx ON public.notifications USING btree (created_at);

CREATE INDEX notifications_unread_idx ON public.notifications USING btree (user_id) WHERE (read_at IS NULL);

CREATE INDEX notifications_user_idx ON public.notifications USING btree (user_id, id DESC);

CREATE INDEX samples_task_idx ON public.samples USING btree (task_id, created_at);

CREATE INDEX sessions_expiry_idx ON public.sessions USING btree (expires_at) WHERE (revoked_at IS NULL);

CREATE INDEX sessions_revoked_idx ON public.sessions USING btree (revoked_at);

CREATE INDEX sessions_user_idx ON public.sessions USING btree (user_id);

CREATE INDEX task_members_user_idx ON public.task_members USING btree (user_id);

CREATE INDEX tickets_expiry_idx ON public.tickets USING btree (expires_at);

CREATE UNIQUE INDEX users_email_key ON public.users USING btree (lower(email));

CREATE TRIGGER items_delete_updates AFTER DELETE ON public.items FOR EACH ROW EXECUTE FUNCTION public.delete_item_updates();

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_items
    ADD CONSTRAINT bulk_items_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_items
    ADD CONSTRAINT bulk_items_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.bulk_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_jobs
    ADD CONSTRAINT bulk_jobs_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_jobs
    ADD CONSTRAINT bulk_jobs_sample_id_fkey FOREIGN KEY (sample_id) REFERENCES public.samples(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.bulk_jobs
    ADD CONSTRAINT bulk_jobs_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dataset_annotations
    ADD CONSTRAINT dataset_annotations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.dataset_annotations
    ADD CONSTRAINT dataset_annotations_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES public.datasets(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dataset_annotations
    ADD CONSTRAINT dataset_annotations_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dataset_annotations
    ADD CONSTRAINT dataset_annotations_media_id_fkey FOREIGN KEY (media_id) REFERENCES public.media(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dataset_annotations
    ADD CONSTRAINT dataset_annotations_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT datasets_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES public.datasets(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.item_clients
    ADD CONSTRAINT item_clients_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_clients
    ADD CONSTRAINT item_clients_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_locks
    ADD CONSTRAINT item_locks_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_locks
    ADD CONSTRAINT item_locks_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.item_moves
    ADD CONSTRAINT item_moves_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_openings
    ADD CONSTRAINT item_openings_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_openings
    ADD CONSTRAINT item_openings_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_previews
    ADD CONSTRAINT item_previews_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_skips
    ADD CONSTRAINT item_skips_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_skips
    ADD CONSTRAINT item_skips_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.item_snapshots
    ADD CONSTRAINT item_snapshots_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.item_snapshots
    ADD CONSTRAINT item_snapshots_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_media_id_fkey FOREIGN KEY (media_id) REFERENCES public.media(id);

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_reserved_by_fkey FOREIGN KEY (reserved_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES public.datasets(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sample_items
    ADD CONSTRAINT sample_items_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sample_items
    ADD CONSTRAINT sample_items_sample_id_fkey FOREIGN KEY (sample_id) REFERENCES public.samples(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_views
    ADD CONSTRAINT saved_views_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_views
    ADD CONSTRAINT saved_views_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.task_members
    ADD CONSTRAINT task_members_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.task_members
    ADD CONSTRAINT task_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES public.datasets(id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_settings
    ADD CONSTRAINT user_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

