
CREATE FUNCTION public.delete_item_updates() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM item_updates WHERE item_id = OLD.id;
    RETURN NULL;
END
$$;

CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);

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

COPY public._sqlx_migrations (version, description, installed_on, success, checksum, execution_time) FROM stdin;
1	initial	2026-11-30 19:33:30.79968+00	t	\\xdeca3772bf0a31fd193383d7adbdc5d51f3a9dac9a53ff15042dc3a393ca08a6b483ffa62b2d0fa1d6ed8ede8f3d3b55	568335650
2	review	2026-11-30 19:33:31.376056+00	t	\\x7b17e797a2fe28eb6fceb6ca2b298a4ea26dc9eb1bf5616958dc0d775772b05c90abaf4755a58df6396c2fb027c165a9	76018197
3	acceptance	2026-11-30 19:33:31.464041+00	t	\\x76999036d1ec7a819dd711982fcf07cf0bcc335f9f845a2a947a42da3bac37beec1544b3d1cc23553a0b6dc284226e0d	688332766
\.

COPY public.api_tokens (id, user_id, name, token_hash, created_at, last_used_at, revoked_at) FROM stdin;
\.

COPY public.audit_log (id, at, actor_id, action, task_id, item_id, subject_id, detail) FROM stdin;
1	2026-11-30 19:33:33.084625+00	01a22df2-bdb0-77c8-a557-368f0c4d0a26	task.change	01a22df2-bc91-74c7-b702-c0ddae1522de	\N	\N	{"name": null, "state": null, "workflow": null, "consensus": null, "issue_tags": [{"id": "blur", "name": "Blurred", "color": "#aa3344"}], "editor_lock": null, "distribution": null, "finish_requires": null}
2	2026-11-30 19:33:33.136859+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	lock.release	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-be1b-77d0-9339-1dfdc24faa7a	{}
3	2026-11-30 19:33:33.167695+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	item.submit	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	\N	{"to": "review", "from": "annotate", "round": 1, "to_pass": 1, "from_pass": 0}
4	2026-11-30 19:33:33.201992+00	01a22df2-be77-7372-b5bd-b95bc018b3db	label.judge	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	\N	{"frame": 0, "round": 1, "stage": "review", "labels": ["b"], "reason": "Too wide", "verdict": "rejected"}
5	2026-11-30 19:33:33.22214+00	01a22df2-be77-7372-b5bd-b95bc018b3db	item.reject	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-be1b-77d0-9339-1dfdc24faa7a	{"to": "annotate", "from": "review", "round": 1, "reason": null, "to_pass": 0, "approved": 0, "rejected": 1, "from_pass": 1}
6	2026-11-30 19:33:33.262664+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	item.submit	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	\N	{"to": "review", "from": "annotate", "round": 2, "to_pass": 1, "from_pass": 0}
7	2026-11-30 19:33:33.281595+00	01a22df2-be77-7372-b5bd-b95bc018b3db	label.judge	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	\N	{"frame": 0, "round": 2, "stage": "review", "labels": ["a", "b"], "reason": null, "verdict": "approved"}
8	2026-11-30 19:33:33.307413+00	01a22df2-be77-7372-b5bd-b95bc018b3db	item.approve	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	\N	{"to": "acceptance", "from": "review", "round": 2, "to_pass": 0, "from_pass": 1}
9	2026-11-30 19:33:33.355733+00	01a22df2-bee3-77cb-b8df-6764aecf9890	item.accept	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	\N	{"to": "complete", "from": "acceptance", "round": 2, "to_pass": 0, "from_pass": 0}
10	2026-11-30 19:33:33.476996+00	01a22df2-bee3-77cb-b8df-6764aecf9890	lock.release	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bee3-77cb-b8df-6764aecf9890	{}
11	2026-11-30 19:33:33.493467+00	01a22df2-bee3-77cb-b8df-6764aecf9890	item.accept	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e31eecfb70	\N	{"to": "complete", "from": "acceptance", "round": 1, "to_pass": 0, "from_pass": 0}
12	2026-11-30 19:33:33.538594+00	01a22df2-bee3-77cb-b8df-6764aecf9890	item.revise	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e31eecfb70	\N	{"to": "acceptance", "from": "complete", "round": 1, "reason": "One is missing", "to_pass": 0, "approved": 1, "rejected": 0, "from_pass": 0}
13	2026-11-30 19:33:33.589057+00	01a22df2-bee3-77cb-b8df-6764aecf9890	lock.release	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bee3-77cb-b8df-6764aecf9890	{}
14	2026-11-30 19:33:33.633247+00	01a22df2-bee3-77cb-b8df-6764aecf9890	item.accept	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e31eecfb70	\N	{"to": "complete", "from": "acceptance", "round": 1, "to_pass": 0, "from_pass": 0}
15	2026-11-30 19:33:33.86773+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	lock.release	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-be1b-77d0-9339-1dfdc24faa7a	{}
16	2026-11-30 19:33:33.928909+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	item.submit	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e0be35f72d	\N	{"to": "review", "from": "annotate", "round": 1, "to_pass": 1, "from_pass": 0}
17	2026-11-30 19:33:34.006473+00	01a22df2-be77-7372-b5bd-b95bc018b3db	label.judge	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e0be35f72d	\N	{"frame": 0, "round": 1, "stage": "review", "labels": ["x"], "reason": null, "verdict": "approved"}
18	2026-11-30 19:33:34.035673+00	01a22df2-be77-7372-b5bd-b95bc018b3db	label.judge	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e0be35f72d	\N	{"frame": 0, "round": 1, "stage": "review", "labels": ["y"], "reason": "Wrong class", "verdict": "rejected"}
19	2026-11-30 19:33:34.24514+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	lock.release	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e19da946ce	01a22df2-be1b-77d0-9339-1dfdc24faa7a	{}
20	2026-11-30 19:33:34.270001+00	01a22df2-bee3-77cb-b8df-6764aecf9890	sample.draw	01a22df2-bc91-74c7-b702-c0ddae1522de	\N	\N	{"seed": 7, "size": {"count": 1}, "drawn": 1, "filter": {}, "method": "random", "sample": "01a22df2-c3c0-7494-8301-ff4a7bf24670", "population": 1, "max_error_percent": 5.0}
21	2026-11-30 19:33:34.299729+00	01a22df2-bdb0-77c8-a557-368f0c4d0a26	bulk.start	01a22df2-bc91-74c7-b702-c0ddae1522de	\N	\N	{"job": "01a22df2-c3ef-7aca-9ab3-22f3fdc3068c", "items": 1, "action": {"to": ["01a22df2-be1b-77d0-9339-1dfdc24faa7a"], "kind": "assign"}}
22	2026-11-30 19:33:34.446475+00	01a22df2-bcf0-771f-a348-d767b395efb7	dataset.create	\N	\N	\N	{"name": "Harbour", "dataset": "01a22df2-c46e-7a9d-85ef-163e29a1280a"}
23	2026-11-30 19:33:34.561197+00	01a22df2-bcf0-771f-a348-d767b395efb7	dataset.upload	\N	\N	\N	{"dataset": "01a22df2-c46e-7a9d-85ef-163e29a1280a", "pictures": 1}
\.

COPY public.bulk_items (job_id, place, item_id, outcome, message) FROM stdin;
01a22df2-c3ef-7aca-9ab3-22f3fdc3068c	1	01a22df2-bc91-74c7-b702-c0e48eb49c21	done	\N
\.

COPY public.bulk_jobs (id, task_id, action, state, total, done, failed, sample_id, created_by, created_at, finished_at) FROM stdin;
01a22df2-c3ef-7aca-9ab3-22f3fdc3068c	01a22df2-bc91-74c7-b702-c0ddae1522de	{"to": ["01a22df2-be1b-77d0-9339-1dfdc24faa7a"], "kind": "assign"}	done	1	1	0	\N	01a22df2-bdb0-77c8-a557-368f0c4d0a26	2026-11-30 19:33:34.299729+00	2026-11-30 19:33:34.414496+00
\.

COPY public.dataset_annotations (dataset_id, media_id, task_id, item_id, version, seq, annotations, accepted_by, accepted_at, label_count, added, changed, removed, class_counts) FROM stdin;
01a22df2-bc91-74c7-b702-c0deeeee8d5f	01a22df2-bccb-7395-9c0b-7d613149e749	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	1	12	{"a": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "b": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 10.0, "w": 10.0, "x": 50.0, "y": 60.0}}}, "attributes": {}}}	01a22df2-bee3-77cb-b8df-6764aecf9890	2026-11-30 19:33:33.355733+00	2	2	0	0	{"thing": 2}
01a22df2-bc91-74c7-b702-c0deeeee8d5f	01a22df2-bce3-73e3-9c97-6e76c57a3ced	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e31eecfb70	1	4	{"one": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}}	01a22df2-bee3-77cb-b8df-6764aecf9890	2026-11-30 19:33:33.493467+00	1	1	0	0	{"thing": 1}
01a22df2-bc91-74c7-b702-c0deeeee8d5f	01a22df2-bce3-73e3-9c97-6e76c57a3ced	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0e31eecfb70	2	9	{"one": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "two": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}}	01a22df2-bee3-77cb-b8df-6764aecf9890	2026-11-30 19:33:33.633247+00	2	1	0	0	{"thing": 2}
\.

