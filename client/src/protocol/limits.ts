/** Limits the server enforces. Made by `make gen` from the server's own list; do not edit. */

/** Bytes of one WebSocket frame from a client. */
export const MAX_WS_FRAME_BYTES = 1_048_576;

/** Bytes of one encoded document update from a client. */
export const MAX_UPDATE_BYTES = 1_048_576;

/** Bytes of memory that one document update may take once decoded, estimated before decoding. */
export const MAX_UPDATE_MEMORY = 16_777_216;

/** Nesting of values and types within one update. */
export const MAX_NESTING = 32;

/** Blocks within one update. */
export const MAX_BLOCKS_PER_UPDATE = 100_000;

/** Different client ids within one update. */
export const MAX_CLIENTS_PER_UPDATE = 64;

/** A logical clock plus its length stays below this. */
export const MAX_CLOCK = 2_147_483_648;

/** Bytes of one text control message from a client. */
export const MAX_CONTROL_BYTES = 4_096;

/** Bytes of one presence state from a client. */
export const MAX_PRESENCE_BYTES = 4_096;

/** Label ids in one presence state. */
export const MAX_PRESENCE_SELECTION = 100;

/** Messages a second from one connection, sustained (a setting). */
export const MESSAGES_PER_SECOND = 200;

/** Messages one connection may send at once before the rate counts (a setting). */
export const MESSAGE_BURST = 1_000;

/** Bytes waiting for one connection before it is brought up by one difference or closed. */
export const MAX_OUTBOUND_BYTES = 1_048_576;

/** Open sockets of one person (a setting). */
export const MAX_CONNECTIONS_PER_USER = 64;

/** Edits of one item waiting for the database before writers are made to wait. */
export const MAX_PENDING_EDITS = 1_024;

/** Milliseconds between two presence messages of an item. */
export const PRESENCE_TICK_MS = 50;

/** Seconds a dropped connection keeps the lock for the same tab. */
export const LOCK_GRACE_SECONDS = 30;

/** Seconds a lock lives without a sign of life from its node. */
export const LOCK_TTL_SECONDS = 60;

/** Seconds between two pings of an open socket. */
export const PING_SECONDS = 15;

/** Seconds without any bytes from a client before its socket is dropped. */
export const SILENCE_SECONDS = 40;

/** Seconds a client that does not read may hold a full queue before it is closed. */
export const SLOW_CLIENT_SECONDS = 10;

/** Seconds a single-use ticket is good for. */
export const TICKET_SECONDS = 30;

/** Hours a sign-in lives without being used. */
export const SESSION_HOURS = 336;

/** Sign-ins a minute for one e-mail from one address. */
export const SIGN_IN_ATTEMPTS = 10;

/** Sign-ins a minute from one address, and for one e-mail from everywhere. */
export const SIGN_IN_ATTEMPTS_ALONE = 100;

/** Event streams one person follows at once. */
export const MAX_EVENT_STREAMS_PER_USER = 64;

/** API tokens of one person. */
export const MAX_TOKENS_PER_USER = 50;

/** Bytes of one person's settings. */
export const MAX_SETTINGS_BYTES = 16_384;

/** Sign-ins that may wait for a password hash before more are turned away. */
export const PASSWORD_HASHES_WAITING = 64;

/** Password hashes computed at the same time. */
export const PASSWORD_HASHES_AT_ONCE = 2;

/** Characters of a password, at least. */
export const MIN_PASSWORD_CHARS = 10;

/** Characters of a password, at most. */
export const MAX_PASSWORD_CHARS = 256;

/** Labels of one item. */
export const MAX_LABELS_PER_ITEM = 10_000;

/** Characters of a label id (letters, digits, `-`, `_`). */
export const MAX_LABEL_ID_CHARS = 64;

/** Keyframes of one label. */
export const MAX_KEYFRAMES_PER_LABEL = 10_000;

/** Points of one geometry. */
export const MAX_POINTS_PER_GEOMETRY = 10_000;

/** Rings of one polygon. */
export const MAX_RINGS_PER_POLYGON = 256;

/** Characters of one encoded bitmask. */
export const MAX_BITMASK_CHARS = 500_000;

/** Attributes of one label. */
export const MAX_ATTRIBUTES_PER_LABEL = 128;

