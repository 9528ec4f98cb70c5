//! Every limit of the product, by name. `docs/limits.md` and the client's `limits.ts` are generated from this list.
//! Those that an operator may want to change are the defaults of a setting.

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $name:ident: $ty:ty = $value:expr;)*) => {
        $($(#[doc = $doc])* pub const $name: $ty = $value;)*
        /// Name, value and meaning of each limit, in the order above.
        pub const ALL: &[(&str, u64, &str)] = &[$((stringify!($name), $name as u64, concat!($($doc),*))),*];
    };
}

limits! {
    /// Bytes of one WebSocket frame from a client.
    MAX_WS_FRAME_BYTES: usize = 1 << 20;
    /// Bytes of one encoded document update from a client.
    MAX_UPDATE_BYTES: usize = 1 << 20;
    /// Bytes of memory that one document update may take once decoded, estimated before decoding.
    MAX_UPDATE_MEMORY: usize = 16 << 20;
    /// Nesting of values and types within one update.
    MAX_NESTING: usize = 32;
    /// Blocks within one update.
    MAX_BLOCKS_PER_UPDATE: usize = 100_000;
    /// Different client ids within one update.
    MAX_CLIENTS_PER_UPDATE: usize = 64;
    /// A logical clock plus its length stays below this.
    MAX_CLOCK: u64 = 1 << 31;
    /// Bytes of one text control message from a client.
    MAX_CONTROL_BYTES: usize = 4_096;
    /// Bytes of one presence state from a client.
    MAX_PRESENCE_BYTES: usize = 4_096;
    /// Label ids in one presence state.
    MAX_PRESENCE_SELECTION: usize = 100;
    /// Messages a second from one connection, sustained (a setting).
    MESSAGES_PER_SECOND: u32 = 200;
    /// Messages one connection may send at once before the rate counts (a setting).
    MESSAGE_BURST: u32 = 1_000;
    /// Bytes waiting for one connection before it is brought up by one difference or closed.
    MAX_OUTBOUND_BYTES: usize = 1 << 20;
    /// Open sockets of one person (a setting).
    MAX_CONNECTIONS_PER_USER: usize = 64;
    /// Edits of one item waiting for the database before writers are made to wait.
    MAX_PENDING_EDITS: usize = 1_024;
    /// Milliseconds between two presence messages of an item.
    PRESENCE_TICK_MS: u64 = 50;
    /// Seconds a dropped connection keeps the lock for the same tab.
    LOCK_GRACE_SECONDS: u64 = 30;
    /// Seconds a lock lives without a sign of life from its node.
    LOCK_TTL_SECONDS: u64 = 60;
    /// Seconds between two pings of an open socket.
    PING_SECONDS: u64 = 15;
    /// Seconds without any bytes from a client before its socket is dropped.
    SILENCE_SECONDS: u64 = 40;
    /// Seconds a client that does not read may hold a full queue before it is closed.
    SLOW_CLIENT_SECONDS: u64 = 10;
    /// Seconds a single-use ticket is good for.
    TICKET_SECONDS: u64 = 30;
    /// Hours a sign-in lives without being used.
    SESSION_HOURS: u64 = 24 * 14;
    /// Sign-ins a minute for one e-mail from one address.
    SIGN_IN_ATTEMPTS: u32 = 10;
    /// Sign-ins a minute from one address, and for one e-mail from everywhere.
    SIGN_IN_ATTEMPTS_ALONE: u32 = 100;
    /// Event streams one person follows at once.
    MAX_EVENT_STREAMS_PER_USER: usize = 64;
    /// API tokens of one person.
    MAX_TOKENS_PER_USER: i64 = 50;
    /// Bytes of one person's settings.
    MAX_SETTINGS_BYTES: usize = 16 << 10;
    /// Sign-ins that may wait for a password hash before more are turned away.
    PASSWORD_HASHES_WAITING: usize = 64;
    /// Password hashes computed at the same time.
    PASSWORD_HASHES_AT_ONCE: usize = 2;
    /// Characters of a password, at least.
    MIN_PASSWORD_CHARS: usize = 10;
    /// Characters of a password, at most.
    MAX_PASSWORD_CHARS: usize = 256;
    /// Labels of one item.
    MAX_LABELS_PER_ITEM: usize = 10_000;
    /// Characters of a label id (letters, digits, `-`, `_`).
    MAX_LABEL_ID_CHARS: usize = 64;
    /// Keyframes of one label.
    MAX_KEYFRAMES_PER_LABEL: usize = 10_000;
    /// Points of one geometry.
    MAX_POINTS_PER_GEOMETRY: usize = 10_000;
    /// Rings of one polygon.
    MAX_RINGS_PER_POLYGON: usize = 256;
    /// Characters of one encoded bitmask.
    MAX_BITMASK_CHARS: usize = 500_000;
    /// Attributes of one label.
    MAX_ATTRIBUTES_PER_LABEL: usize = 128;
    /// Characters of a text attribute.
    MAX_ATTRIBUTE_CHARS: usize = 2_000;
    /// Classes of one ontology.
    MAX_CLASSES: usize = 2_000;
    /// Threads of one item that people opened; rejections of labels come on top, one a label.
    MAX_ISSUES_PER_ITEM: usize = 2_000;
    /// Issues about missing requirements that an item keeps; the editor shows all.
    MAX_REQUIREMENT_ISSUES: usize = 500;
    /// Issue tags of one task.
    MAX_ISSUE_TAGS: usize = 50;
    /// Characters of an issue tag's id and of its name.
    MAX_TAG_CHARS: usize = 64;
    /// Tags of one issue.
    MAX_TAGS_PER_ISSUE: usize = 10;
    /// People that one comment mentions.
    MAX_MENTIONS: usize = 20;
    /// Labels judged by one command.
    MAX_LABELS_PER_JUDGEMENT: usize = 10_000;
    /// Characters of a comment or a reason that a notification shows.
    NOTIFICATION_EXCERPT_CHARS: usize = 280;
    /// Days a notification is kept.
    NOTIFICATION_DAYS: u64 = 90;
    /// Comments of one thread.
    MAX_COMMENTS_PER_ISSUE: usize = 1_000;
    /// Characters of one comment.
    MAX_COMMENT_CHARS: usize = 10_000;
    /// Characters of a reason (unlock, reject), and of the note on a sample's decision.
    MAX_REASON_CHARS: usize = 1_000;
    /// Reviews of one task, one after another.
    MAX_REVIEWS: usize = 5;
    /// Seconds an item is kept for the person it was offered to.
    RESERVATION_SECONDS: u64 = 600;
    /// Items that one action names by their ids.
    MAX_NAMED_ITEMS: usize = 10_000;
    /// Items of one action on all that match a filter.
    MAX_BULK_ITEMS: usize = 100_000;
    /// Actions on many items that run at once in one task.
    MAX_BULK_JOBS: usize = 5;
    /// Characters of a name (task, person, class, file).
    MAX_NAME_CHARS: usize = 255;
    /// Bytes of one media file.
    MAX_MEDIA_BYTES: u64 = 256 << 20;
    /// Pixels of one image.
    MAX_IMAGE_PIXELS: u64 = 200_000_000;
    /// Pixels of one side of an image.
    MAX_IMAGE_SIDE: u32 = 32_768;
    /// Longer side of a thumbnail, in pixels.
    THUMBNAIL_SIDE: u32 = 480;
    /// Bytes of one annotation file of an import.
    MAX_ANNOTATION_FILE_BYTES: u64 = 512 << 20;
    /// Bytes of one import over HTTP, all files together.
    MAX_IMPORT_BYTES: u64 = 4 << 30;
    /// Files of one import.
    MAX_IMPORT_FILES: usize = 100_000;
    /// Members a task is made with; more are added afterwards.
    MAX_NEW_MEMBERS: usize = 200;
    /// Pictures of one upload to a dataset.
    MAX_UPLOAD_FILES: usize = 1_000;
    /// Seconds an upload waits for an import or another upload to end.
    UPLOAD_WAIT_SECONDS: u64 = 30;
    /// Exports of datasets that run at once.
    MAX_EXPORTS_RUNNING: i64 = 4;
    /// Days an export of a dataset is kept.
    EXPORT_DAYS: u64 = 7;
    /// Lines of an import report that are kept.
    MAX_REPORT_LINES: usize = 10_000;
    /// Bytes of a JSON request body.
    MAX_JSON_BYTES: usize = 2 << 20;
    /// Rows of one page of a list.
    MAX_PAGE_ROWS: usize = 200;
    /// Samples of one task.
    MAX_SAMPLES_PER_TASK: i64 = 200;
    /// Items of one sample.
    MAX_SAMPLE_ITEMS: usize = 100_000;
    /// The largest seed of a sample, one that JavaScript holds exactly.
    MAX_SEED: u64 = (1 << 53) - 1;
    /// Saved views of one person in one task.
    MAX_VIEWS_PER_PERSON: i64 = 100;
    /// Bytes of a saved view's filter.
    MAX_VIEW_QUERY_BYTES: usize = 4 << 10;
    /// Days of one overview.
    MAX_OVERVIEW_DAYS: u64 = 366;
    /// Updates in an item's log before a snapshot is taken.
    SNAPSHOT_AFTER_UPDATES: i64 = 500;
    /// Seconds an item without connections stays in memory.
    ROOM_IDLE_SECONDS: u64 = 30;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_says_what_it_is() {
        for (name, value, doc) in ALL {
            assert!(*value > 0, "{name}");
            assert!(doc.trim().ends_with('.'), "{name}: {doc}");
        }
    }
}