COPY public.datasets (id, name, created_by, created_at) FROM stdin;
01a22df2-bc91-74c7-b702-c0deeeee8d5f	Test data	\N	2026-11-30 19:33:32.438055+00
01a22df2-c46e-7a9d-85ef-163e29a1280a	Harbour	01a22df2-bcf0-771f-a348-d767b395efb7	2026-11-30 19:33:34.446475+00
\.

COPY public.exports (id, dataset_id, created_by, filter, state, done, total, bytes, error, created_at, finished_at) FROM stdin;
\.

COPY public.imports (id, task_id, created_by, state, done, total, report, error, created_at, finished_at) FROM stdin;
\.

COPY public.item_clients (item_id, client_id, user_id) FROM stdin;
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	2482687863	01a22df2-be1b-77d0-9339-1dfdc24faa7a
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	1270894955	01a22df2-be1b-77d0-9339-1dfdc24faa7a
01a22df2-bc91-74c7-b702-c0e31eecfb70	669876597	01a22df2-bee3-77cb-b8df-6764aecf9890
01a22df2-bc91-74c7-b702-c0e31eecfb70	1229708233	01a22df2-bee3-77cb-b8df-6764aecf9890
01a22df2-bc91-74c7-b702-c0e0be35f72d	2942221060	01a22df2-be1b-77d0-9339-1dfdc24faa7a
01a22df2-bc91-74c7-b702-c0e19da946ce	3640123991	01a22df2-be1b-77d0-9339-1dfdc24faa7a
\.

COPY public.item_locks (item_id, epoch, user_id, session_id, tab, acquired_at, expires_at, disconnected) FROM stdin;
01a22df2-bc91-74c7-b702-c0e24b2710c0	0	\N	\N	\N	\N	\N	f
01a22df2-bc91-74c7-b702-c0e48eb49c21	0	\N	\N	\N	\N	\N	f
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	4	\N	\N	\N	\N	\N	f
01a22df2-bc91-74c7-b702-c0e31eecfb70	4	\N	\N	\N	\N	\N	f
01a22df2-bc91-74c7-b702-c0e0be35f72d	2	\N	\N	\N	\N	\N	f
01a22df2-bc91-74c7-b702-c0e19da946ce	2	\N	\N	\N	\N	\N	f
\.

COPY public.item_moves (id, item_id, task_id, at, by_id, kind, from_stage, from_pass, to_stage, to_pass, round, assignee_id, reason, tags, label_count, rejected_classes) FROM stdin;
1	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.167695+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	submit	annotate	0	review	1	1	\N	\N	[]	2	{}
2	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.22214+00	01a22df2-be77-7372-b5bd-b95bc018b3db	reject	review	1	annotate	0	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\N	[]	2	{"thing": 1}
3	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.262664+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	submit	annotate	0	review	1	2	\N	\N	[]	2	{}
4	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.307413+00	01a22df2-be77-7372-b5bd-b95bc018b3db	approve	review	1	acceptance	0	2	\N	\N	[]	2	{}
5	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.355733+00	01a22df2-bee3-77cb-b8df-6764aecf9890	accept	acceptance	0	complete	0	2	\N	\N	[]	2	{}
6	01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.493467+00	01a22df2-bee3-77cb-b8df-6764aecf9890	accept	acceptance	0	complete	0	1	\N	\N	[]	1	{}
7	01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.538594+00	01a22df2-bee3-77cb-b8df-6764aecf9890	revise	complete	0	acceptance	0	1	\N	One is missing	[]	1	{}
8	01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.633247+00	01a22df2-bee3-77cb-b8df-6764aecf9890	accept	acceptance	0	complete	0	1	\N	\N	[]	2	{}
9	01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-bc91-74c7-b702-c0ddae1522de	2026-11-30 19:33:33.928909+00	01a22df2-be1b-77d0-9339-1dfdc24faa7a	submit	annotate	0	review	1	1	\N	\N	[]	3	{}
\.

COPY public.item_openings (item_id, user_id, stage_since) FROM stdin;
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-be1b-77d0-9339-1dfdc24faa7a	2026-11-30 19:33:33.22214+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bee3-77cb-b8df-6764aecf9890	2026-11-30 19:33:33.307413+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bee3-77cb-b8df-6764aecf9890	2026-11-30 19:33:33.538594+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-be1b-77d0-9339-1dfdc24faa7a	2026-11-30 19:33:32.438055+00
01a22df2-bc91-74c7-b702-c0e19da946ce	01a22df2-be1b-77d0-9339-1dfdc24faa7a	2026-11-30 19:33:32.438055+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bdb0-77c8-a557-368f0c4d0a26	2026-11-30 19:33:33.355733+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-bdb0-77c8-a557-368f0c4d0a26	2026-11-30 19:33:33.928909+00
01a22df2-bc91-74c7-b702-c0e19da946ce	01a22df2-bdb0-77c8-a557-368f0c4d0a26	2026-11-30 19:33:32.438055+00
01a22df2-bc91-74c7-b702-c0e24b2710c0	01a22df2-bdb0-77c8-a557-368f0c4d0a26	2026-11-30 19:33:34.257254+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bdb0-77c8-a557-368f0c4d0a26	2026-11-30 19:33:33.633247+00
01a22df2-bc91-74c7-b702-c0e48eb49c21	01a22df2-bdb0-77c8-a557-368f0c4d0a26	2026-11-30 19:33:32.438055+00
\.

COPY public.item_previews (item_id, preview) FROM stdin;
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	[{"class": "thing", "rings": [[10.0, 20.5, 40.3, 20.5, 40.3, 60.5, 10.0, 60.5]]}, {"class": "thing", "rings": [[50.0, 60.0, 60.0, 60.0, 60.0, 70.0, 50.0, 70.0]]}]
01a22df2-bc91-74c7-b702-c0e31eecfb70	[{"class": "thing", "rings": [[10.0, 20.5, 40.3, 20.5, 40.3, 60.5, 10.0, 60.5]]}, {"class": "thing", "rings": [[10.0, 20.5, 40.3, 20.5, 40.3, 60.5, 10.0, 60.5]]}]
01a22df2-bc91-74c7-b702-c0e0be35f72d	[{"class": "thing", "rings": [[10.0, 20.5, 40.3, 20.5, 40.3, 60.5, 10.0, 60.5]]}, {"class": "thing", "rings": [[11.0, 20.5, 41.3, 20.5, 41.3, 60.5, 11.0, 60.5]]}, {"class": "thing", "rings": [[12.0, 20.5, 42.3, 20.5, 42.3, 60.5, 12.0, 60.5]]}]
\.

COPY public.item_skips (item_id, user_id, reason, at) FROM stdin;
\.