/** Characters of a text attribute. */
export const MAX_ATTRIBUTE_CHARS = 2_000;

/** Classes of one ontology. */
export const MAX_CLASSES = 2_000;

/** Threads of one item that people opened; rejections of labels come on top, one a label. */
export const MAX_ISSUES_PER_ITEM = 2_000;

/** Issues about missing requirements that an item keeps; the editor shows all. */
export const MAX_REQUIREMENT_ISSUES = 500;

/** Issue tags of one task. */
export const MAX_ISSUE_TAGS = 50;

/** Characters of an issue tag's id and of its name. */
export const MAX_TAG_CHARS = 64;

/** Tags of one issue. */
export const MAX_TAGS_PER_ISSUE = 10;

/** People that one comment mentions. */
export const MAX_MENTIONS = 20;

/** Labels judged by one command. */
export const MAX_LABELS_PER_JUDGEMENT = 10_000;

/** Characters of a comment or a reason that a notification shows. */
export const NOTIFICATION_EXCERPT_CHARS = 280;

/** Days a notification is kept. */
export const NOTIFICATION_DAYS = 90;

/** Comments of one thread. */
export const MAX_COMMENTS_PER_ISSUE = 1_000;

/** Characters of one comment. */
export const MAX_COMMENT_CHARS = 10_000;

/** Characters of a reason (unlock, reject), and of the note on a sample's decision. */
export const MAX_REASON_CHARS = 1_000;

/** Reviews of one task, one after another. */
export const MAX_REVIEWS = 5;

/** Seconds an item is kept for the person it was offered to. */
export const RESERVATION_SECONDS = 600;

/** Items that one action names by their ids. */
export const MAX_NAMED_ITEMS = 10_000;

/** Items of one action on all that match a filter. */
export const MAX_BULK_ITEMS = 100_000;

/** Actions on many items that run at once in one task. */
export const MAX_BULK_JOBS = 5;

/** Characters of a name (task, person, class, file). */
export const MAX_NAME_CHARS = 255;

/** Bytes of one media file. */
export const MAX_MEDIA_BYTES = 268_435_456;

/** Pixels of one image. */
export const MAX_IMAGE_PIXELS = 200_000_000;

/** Pixels of one side of an image. */
export const MAX_IMAGE_SIDE = 32_768;

/** Longer side of a thumbnail, in pixels. */
export const THUMBNAIL_SIDE = 480;

/** Bytes of one annotation file of an import. */
export const MAX_ANNOTATION_FILE_BYTES = 536_870_912;

/** Bytes of one import over HTTP, all files together. */
export const MAX_IMPORT_BYTES = 4_294_967_296;

/** Files of one import. */
export const MAX_IMPORT_FILES = 100_000;

/** Members a task is made with; more are added afterwards. */
export const MAX_NEW_MEMBERS = 200;

/** Pictures of one upload to a dataset. */
export const MAX_UPLOAD_FILES = 1_000;

/** Seconds an upload waits for an import or another upload to end. */
export const UPLOAD_WAIT_SECONDS = 30;

/** Exports of datasets that run at once. */
export const MAX_EXPORTS_RUNNING = 4;

/** Days an export of a dataset is kept. */
export const EXPORT_DAYS = 7;

/** Lines of an import report that are kept. */
export const MAX_REPORT_LINES = 10_000;

/** Bytes of a JSON request body. */
export const MAX_JSON_BYTES = 2_097_152;

/** Rows of one page of a list. */
export const MAX_PAGE_ROWS = 200;

/** Samples of one task. */
export const MAX_SAMPLES_PER_TASK = 200;

/** Items of one sample. */
export const MAX_SAMPLE_ITEMS = 100_000;

/** The largest seed of a sample, one that JavaScript holds exactly. */
export const MAX_SEED = 9_007_199_254_740_991;

/** Saved views of one person in one task. */
export const MAX_VIEWS_PER_PERSON = 100;

/** Bytes of a saved view's filter. */
export const MAX_VIEW_QUERY_BYTES = 4_096;

/** Days of one overview. */
export const MAX_OVERVIEW_DAYS = 366;

/** Updates in an item's log before a snapshot is taken. */
export const SNAPSHOT_AFTER_UPDATES = 500;

/** Seconds an item without connections stays in memory. */
export const ROOM_IDLE_SECONDS = 30;