COPY public.item_snapshots (item_id, seq, reason, generation, author_id, state, annotations, created_at) FROM stdin;
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	4	submitted	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x0205c8ffb9ba0e0028010a70726f76656e616e63650161017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a28010a70726f76656e616e63650162017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a0a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a0a637265617465645f6279772430316132326466322d626531622d373764302d393333392d316466646332346661613761096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137612801046974656d0573746167650177067265766965772801046974656d0470617373017d012801046974656d05726f756e64017d010ef79eeb9f09002701066c6162656c730161012800f79eeb9f090005636c6173730177057468696e672800f79eeb9f0900057368617065017703626f782800f79eeb9f0900017a017d002700f79eeb9f0900066672616d6573012800f79eeb9f090401300176020867656f6d65747279760401787c4120000001797c41a4000001777c41f2000001687c42200000076f757473696465792700f79eeb9f09000a61747472696275746573012701066c6162656c730162012800f79eeb9f090705636c6173730177057468696e672800f79eeb9f0907057368617065017703626f782800f79eeb9f0907017a017d002700f79eeb9f0907066672616d6573012800f79eeb9f090b0130017602076f757473696465790867656f6d65747279760401797c41a4000001777c41f2000001787c4130000001687c422000002700f79eeb9f09070a617474726962757465730100	{"a": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "b": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 11.0, "y": 20.5}}}, "attributes": {}}}	2026-11-30 19:33:33.167695+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	6	rejected	1	01a22df2-be77-7372-b5bd-b95bc018b3db	\\x0213c8ffb9ba0e0028010a70726f76656e616e63650161017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a28010a70726f76656e616e63650162017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a0a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a0a637265617465645f6279772430316132326466322d626531622d373764302d393333392d316466646332346661613761096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137612101046974656d057374616765012101046974656d0470617373012101046974656d05726f756e640128010876657264696374730162017607026174771e323032362d31312d33305431393a33333a33332e3230303834383439325a026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620762795f6e616d65770342656e0a6c6162656c5f686173687716706b35423670453337464e4b4a3234366b7736534e7705726f756e647d01056672616d657d000776657264696374770872656a65637465642701066973737565732630316132326466322d626639302d376633652d616561362d3533633837633062333138662d30012800c8ffb9ba0e0602617401771e323032362d31312d33305431393a33333a33332e3230303834383439325a2800c8ffb9ba0e060762795f6e616d6501770342656e2800c8ffb9ba0e060573746174650177046f70656e2800c8ffb9ba0e0604746167730175017704626c75722800c8ffb9ba0e06046b696e6401770f6c6162656c5f72656a656374696f6e2700c8ffb9ba0e0608636f6d6d656e7473000800c8ffb9ba0e0c017605026174771e323032362d31312d33305431393a33333a33332e3230303834383439325a0762795f6e616d65770342656e026964772430316132326466322d626639302d376633652d616561362d35336338376330623331386604746578747708546f6f2077696465026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e0602627901772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e06056c6162656c01770162a8c8ffb9ba0e02017708616e6e6f74617465a8c8ffb9ba0e03017d00a8c8ffb9ba0e04017d020ef79eeb9f09002701066c6162656c730161012800f79eeb9f090005636c6173730177057468696e672800f79eeb9f0900057368617065017703626f782800f79eeb9f0900017a017d002700f79eeb9f0900066672616d6573012800f79eeb9f090401300176020867656f6d65747279760401787c4120000001797c41a4000001777c41f2000001687c42200000076f757473696465792700f79eeb9f09000a61747472696275746573012701066c6162656c730162012800f79eeb9f090705636c6173730177057468696e672800f79eeb9f0907057368617065017703626f782800f79eeb9f0907017a017d002700f79eeb9f0907066672616d6573012800f79eeb9f090b0130017602076f757473696465790867656f6d65747279760401797c41a4000001777c41f2000001787c4130000001687c422000002700f79eeb9f09070a617474726962757465730101c8ffb9ba0e010203	{"a": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "b": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 11.0, "y": 20.5}}}, "attributes": {}}}	2026-11-30 19:33:33.22214+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	9	submitted	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x0316c8ffb9ba0e0028010a70726f76656e616e63650161017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a21010a70726f76656e616e63650162012101046974656d057374616765012101046974656d0470617373012101046974656d05726f756e640121010876657264696374730162012701066973737565732630316132326466322d626639302d376633652d616561362d3533633837633062333138662d30012800c8ffb9ba0e0602617401771e323032362d31312d33305431393a33333a33332e3230303834383439325a2800c8ffb9ba0e060762795f6e616d6501770342656e2800c8ffb9ba0e060573746174650177046f70656e2800c8ffb9ba0e0604746167730175017704626c75722800c8ffb9ba0e06046b696e6401770f6c6162656c5f72656a656374696f6e2700c8ffb9ba0e0608636f6d6d656e7473000800c8ffb9ba0e0c017605026174771e323032362d31312d33305431393a33333a33332e3230303834383439325a0762795f6e616d65770342656e026964772430316132326466322d626639302d376633652d616561362d35336338376330623331386604746578747708546f6f2077696465026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e0602627901772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e06056c6162656c01770162a1c8ffb9ba0e0201a1c8ffb9ba0e0301a8c8ffb9ba0e04017d02a8c8ffb9ba0e010176040a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a096564697465645f6279772430316132326466322d626531622d373764302d393333392d316466646332346661613761096564697465645f6174771e323032362d31312d33305431393a33333a33332e3235373336363835345aa8c8ffb9ba0e10017706726576696577a8c8ffb9ba0e11017d010ef79eeb9f09002701066c6162656c730161012800f79eeb9f090005636c6173730177057468696e672800f79eeb9f0900057368617065017703626f782800f79eeb9f0900017a017d002700f79eeb9f0900066672616d6573012800f79eeb9f090401300176020867656f6d65747279760401787c4120000001797c41a4000001777c41f2000001687c42200000076f757473696465792700f79eeb9f09000a61747472696275746573012701066c6162656c730162012800f79eeb9f090705636c6173730177057468696e672800f79eeb9f0907057368617065017703626f782800f79eeb9f0907017a017d002700f79eeb9f0907066672616d6573012100f79eeb9f090b0130012700f79eeb9f09070a617474726962757465730101eba281de0400a8f79eeb9f090c0176020867656f6d65747279760401787c4248000001797c4270000001687c4120000001777c41200000076f7574736964657902f79eeb9f09010c01c8ffb9ba0e0201051002	{"a": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "b": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 10.0, "w": 10.0, "x": 50.0, "y": 60.0}}}, "attributes": {}}}	2026-11-30 19:33:33.262664+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	11	approved	1	01a22df2-be77-7372-b5bd-b95bc018b3db	\\x031cc8ffb9ba0e0028010a70726f76656e616e63650161017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a21010a70726f76656e616e63650162012101046974656d057374616765012101046974656d0470617373012101046974656d05726f756e640121010876657264696374730162012701066973737565732630316132326466322d626639302d376633652d616561362d3533633837633062333138662d30012800c8ffb9ba0e0602617401771e323032362d31312d33305431393a33333a33332e3230303834383439325a2800c8ffb9ba0e060762795f6e616d6501770342656e2100c8ffb9ba0e06057374617465012800c8ffb9ba0e0604746167730175017704626c75722800c8ffb9ba0e06046b696e6401770f6c6162656c5f72656a656374696f6e2700c8ffb9ba0e0608636f6d6d656e7473000800c8ffb9ba0e0c017605026174771e323032362d31312d33305431393a33333a33332e3230303834383439325a0762795f6e616d65770342656e026964772430316132326466322d626639302d376633652d616561362d35336338376330623331386604746578747708546f6f2077696465026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e0602627901772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e06056c6162656c01770162a1c8ffb9ba0e0201a1c8ffb9ba0e0301a8c8ffb9ba0e04017d02a8c8ffb9ba0e010176040a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a096564697465645f6279772430316132326466322d626531622d373764302d393333392d316466646332346661613761096564697465645f6174771e323032362d31312d33305431393a33333a33332e3235373336363835345aa1c8ffb9ba0e1001a1c8ffb9ba0e1101280108766572646963747301610176070762795f6e616d65770342656e0a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e5767026174771e323032362d31312d33305431393a33333a33332e3238303539363235385a026279772430316132326466322d626537372d373337322d623562642d62393562633031386233646205726f756e647d0207766572646963747708617070726f766564056672616d657d00a8c8ffb9ba0e05017607026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620a6c6162656c5f686173687716736a5f6171627152573653366134666839732d4d537707766572646963747708617070726f76656405726f756e647d02026174771e323032362d31312d33305431393a33333a33332e3238303539363235385a056672616d657d000762795f6e616d65770342656ea8c8ffb9ba0e090177087265736f6c7665642800c8ffb9ba0e06087265736f6c766564017603026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620762795f6e616d65770342656e026174771e323032362d31312d33305431393a33333a33332e3238303539363235385aa8c8ffb9ba0e1401770a616363657074616e6365a8c8ffb9ba0e15017d000ef79eeb9f09002701066c6162656c730161012800f79eeb9f090005636c6173730177057468696e672800f79eeb9f0900057368617065017703626f782800f79eeb9f0900017a017d002700f79eeb9f0900066672616d6573012800f79eeb9f090401300176020867656f6d65747279760401787c4120000001797c41a4000001777c41f2000001687c42200000076f757473696465792700f79eeb9f09000a61747472696275746573012701066c6162656c730162012800f79eeb9f090705636c6173730177057468696e672800f79eeb9f0907057368617065017703626f782800f79eeb9f0907017a017d002700f79eeb9f0907066672616d6573012100f79eeb9f090b0130012700f79eeb9f09070a617474726962757465730101eba281de0400a8f79eeb9f090c0176020867656f6d65747279760401787c4248000001797c4270000001687c4120000001777c41200000076f7574736964657902f79eeb9f09010c01c8ffb9ba0e040105090110021402	{"a": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "b": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 10.0, "w": 10.0, "x": 50.0, "y": 60.0}}}, "attributes": {}}}	2026-11-30 19:33:33.307413+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	4	accepted	1	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x02058e87979d0e002801087665726469637473036f6e6501760707766572646963747708617070726f766564026279772430316132326466322d626565332d373763622d623864662d363736346165636639383930026174771e323032362d31312d33305431393a33333a33332e3436383633353438325a0762795f6e616d657704496e6573056672616d657d0005726f756e647d010a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e576728010a70726f76656e616e6365036f6e650176040a637265617465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a096564697465645f6279772430316132326466322d626565332d373763622d623864662d3637363461656366393839300a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a2801046974656d057374616765017708636f6d706c6574652801046974656d0470617373017d002801046974656d05726f756e64017d0107f582b6bf02002701066c6162656c73036f6e65012800f582b6bf020005636c6173730177057468696e672800f582b6bf0200057368617065017703626f782800f582b6bf0200017a017d002700f582b6bf0200066672616d6573012800f582b6bf020401300176020867656f6d65747279760401797c41a4000001777c41f2000001687c4220000001787c41200000076f757473696465792700f582b6bf02000a617474726962757465730100	{"one": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}}	2026-11-30 19:33:33.493467+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	12	accepted	1	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x031dc8ffb9ba0e0028010a70726f76656e616e63650161017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a21010a70726f76656e616e63650162012101046974656d057374616765012101046974656d0470617373012101046974656d05726f756e640121010876657264696374730162012701066973737565732630316132326466322d626639302d376633652d616561362d3533633837633062333138662d30012800c8ffb9ba0e0602617401771e323032362d31312d33305431393a33333a33332e3230303834383439325a2800c8ffb9ba0e060762795f6e616d6501770342656e2100c8ffb9ba0e06057374617465012800c8ffb9ba0e0604746167730175017704626c75722800c8ffb9ba0e06046b696e6401770f6c6162656c5f72656a656374696f6e2700c8ffb9ba0e0608636f6d6d656e7473000800c8ffb9ba0e0c017605026174771e323032362d31312d33305431393a33333a33332e3230303834383439325a0762795f6e616d65770342656e026964772430316132326466322d626639302d376633652d616561362d35336338376330623331386604746578747708546f6f2077696465026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e0602627901772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e06056c6162656c01770162a1c8ffb9ba0e0201a1c8ffb9ba0e0301a8c8ffb9ba0e04017d02a8c8ffb9ba0e010176040a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a096564697465645f6279772430316132326466322d626531622d373764302d393333392d316466646332346661613761096564697465645f6174771e323032362d31312d33305431393a33333a33332e3235373336363835345aa1c8ffb9ba0e1001a1c8ffb9ba0e1101280108766572646963747301610176070762795f6e616d65770342656e0a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e5767026174771e323032362d31312d33305431393a33333a33332e3238303539363235385a026279772430316132326466322d626537372d373337322d623562642d62393562633031386233646205726f756e647d0207766572646963747708617070726f766564056672616d657d00a8c8ffb9ba0e05017607026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620a6c6162656c5f686173687716736a5f6171627152573653366134666839732d4d537707766572646963747708617070726f76656405726f756e647d02026174771e323032362d31312d33305431393a33333a33332e3238303539363235385a056672616d657d000762795f6e616d65770342656ea8c8ffb9ba0e090177087265736f6c7665642800c8ffb9ba0e06087265736f6c766564017603026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620762795f6e616d65770342656e026174771e323032362d31312d33305431393a33333a33332e3238303539363235385aa1c8ffb9ba0e1401a8c8ffb9ba0e15017d00a8c8ffb9ba0e1a017708636f6d706c6574650ef79eeb9f09002701066c6162656c730161012800f79eeb9f090005636c6173730177057468696e672800f79eeb9f0900057368617065017703626f782800f79eeb9f0900017a017d002700f79eeb9f0900066672616d6573012800f79eeb9f090401300176020867656f6d65747279760401787c4120000001797c41a4000001777c41f2000001687c42200000076f757473696465792700f79eeb9f09000a61747472696275746573012701066c6162656c730162012800f79eeb9f090705636c6173730177057468696e672800f79eeb9f0907057368617065017703626f782800f79eeb9f0907017a017d002700f79eeb9f0907066672616d6573012100f79eeb9f090b0130012700f79eeb9f09070a617474726962757465730101eba281de0400a8f79eeb9f090c0176020867656f6d65747279760401787c4248000001797c4270000001687c4120000001777c41200000076f7574736964657902f79eeb9f09010c01c8ffb9ba0e0501050901100214021a01	{"a": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "b": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 10.0, "w": 10.0, "x": 50.0, "y": 60.0}}}, "attributes": {}}}	2026-11-30 19:33:33.355733+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	5	submitted	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x021584f6fafa0a002701066c6162656c73017801280084f6fafa0a0005636c6173730177057468696e67280084f6fafa0a00057368617065017703626f78280084f6fafa0a00017a017d00270084f6fafa0a00066672616d657301280084f6fafa0a0401300176020867656f6d65747279760401797c41a4000001787c4120000001687c4220000001777c41f20000076f75747369646579270084f6fafa0a000a61747472696275746573012701066c6162656c73017901280084f6fafa0a0705636c6173730177057468696e67280084f6fafa0a07057368617065017703626f78280084f6fafa0a07017a017d00270084f6fafa0a07066672616d657301280084f6fafa0a0b0130017602076f757473696465790867656f6d65747279760401797c41a4000001687c4220000001777c41f2000001787c41300000270084f6fafa0a070a61747472696275746573012701066c6162656c73017a01280084f6fafa0a0e05636c6173730177057468696e67280084f6fafa0a0e057368617065017703626f78280084f6fafa0a0e017a017d00270084f6fafa0a0e066672616d657301280084f6fafa0a1201300176020867656f6d65747279760401687c4220000001777c41f2000001787c4140000001797c41a40000076f75747369646579270084f6fafa0a0e0a617474726962757465730106f3a88586090028010a70726f76656e616e636501780176040a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3834353835313339375a096564697465645f6174771e323032362d31312d33305431393a33333a33332e3834353835313339375a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d31646664633234666161376128010a70726f76656e616e63650179017604096564697465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a0a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a096564697465645f6279772430316132326466322d626531622d373764302d393333392d31646664633234666161376128010a70726f76656e616e6365017a017604096564697465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a0a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137612801046974656d0573746167650177067265766965772801046974656d0470617373017d012801046974656d05726f756e64017d0100	{"x": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "y": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 11.0, "y": 20.5}}}, "attributes": {}}, "z": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 12.0, "y": 20.5}}}, "attributes": {}}}	2026-11-30 19:33:33.928909+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	5	revised	1	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x020e8e87979d0e002801087665726469637473036f6e6501760707766572646963747708617070726f766564026279772430316132326466322d626565332d373763622d623864662d363736346165636639383930026174771e323032362d31312d33305431393a33333a33332e3436383633353438325a0762795f6e616d657704496e6573056672616d657d0005726f756e647d010a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e576728010a70726f76656e616e6365036f6e650176040a637265617465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a096564697465645f6279772430316132326466322d626565332d373763622d623864662d3637363461656366393839300a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a2101046974656d057374616765012801046974656d0470617373017d002801046974656d05726f756e64017d012701066973737565732430316132326466322d633065312d373033652d616431322d3638323735303333633539390128008e87979d0e0502617401771d323032362d31312d33305431393a33333a33332e35333732373335395a28008e87979d0e05046b696e6401770466696c6527008e87979d0e0508636f6d6d656e74730008008e87979d0e08017605026174771d323032362d31312d33305431393a33333a33332e35333732373335395a026964772430316132326466322d633065312d373033652d616431322d3638323735303333633539390762795f6e616d657704496e6573026279772430316132326466322d626565332d373763622d623864662d3637363461656366393839300474657874770e4f6e65206973206d697373696e6728008e87979d0e050762795f6e616d65017704496e657328008e87979d0e0502627901772430316132326466322d626565332d373763622d623864662d36373634616563663938393028008e87979d0e050573746174650177046f70656ea88e87979d0e0201770a616363657074616e636507f582b6bf02002701066c6162656c73036f6e65012800f582b6bf020005636c6173730177057468696e672800f582b6bf0200057368617065017703626f782800f582b6bf0200017a017d002700f582b6bf0200066672616d6573012800f582b6bf020401300176020867656f6d65747279760401797c41a4000001777c41f2000001687c4220000001787c41200000076f757473696465792700f582b6bf02000a6174747269627574657301018e87979d0e010201	{"one": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}}	2026-11-30 19:33:33.538594+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	9	accepted	1	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x03118e87979d0e002801087665726469637473036f6e6501760707766572646963747708617070726f766564026279772430316132326466322d626565332d373763622d623864662d363736346165636639383930026174771e323032362d31312d33305431393a33333a33332e3436383633353438325a0762795f6e616d657704496e6573056672616d657d0005726f756e647d010a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e576728010a70726f76656e616e6365036f6e650176040a637265617465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a096564697465645f6279772430316132326466322d626565332d373763622d623864662d3637363461656366393839300a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a2101046974656d057374616765012801046974656d0470617373017d002801046974656d05726f756e64017d012701066973737565732430316132326466322d633065312d373033652d616431322d3638323735303333633539390128008e87979d0e0502617401771d323032362d31312d33305431393a33333a33332e35333732373335395a28008e87979d0e05046b696e6401770466696c6527008e87979d0e0508636f6d6d656e74730008008e87979d0e08017605026174771d323032362d31312d33305431393a33333a33332e35333732373335395a026964772430316132326466322d633065312d373033652d616431322d3638323735303333633539390762795f6e616d657704496e6573026279772430316132326466322d626565332d373763622d623864662d3637363461656366393839300474657874770e4f6e65206973206d697373696e6728008e87979d0e050762795f6e616d65017704496e657328008e87979d0e0502627901772430316132326466322d626565332d373763622d623864662d36373634616563663938393028008e87979d0e050573746174650177046f70656ea18e87979d0e020128010876657264696374730374776f01760707766572646963747708617070726f766564026174771e323032362d31312d33305431393a33333a33332e3537363836393433355a05726f756e647d01026279772430316132326466322d626565332d373763622d623864662d363736346165636639383930056672616d657d000762795f6e616d657704496e65730a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e576728010a70726f76656e616e63650374776f0176040a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3538383038393936385a0a637265617465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6174771e323032362d31312d33305431393a33333a33332e3538383038393936385aa88e87979d0e0d017708636f6d706c65746507c9b7afca04002701066c6162656c730374776f012800c9b7afca040005636c6173730177057468696e672800c9b7afca0400057368617065017703626f782800c9b7afca0400017a017d002700c9b7afca0400066672616d6573012800c9b7afca040401300176020867656f6d65747279760401777c41f2000001687c4220000001787c4120000001797c41a40000076f757473696465792700c9b7afca04000a617474726962757465730107f582b6bf02002701066c6162656c73036f6e65012800f582b6bf020005636c6173730177057468696e672800f582b6bf0200057368617065017703626f782800f582b6bf0200017a017d002700f582b6bf0200066672616d6573012800f582b6bf020401300176020867656f6d65747279760401797c41a4000001777c41f2000001687c4220000001787c41200000076f757473696465792700f582b6bf02000a6174747269627574657301018e87979d0e0202010d01	{"one": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}, "two": {"z": 0, "class": "thing", "shape": "box", "frames": {"0": {"outside": false, "geometry": {"h": 40.0, "w": 30.25, "x": 10.0, "y": 20.5}}}, "attributes": {}}}	2026-11-30 19:33:33.633247+00
\.

COPY public.item_updates (item_id, seq, epoch, user_id, update, created_at) FROM stdin;
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	1	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x0107f79eeb9f09002701066c6162656c730161012800f79eeb9f090005636c6173730177057468696e672800f79eeb9f0900057368617065017703626f782800f79eeb9f0900017a017d002700f79eeb9f0900066672616d6573012800f79eeb9f090401300176020867656f6d65747279760401787c4120000001797c41a4000001777c41f2000001687c42200000076f757473696465792700f79eeb9f09000a617474726962757465730100	2026-11-30 19:33:33.126288+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	2	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x0107f79eeb9f09072701066c6162656c730162012800f79eeb9f090705636c6173730177057468696e672800f79eeb9f0907057368617065017703626f782800f79eeb9f0907017a017d002700f79eeb9f0907066672616d6573012800f79eeb9f090b0130017602076f757473696465790867656f6d65747279760401797c41a4000001777c41f2000001787c4130000001687c422000002700f79eeb9f09070a617474726962757465730100	2026-11-30 19:33:33.129701+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	3	\N	\N	\\x0102c8ffb9ba0e0028010a70726f76656e616e63650161017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3132383630363136325a28010a70726f76656e616e63650162017604096564697465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a0a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a0a637265617465645f6279772430316132326466322d626531622d373764302d393333392d316466646332346661613761096564697465645f6279772430316132326466322d626531622d373764302d393333392d31646664633234666161376100	2026-11-30 19:33:33.167695+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	4	\N	\N	\\x0103c8ffb9ba0e022801046974656d0573746167650177067265766965772801046974656d0470617373017d012801046974656d05726f756e64017d0100	2026-11-30 19:33:33.167695+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	5	\N	\N	\\x010bc8ffb9ba0e0528010876657264696374730162017607026174771e323032362d31312d33305431393a33333a33332e3230303834383439325a026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620762795f6e616d65770342656e0a6c6162656c5f686173687716706b35423670453337464e4b4a3234366b7736534e7705726f756e647d01056672616d657d000776657264696374770872656a65637465642701066973737565732630316132326466322d626639302d376633652d616561362d3533633837633062333138662d30012800c8ffb9ba0e0602617401771e323032362d31312d33305431393a33333a33332e3230303834383439325a2800c8ffb9ba0e060762795f6e616d6501770342656e2800c8ffb9ba0e060573746174650177046f70656e2800c8ffb9ba0e0604746167730175017704626c75722800c8ffb9ba0e06046b696e6401770f6c6162656c5f72656a656374696f6e2700c8ffb9ba0e0608636f6d6d656e7473000800c8ffb9ba0e0c017605026174771e323032362d31312d33305431393a33333a33332e3230303834383439325a0762795f6e616d65770342656e026964772430316132326466322d626639302d376633652d616561362d35336338376330623331386604746578747708546f6f2077696465026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e0602627901772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800c8ffb9ba0e06056c6162656c0177016200	2026-11-30 19:33:33.201992+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	6	\N	\N	\\x0103c8ffb9ba0e10a8c8ffb9ba0e02017708616e6e6f74617465a8c8ffb9ba0e03017d00a8c8ffb9ba0e04017d0201c8ffb9ba0e010203	2026-11-30 19:33:33.22214+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	7	3	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x0101eba281de0400a8f79eeb9f090c0176020867656f6d65747279760401787c4248000001797c4270000001687c4120000001777c41200000076f7574736964657901f79eeb9f09010c01	2026-11-30 19:33:33.25348+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	8	\N	\N	\\x0101c8ffb9ba0e13a8c8ffb9ba0e010176040a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3133363039383736395a096564697465645f6279772430316132326466322d626531622d373764302d393333392d316466646332346661613761096564697465645f6174771e323032362d31312d33305431393a33333a33332e3235373336363835345a01c8ffb9ba0e010101	2026-11-30 19:33:33.262664+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	9	\N	\N	\\x0102c8ffb9ba0e14a8c8ffb9ba0e10017706726576696577a8c8ffb9ba0e11017d0101c8ffb9ba0e0205011002	2026-11-30 19:33:33.262664+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	10	\N	\N	\\x0104c8ffb9ba0e16280108766572646963747301610176070762795f6e616d65770342656e0a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e5767026174771e323032362d31312d33305431393a33333a33332e3238303539363235385a026279772430316132326466322d626537372d373337322d623562642d62393562633031386233646205726f756e647d0207766572646963747708617070726f766564056672616d657d00a8c8ffb9ba0e05017607026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620a6c6162656c5f686173687716736a5f6171627152573653366134666839732d4d537707766572646963747708617070726f76656405726f756e647d02026174771e323032362d31312d33305431393a33333a33332e3238303539363235385a056672616d657d000762795f6e616d65770342656ea8c8ffb9ba0e090177087265736f6c7665642800c8ffb9ba0e06087265736f6c766564017603026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620762795f6e616d65770342656e026174771e323032362d31312d33305431393a33333a33332e3238303539363235385a01c8ffb9ba0e010901	2026-11-30 19:33:33.281595+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	11	\N	\N	\\x0102c8ffb9ba0e1aa8c8ffb9ba0e1401770a616363657074616e6365a8c8ffb9ba0e15017d0001c8ffb9ba0e011402	2026-11-30 19:33:33.307413+00
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	12	\N	\N	\\x0101c8ffb9ba0e1ca8c8ffb9ba0e1a017708636f6d706c65746501c8ffb9ba0e011a01	2026-11-30 19:33:33.355733+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	1	1	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x0107f582b6bf02002701066c6162656c73036f6e65012800f582b6bf020005636c6173730177057468696e672800f582b6bf0200057368617065017703626f782800f582b6bf0200017a017d002700f582b6bf0200066672616d6573012800f582b6bf020401300176020867656f6d65747279760401797c41a4000001777c41f2000001687c4220000001787c41200000076f757473696465792700f582b6bf02000a617474726962757465730100	2026-11-30 19:33:33.469694+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	2	1	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x01018e87979d0e002801087665726469637473036f6e6501760707766572646963747708617070726f766564026279772430316132326466322d626565332d373763622d623864662d363736346165636639383930026174771e323032362d31312d33305431393a33333a33332e3436383633353438325a0762795f6e616d657704496e6573056672616d657d0005726f756e647d010a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e576700	2026-11-30 19:33:33.469694+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	3	\N	\N	\\x01018e87979d0e0128010a70726f76656e616e6365036f6e650176040a637265617465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a096564697465645f6279772430316132326466322d626565332d373763622d623864662d3637363461656366393839300a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3437363032333639355a00	2026-11-30 19:33:33.493467+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	4	\N	\N	\\x01038e87979d0e022801046974656d057374616765017708636f6d706c6574652801046974656d0470617373017d002801046974656d05726f756e64017d0100	2026-11-30 19:33:33.493467+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	5	\N	\N	\\x01098e87979d0e052701066973737565732430316132326466322d633065312d373033652d616431322d3638323735303333633539390128008e87979d0e0502617401771d323032362d31312d33305431393a33333a33332e35333732373335395a28008e87979d0e05046b696e6401770466696c6527008e87979d0e0508636f6d6d656e74730008008e87979d0e08017605026174771d323032362d31312d33305431393a33333a33332e35333732373335395a026964772430316132326466322d633065312d373033652d616431322d3638323735303333633539390762795f6e616d657704496e6573026279772430316132326466322d626565332d373763622d623864662d3637363461656366393839300474657874770e4f6e65206973206d697373696e6728008e87979d0e050762795f6e616d65017704496e657328008e87979d0e0502627901772430316132326466322d626565332d373763622d623864662d36373634616563663938393028008e87979d0e050573746174650177046f70656ea88e87979d0e0201770a616363657074616e6365018e87979d0e010201	2026-11-30 19:33:33.538594+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	6	3	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x0107c9b7afca04002701066c6162656c730374776f012800c9b7afca040005636c6173730177057468696e672800c9b7afca0400057368617065017703626f782800c9b7afca0400017a017d002700c9b7afca0400066672616d6573012800c9b7afca040401300176020867656f6d65747279760401777c41f2000001687c4220000001787c4120000001797c41a40000076f757473696465792700c9b7afca04000a617474726962757465730100	2026-11-30 19:33:33.579731+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	7	3	01a22df2-bee3-77cb-b8df-6764aecf9890	\\x01018e87979d0e0e28010876657264696374730374776f01760707766572646963747708617070726f766564026174771e323032362d31312d33305431393a33333a33332e3537363836393433355a05726f756e647d01026279772430316132326466322d626565332d373763622d623864662d363736346165636639383930056672616d657d000762795f6e616d657704496e65730a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e576700	2026-11-30 19:33:33.579731+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	8	\N	\N	\\x01018e87979d0e0f28010a70726f76656e616e63650374776f0176040a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3538383038393936385a0a637265617465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6279772430316132326466322d626565332d373763622d623864662d363736346165636639383930096564697465645f6174771e323032362d31312d33305431393a33333a33332e3538383038393936385a00	2026-11-30 19:33:33.633247+00
01a22df2-bc91-74c7-b702-c0e31eecfb70	9	\N	\N	\\x01018e87979d0e10a88e87979d0e0d017708636f6d706c657465018e87979d0e010d01	2026-11-30 19:33:33.633247+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	1	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x010784f6fafa0a002701066c6162656c73017801280084f6fafa0a0005636c6173730177057468696e67280084f6fafa0a00057368617065017703626f78280084f6fafa0a00017a017d00270084f6fafa0a00066672616d657301280084f6fafa0a0401300176020867656f6d65747279760401797c41a4000001787c4120000001687c4220000001777c41f20000076f75747369646579270084f6fafa0a000a617474726962757465730100	2026-11-30 19:33:33.831734+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	2	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x010784f6fafa0a072701066c6162656c73017901280084f6fafa0a0705636c6173730177057468696e67280084f6fafa0a07057368617065017703626f78280084f6fafa0a07017a017d00270084f6fafa0a07066672616d657301280084f6fafa0a0b0130017602076f757473696465790867656f6d65747279760401797c41a4000001687c4220000001777c41f2000001787c41300000270084f6fafa0a070a617474726962757465730100	2026-11-30 19:33:33.847694+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	3	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x010784f6fafa0a0e2701066c6162656c73017a01280084f6fafa0a0e05636c6173730177057468696e67280084f6fafa0a0e057368617065017703626f78280084f6fafa0a0e017a017d00270084f6fafa0a0e066672616d657301280084f6fafa0a1201300176020867656f6d65747279760401687c4220000001777c41f2000001787c4140000001797c41a40000076f75747369646579270084f6fafa0a0e0a617474726962757465730100	2026-11-30 19:33:33.847694+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	4	\N	\N	\\x0103f3a88586090028010a70726f76656e616e636501780176040a637265617465645f6174771e323032362d31312d33305431393a33333a33332e3834353835313339375a096564697465645f6174771e323032362d31312d33305431393a33333a33332e3834353835313339375a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6279772430316132326466322d626531622d373764302d393333392d31646664633234666161376128010a70726f76656e616e63650179017604096564697465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a0a637265617465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a096564697465645f6279772430316132326466322d626531622d373764302d393333392d31646664633234666161376128010a70726f76656e616e6365017a017604096564697465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a096564697465645f6279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610a637265617465645f6174771d323032362d31312d33305431393a33333a33332e38353738343133335a0a637265617465645f6279772430316132326466322d626531622d373764302d393333392d31646664633234666161376100	2026-11-30 19:33:33.928909+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	5	\N	\N	\\x0103f3a8858609032801046974656d0573746167650177067265766965772801046974656d0470617373017d012801046974656d05726f756e64017d0100	2026-11-30 19:33:33.928909+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	6	\N	\N	\\x0101f3a88586090628010876657264696374730178017607026174771e323032362d31312d33305431393a33333a33342e3030353331363436335a056672616d657d00026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364620762795f6e616d65770342656e0a6c6162656c5f6861736877167471424171635576517378557a6c37597a7a614e576705726f756e647d0107766572646963747708617070726f76656400	2026-11-30 19:33:34.006473+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	7	\N	\N	\\x010af3a8858609072801087665726469637473017901760705726f756e647d010776657264696374770872656a6563746564026174771e323032362d31312d33305431393a33333a33342e3033303631343835355a056672616d657d000a6c6162656c5f686173687716706b35423670453337464e4b4a3234366b7736534e770762795f6e616d65770342656e026279772430316132326466322d626537372d373337322d623562642d6239356263303138623364622701066973737565732630316132326466322d633263652d373536372d616461322d6638343364356564613534382d30012800f3a885860908056c6162656c017701792800f3a8858609080573746174650177046f70656e2700f3a88586090808636f6d6d656e7473000800f3a88586090b0176050474657874770b57726f6e6720636c6173730762795f6e616d65770342656e026174771e323032362d31312d33305431393a33333a33342e3033303631343835355a026279772430316132326466322d626537372d373337322d623562642d623935626330313862336462026964772430316132326466322d633263652d373536372d616461322d6638343364356564613534382800f3a885860908046b696e6401770f6c6162656c5f72656a656374696f6e2800f3a88586090802617401771e323032362d31312d33305431393a33333a33342e3033303631343835355a2800f3a88586090802627901772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800f3a8858609080762795f6e616d6501770342656e00	2026-11-30 19:33:34.035673+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	8	\N	\N	\\x010af3a8858609112701066973737565732430316132326466322d633330342d376333372d613433322d323264373665376332356161012800f3a88586091102617401771e323032362d31312d33305431393a33333a33342e3038343331303639325a2800f3a88586091104746167730175017704626c75722800f3a885860911046b696e6401770670696e6e65642800f3a8858609110762795f6e616d6501770342656e2800f3a88586091102627901772430316132326466322d626537372d373337322d623562642d6239356263303138623364622800f3a88586091106616e63686f7201760301787c4148000001797d1e056672616d657d002700f3a88586091108636f6d6d656e7473000800f3a885860918017606047465787477135768617420697320746869732c2040416e613f086d656e74696f6e7375017602026964772430316132326466322d626531622d373764302d393333392d316466646332346661613761046e616d657703416e610762795f6e616d65770342656e026279772430316132326466322d626537372d373337322d623562642d623935626330313862336462026174771e323032362d31312d33305431393a33333a33342e3038343331303639325a026964772430316132326466322d633330342d376333372d613433322d3232643736653763323561612800f3a8858609110573746174650177046f70656e00	2026-11-30 19:33:34.085386+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	9	\N	\N	\\x0101f3a88586091b88f3a8858609190176050762795f6e616d657703416e61026174771e323032362d31312d33305431393a33333a33342e3039393739393938335a026279772430316132326466322d626531622d373764302d393333392d316466646332346661613761026964772430316132326466322d633331332d373438342d616466632d3161346133333538336662620474657874770641207472616d00	2026-11-30 19:33:34.103669+00
01a22df2-bc91-74c7-b702-c0e0be35f72d	10	\N	\N	\\x0102f3a88586091ca8f3a88586091a0177087265736f6c7665642800f3a885860911087265736f6c766564017603026174771e323032362d31312d33305431393a33333a33342e3135393737343338385a026279772430316132326466322d626531622d373764302d393333392d3164666463323466616137610762795f6e616d657703416e6101f3a8858609011a01	2026-11-30 19:33:34.160835+00
01a22df2-bc91-74c7-b702-c0e19da946ce	1	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x0107d7c4dfc70d002701066c6162656c73056c6f672d31012800d7c4dfc70d0005636c6173730177057468696e672800d7c4dfc70d00057368617065017703626f782800d7c4dfc70d00017a017d002700d7c4dfc70d00066672616d6573012800d7c4dfc70d0401300176020867656f6d65747279760401777c41f2000001797c41a4000001787c4120000001687c42200000076f757473696465792700d7c4dfc70d000a617474726962757465730100	2026-11-30 19:33:34.207722+00
01a22df2-bc91-74c7-b702-c0e19da946ce	2	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\x0107d7c4dfc70d072701066c6162656c73056c6f672d32012800d7c4dfc70d0705636c6173730177057468696e672800d7c4dfc70d07057368617065017703626f782800d7c4dfc70d07017a017d002700d7c4dfc70d07066672616d6573012800d7c4dfc70d0b01300176020867656f6d65747279760401787c4130000001777c41f2000001687c4220000001797c41a40000076f757473696465792700d7c4dfc70d070a617474726962757465730100	2026-11-30 19:33:34.227703+00
\.

COPY public.items (id, task_id, media_id, "position", stage, generation, round, assignee_id, submitted_by, label_count, open_issues, comment_count, created_at, updated_at, approved_count, rejected_count, rejections, returned_by, returned_at, file_name, review_pass, stage_since, priority, begun, reviewed_by, revisions, resubmitted, skips, reserved_by, reserved_until, violations, class_counts) FROM stdin;
01a22df2-bc91-74c7-b702-c0e19da946ce	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bce2-7618-acac-4bb83f837b8b	3	annotate	1	1	\N	\N	0	0	0	2026-11-30 19:33:32.438055+00	2026-11-30 19:33:32.438055+00	0	0	0	\N	\N	picture-003.png	0	2026-11-30 19:33:32.438055+00	0	f	\N	0	f	0	\N	\N	0	{}
01a22df2-bc91-74c7-b702-c0dfe0dd7e35	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bccb-7395-9c0b-7d613149e749	1	complete	1	2	\N	01a22df2-be1b-77d0-9339-1dfdc24faa7a	2	0	1	2026-11-30 19:33:32.438055+00	2026-11-30 19:33:33.355733+00	2	0	1	\N	\N	picture-001.png	0	2026-11-30 19:33:33.355733+00	0	f	01a22df2-be77-7372-b5bd-b95bc018b3db	0	f	0	\N	\N	0	{"thing": 2}
01a22df2-bc91-74c7-b702-c0e31eecfb70	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bce3-73e3-9c97-6e76c57a3ced	5	complete	1	1	\N	\N	2	1	1	2026-11-30 19:33:32.438055+00	2026-11-30 19:33:33.633247+00	2	0	0	\N	\N	picture-005.png	0	2026-11-30 19:33:33.633247+00	0	f	\N	1	f	0	\N	\N	0	{"thing": 2}
01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bce1-762a-9977-64033653eddd	2	review	1	1	\N	01a22df2-be1b-77d0-9339-1dfdc24faa7a	3	1	3	2026-11-30 19:33:32.438055+00	2026-11-30 19:33:34.160835+00	1	1	0	\N	\N	picture-002.png	1	2026-11-30 19:33:33.928909+00	0	t	\N	0	f	0	\N	\N	0	{"thing": 3}
01a22df2-bc91-74c7-b702-c0e24b2710c0	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bce3-73e3-9c97-6e750ffb1aac	4	acceptance	1	1	\N	\N	0	0	0	2026-11-30 19:33:32.438055+00	2026-11-30 19:33:32.438055+00	0	0	0	\N	\N	picture-004.png	0	2026-11-30 19:33:34.257254+00	0	f	\N	0	f	0	\N	\N	0	{}
01a22df2-bc91-74c7-b702-c0e48eb49c21	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bce4-77e5-8957-a6128d0e9a7f	6	annotate	1	1	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\N	0	0	0	2026-11-30 19:33:32.438055+00	2026-11-30 19:33:34.38846+00	0	0	0	\N	\N	picture-006.png	0	2026-11-30 19:33:32.438055+00	0	f	\N	0	f	0	\N	\N	0	{}
\.

COPY public.media (id, dataset_id, file_name, content_type, width, height, frames, bytes, sha256, object_key, thumbnail_key, created_at) FROM stdin;
01a22df2-bccb-7395-9c0b-7d613149e749	01a22df2-bc91-74c7-b702-c0deeeee8d5f	picture-001.png	image/png	640	480	1	100	\\x0000000000000000000000000000000000000000000000000000000000000000	01a22df2-bccb-7395-9c0b-7d613149e749	01a22df2-bccb-7395-9c0b-7d613149e749	2026-11-30 19:33:32.438055+00
01a22df2-bce1-762a-9977-64033653eddd	01a22df2-bc91-74c7-b702-c0deeeee8d5f	picture-002.png	image/png	640	480	1	100	\\x0000000000000000000000000000000000000000000000000000000000000000	01a22df2-bce1-762a-9977-64033653eddd	01a22df2-bce1-762a-9977-64033653eddd	2026-11-30 19:33:32.438055+00
01a22df2-bce2-7618-acac-4bb83f837b8b	01a22df2-bc91-74c7-b702-c0deeeee8d5f	picture-003.png	image/png	640	480	1	100	\\x0000000000000000000000000000000000000000000000000000000000000000	01a22df2-bce2-7618-acac-4bb83f837b8b	01a22df2-bce2-7618-acac-4bb83f837b8b	2026-11-30 19:33:32.438055+00
01a22df2-bce3-73e3-9c97-6e750ffb1aac	01a22df2-bc91-74c7-b702-c0deeeee8d5f	picture-004.png	image/png	640	480	1	100	\\x0000000000000000000000000000000000000000000000000000000000000000	01a22df2-bce3-73e3-9c97-6e750ffb1aac	01a22df2-bce3-73e3-9c97-6e750ffb1aac	2026-11-30 19:33:32.438055+00
01a22df2-bce3-73e3-9c97-6e76c57a3ced	01a22df2-bc91-74c7-b702-c0deeeee8d5f	picture-005.png	image/png	640	480	1	100	\\x0000000000000000000000000000000000000000000000000000000000000000	01a22df2-bce3-73e3-9c97-6e76c57a3ced	01a22df2-bce3-73e3-9c97-6e76c57a3ced	2026-11-30 19:33:32.438055+00
01a22df2-bce4-77e5-8957-a6128d0e9a7f	01a22df2-bc91-74c7-b702-c0deeeee8d5f	picture-006.png	image/png	640	480	1	100	\\x0000000000000000000000000000000000000000000000000000000000000000	01a22df2-bce4-77e5-8957-a6128d0e9a7f	01a22df2-bce4-77e5-8957-a6128d0e9a7f	2026-11-30 19:33:32.438055+00
01a22df2-c4df-729f-9047-8730026132b0	01a22df2-c46e-7a9d-85ef-163e29a1280a	boat.png	image/png	20	10	1	179	\\x1033fd512fa14e7b94f47aa09a52383564db224063e90fbf1fc964f75a68a020	originals/10/1033fd512fa14e7b94f47aa09a52383564db224063e90fbf1fc964f75a68a020	thumbnails/10/1033fd512fa14e7b94f47aa09a52383564db224063e90fbf1fc964f75a68a020-480.jpg	2026-11-30 19:33:34.561197+00
\.

COPY public.notifications (id, user_id, kind, item_id, issue_id, actor_id, excerpt, created_at, read_at) FROM stdin;
01a22df2-bfa5-71dc-b3d5-5b5c6b480986	01a22df2-be1b-77d0-9339-1dfdc24faa7a	rejected	01a22df2-bc91-74c7-b702-c0dfe0dd7e35	\N	01a22df2-be77-7372-b5bd-b95bc018b3db	1 label is rejected.	2026-11-30 19:33:33.22214+00	\N
01a22df2-c305-74b4-9965-b8c4c9bf7cb0	01a22df2-be1b-77d0-9339-1dfdc24faa7a	mentioned	01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-c304-7c37-a432-22d76e7c25aa	01a22df2-be77-7372-b5bd-b95bc018b3db	What is this, @Ana?	2026-11-30 19:33:34.085386+00	\N
01a22df2-c314-786f-8fcf-d3b2f955df38	01a22df2-be77-7372-b5bd-b95bc018b3db	answered	01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-c304-7c37-a432-22d76e7c25aa	01a22df2-be1b-77d0-9339-1dfdc24faa7a	A tram	2026-11-30 19:33:34.103669+00	\N
01a22df2-c350-7db7-b9cf-0cc06b84c841	01a22df2-be77-7372-b5bd-b95bc018b3db	resolved	01a22df2-bc91-74c7-b702-c0e0be35f72d	01a22df2-c304-7c37-a432-22d76e7c25aa	01a22df2-be1b-77d0-9339-1dfdc24faa7a	What is this, @Ana?	2026-11-30 19:33:34.160835+00	\N
\.

COPY public.sample_items (sample_id, place, item_id) FROM stdin;
01a22df2-c3c0-7494-8301-ff4a7bf24670	1	01a22df2-bc91-74c7-b702-c0e24b2710c0
\.

COPY public.samples (id, task_id, method, size, filter, seed, population, max_error, created_by, created_at, decision, note, decided_by, decided_at) FROM stdin;
01a22df2-c3c0-7494-8301-ff4a7bf24670	01a22df2-bc91-74c7-b702-c0ddae1522de	random	{"count": 1}	{}	7	1	5	01a22df2-bee3-77cb-b8df-6764aecf9890	2026-11-30 19:33:34.27334+00	\N		\N	\N
\.

COPY public.saved_views (id, task_id, user_id, name, query, shared, created_at) FROM stdin;
01a22df2-c45c-76a7-962e-018465fb90c2	01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-be1b-77d0-9339-1dfdc24faa7a	Mine	{"stage": "annotate"}	f	2026-11-30 19:33:34.428643+00
\.

COPY public.sessions (id, user_id, token_hash, user_agent, created_at, last_used_at, expires_at, revoked_at) FROM stdin;
01a22df2-bd88-703d-9548-e953b9840e22	01a22df2-bcf0-771f-a348-d767b395efb7	\\xea38dad68dc28754623c590636bbaca9972cd224ce9004b94420159cf8ed926e		2026-11-30 19:33:32.687666+00	2026-11-30 19:33:32.687666+00	2026-12-14 19:33:32.687666+00	\N
01a22df2-bdef-7364-8c1c-c1fa6f91cc18	01a22df2-bdb0-77c8-a557-368f0c4d0a26	\\x4d37880aa169f2bbfd1cad1a079b9c802bb06fb627037b4e87baa85cdacf1574		2026-11-30 19:33:32.784064+00	2026-11-30 19:33:32.784064+00	2026-12-14 19:33:32.784064+00	\N
01a22df2-be4f-7c54-9adf-0f29310dad3c	01a22df2-be1b-77d0-9339-1dfdc24faa7a	\\xb9cb43e10a8da62dbbc1943a79b2783fc6f1fcb98ba9de2553a7185023955a78		2026-11-30 19:33:32.888176+00	2026-11-30 19:33:32.888176+00	2026-12-14 19:33:32.888176+00	\N
01a22df2-bec3-7988-a509-41fea0b3a062	01a22df2-be77-7372-b5bd-b95bc018b3db	\\xd4403d461444d8be7bc275c7b8dea01fe46d6e9eb8bc20ee04201148bf884b96		2026-11-30 19:33:33.004361+00	2026-11-30 19:33:33.004361+00	2026-12-14 19:33:33.004361+00	\N
01a22df2-befe-7975-b6f2-f9b382102feb	01a22df2-bee3-77cb-b8df-6764aecf9890	\\xeea1c99d36c03904c1e3e079c879dd8d66237071046008e9351a30ba5156e288		2026-11-30 19:33:33.055025+00	2026-11-30 19:33:33.055025+00	2026-12-14 19:33:33.055025+00	\N
\.

COPY public.task_members (task_id, user_id, role, added_at) FROM stdin;
01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bdb0-77c8-a557-368f0c4d0a26	admin	2026-11-30 19:33:32.743712+00
01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-be1b-77d0-9339-1dfdc24faa7a	annotator	2026-11-30 19:33:32.840345+00
01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-be77-7372-b5bd-b95bc018b3db	reviewer	2026-11-30 19:33:32.932493+00
01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bee3-77cb-b8df-6764aecf9890	inspector	2026-11-30 19:33:33.030222+00
\.

COPY public.tasks (id, dataset_id, name, ontology, workflow, editor_lock, created_by, created_at, finish_requires, consensus, issue_tags, state, distribution) FROM stdin;
01a22df2-bc91-74c7-b702-c0ddae1522de	01a22df2-bc91-74c7-b702-c0deeeee8d5f	Test task	{"classes": [{"id": "thing", "name": "Thing", "color": "#e6194b", "shapes": ["box", "rotated_box", "polygon", "polyline", "point", "bitmask"], "attributes": [{"id": "color", "kind": "radio", "name": "Colour", "options": [{"id": "red", "name": "Red"}, {"id": "blue", "name": "Blue"}]}, {"id": "note", "kind": "text", "name": "Note"}, {"id": "count", "max": 10.0, "min": 0.0, "kind": "number", "name": "Count"}]}, {"id": "person", "name": "Person", "color": "#3cb44b", "shapes": ["skeleton"], "skeleton": {"edges": [[0, 1], [1, 2]], "joints": ["head", "hip", "foot"]}}]}	{"reviews": [{"strict": true, "percent": 100}], "acceptance": true}	t	\N	2026-11-30 19:33:32.438055+00	requirements	f	[{"id": "blur", "name": "Blurred", "color": "#aa3344"}]	open	pool
\.

COPY public.tickets (token_hash, item_id, user_id, session_id, expires_at) FROM stdin;
\.

COPY public.user_settings (user_id, settings, updated_at) FROM stdin;
01a22df2-be1b-77d0-9339-1dfdc24faa7a	{"theme": "dark"}	2026-11-30 19:33:34.440849+00
\.

COPY public.users (id, email, name, color, password_hash, is_admin, created_at, disabled_at) FROM stdin;
01a22df2-bcf0-771f-a348-d767b395efb7	root@example.org	Root	#3366cc	$argon2id$v=19$m=8,t=1,p=1$t2ykhLvmiX9bQVy/WlOU0Q$NLVThu1J4uCaJzj9NhJXJ11mHbe3WMJp/BjvrtmxAX8	t	2026-11-30 19:33:32.547743+00	\N
01a22df2-bdb0-77c8-a557-368f0c4d0a26	boss@example.org	Boss	#3366cc	$argon2id$v=19$m=8,t=1,p=1$t2ykhLvmiX9bQVy/WlOU0Q$NLVThu1J4uCaJzj9NhJXJ11mHbe3WMJp/BjvrtmxAX8	f	2026-11-30 19:33:32.721068+00	\N
01a22df2-be1b-77d0-9339-1dfdc24faa7a	ana@example.org	Ana	#3366cc	$argon2id$v=19$m=8,t=1,p=1$t2ykhLvmiX9bQVy/WlOU0Q$NLVThu1J4uCaJzj9NhJXJ11mHbe3WMJp/BjvrtmxAX8	f	2026-11-30 19:33:32.836868+00	\N
01a22df2-be77-7372-b5bd-b95bc018b3db	ben@example.org	Ben	#3366cc	$argon2id$v=19$m=8,t=1,p=1$t2ykhLvmiX9bQVy/WlOU0Q$NLVThu1J4uCaJzj9NhJXJ11mHbe3WMJp/BjvrtmxAX8	f	2026-11-30 19:33:32.920405+00	\N
01a22df2-bee3-77cb-b8df-6764aecf9890	ines@example.org	Ines	#3366cc	$argon2id$v=19$m=8,t=1,p=1$t2ykhLvmiX9bQVy/WlOU0Q$NLVThu1J4uCaJzj9NhJXJ11mHbe3WMJp/BjvrtmxAX8	f	2026-11-30 19:33:33.028157+00	\N
\.

ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);

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

