//! Every limit of the product, by name. `docs/limits.md` and the client's `limits.ts` are generated from this list.
//! Limits that an operator might want to change are the defaults of settings.

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $name:ident: $ty:ty = $value:expr;)*) => {
        $($(#[doc = $doc])* pub const $name: $ty = $value;)*
        /// The name, value and meaning of each limit, in declaration order.
        pub const ALL: &[(&str, u64, &str)] = &[$((stringify!($name), $name as u64, concat!($($doc),*))),*];
    };
}

limits! {
    /// Maximum size of one WebSocket frame from a client, in bytes.
    MAX_WS_FRAME_BYTES: usize = 1 << 20;
    /// Maximum size of one encoded document update from a client, in bytes.
    MAX_UPDATE_BYTES: usize = 1 << 20;
    /// Maximum memory of one decoded document update, in bytes, estimated before decoding.
    MAX_UPDATE_MEMORY: usize = 16 << 20;
    /// Maximum nesting depth of values and types within one update.
    MAX_NESTING: usize = 32;
    /// Maximum blocks within one update.
    MAX_BLOCKS_PER_UPDATE: usize = 100_000;
    /// Maximum distinct client ids within one update.
    MAX_CLIENTS_PER_UPDATE: usize = 64;
    /// Exclusive upper bound of a block's logical clock plus its length.
    MAX_CLOCK: u64 = 1 << 31;
    /// Maximum size of one control message (text) from a client, in bytes.
    MAX_CONTROL_BYTES: usize = 4_096;
    /// Maximum size of one presence state from a client, in bytes.
    MAX_PRESENCE_BYTES: usize = 4_096;
    /// Maximum label ids in one presence state.
    MAX_PRESENCE_SELECTION: usize = 100;
    /// Maximum sustained messages per second from one connection (a setting).
    MESSAGES_PER_SECOND: u32 = 200;
    /// Maximum messages that one connection can send at once before the rate applies (a setting).
    MESSAGE_BURST: u32 = 1_000;
    /// Maximum bytes queued for one connection; beyond that, it is caught up with one diff or closed.
    MAX_OUTBOUND_BYTES: usize = 1 << 20;
    /// Maximum open WebSockets of one user (a setting).
    MAX_CONNECTIONS_PER_USER: usize = 64;
    /// Maximum admitted edits of one item that are not stored yet; beyond it, its writers wait.
    MAX_PENDING_EDITS: usize = 1_024;
    /// Interval between two presence messages of an item, in milliseconds.
    PRESENCE_TICK_MS: u64 = 50;
    /// Time for which a lost connection keeps the lock for its tab, in seconds.
    LOCK_GRACE_SECONDS: u64 = 30;
    /// Lease of a lock, in seconds: it expires unless its server renews it.
    LOCK_LEASE_SECONDS: u64 = 60;
    /// Interval between two pings of an open WebSocket, in seconds.
    PING_SECONDS: u64 = 15;
    /// Time without any bytes from a client after which its WebSocket is closed, in seconds.
    READ_TIMEOUT_SECONDS: u64 = 40;
    /// Time for which the queue of a client that does not read can stay full before it is disconnected, in seconds.
    SLOW_CLIENT_SECONDS: u64 = 10;
    /// Lifetime of a single-use ticket, in seconds.
    TICKET_SECONDS: u64 = 30;
    /// Lifetime of an unused session, in hours.
    SESSION_HOURS: u64 = 24 * 14;
    /// Maximum sign-in attempts per minute for one e-mail address from one IP address.
    SIGN_IN_ATTEMPTS: u32 = 10;
    /// Maximum sign-in attempts per minute from one IP address, and for one e-mail address from all of them.
    SIGN_IN_ATTEMPTS_TOTAL: u32 = 100;
    /// Maximum open event streams of one user.
    MAX_EVENT_STREAMS_PER_USER: usize = 64;
    /// Maximum API tokens of one user.
    MAX_TOKENS_PER_USER: i64 = 50;
    /// Maximum size of one user's settings, in bytes.
    MAX_SETTINGS_BYTES: usize = 16 << 10;
    /// Maximum sign-ins waiting for a password hash; further ones are refused.
    MAX_PENDING_PASSWORD_HASHES: usize = 64;
    /// Maximum password hashes computed at the same time.
    MAX_CONCURRENT_PASSWORD_HASHES: usize = 2;
    /// Minimum length of a password, in characters.
    MIN_PASSWORD_CHARS: usize = 10;
    /// Maximum length of a password, in characters.
    MAX_PASSWORD_CHARS: usize = 256;
    /// Maximum labels of one item.
    MAX_LABELS_PER_ITEM: usize = 10_000;
    /// Maximum length of a label id (letters, digits, `-`, `_`), in characters.
    MAX_LABEL_ID_CHARS: usize = 64;
    /// Maximum keyframes of one label.
    MAX_KEYFRAMES_PER_LABEL: usize = 10_000;
    /// Maximum points of one geometry.
    MAX_POINTS_PER_GEOMETRY: usize = 10_000;
    /// Maximum rings of one polygon.
    MAX_RINGS_PER_POLYGON: usize = 256;
    /// Maximum length of one encoded bitmask, in characters.
    MAX_BITMASK_CHARS: usize = 500_000;
    /// Maximum attributes of one label.
    MAX_ATTRIBUTES_PER_LABEL: usize = 128;
    /// Maximum length of a text attribute, in characters.
    MAX_ATTRIBUTE_CHARS: usize = 2_000;
    /// Maximum classes of one ontology.
    MAX_CLASSES: usize = 2_000;
    /// Maximum issues of one item that users opened. Rejected labels add one issue each, on top of these.
    MAX_ISSUES_PER_ITEM: usize = 2_000;
    /// Maximum stored issues of one item about missing requirements; the editor shows every missing requirement.
    MAX_REQUIREMENT_ISSUES: usize = 500;
    /// Maximum issue tags of one task.
    MAX_ISSUE_TAGS: usize = 50;
    /// Maximum length of an issue tag's id and of its name, in characters.
    MAX_TAG_CHARS: usize = 64;
    /// Maximum tags of one issue.
    MAX_TAGS_PER_ISSUE: usize = 10;
    /// Maximum users that one comment mentions.
    MAX_MENTIONS: usize = 20;
    /// Maximum labels that one verdict command covers.
    MAX_LABELS_PER_VERDICT: usize = 10_000;
    /// Maximum length of the comment or reason that a notification shows, in characters.
    NOTIFICATION_EXCERPT_CHARS: usize = 280;
    /// Retention of notifications, in days.
    NOTIFICATION_DAYS: u64 = 90;
    /// Maximum comments of one issue.
    MAX_COMMENTS_PER_ISSUE: usize = 1_000;
    /// Maximum length of one comment, in characters.
    MAX_COMMENT_CHARS: usize = 10_000;
    /// Maximum length of a reason (unlock, reject) and of the note on a sample's decision, in characters.
    MAX_REASON_CHARS: usize = 1_000;
    /// Maximum consecutive reviews in one task's workflow.
    MAX_REVIEWS: usize = 5;
    /// Time for which an item stays reserved for the user it was offered to, in seconds.
    RESERVATION_SECONDS: u64 = 600;
    /// Maximum items that one bulk action selects by id.
    MAX_SELECTED_ITEMS: usize = 10_000;
    /// Maximum items of one bulk action that selects by filter.
    MAX_BULK_ITEMS: usize = 100_000;
    /// Maximum bulk actions that run at once in one task.
    MAX_BULK_JOBS: usize = 5;
    /// Maximum length of a name (task, user, class, file), in characters.
    MAX_NAME_CHARS: usize = 255;
    /// Maximum size of one media file, in bytes.
    MAX_MEDIA_BYTES: u64 = 256 << 20;
    /// Maximum pixels of one image.
    MAX_IMAGE_PIXELS: u64 = 200_000_000;
    /// Maximum width and height of an image, in pixels.
    MAX_IMAGE_SIDE: u32 = 32_768;
    /// Longer side of a thumbnail, in pixels.
    THUMBNAIL_SIDE: u32 = 480;
    /// Maximum size of an import's annotation file, in bytes.
    MAX_ANNOTATION_FILE_BYTES: u64 = 512 << 20;
    /// Maximum total size of all files of one import over HTTP, in bytes.
    MAX_IMPORT_BYTES: u64 = 4 << 30;
    /// Maximum files of one import.
    MAX_IMPORT_FILES: usize = 100_000;
    /// Maximum members of a new task; more can be added later.
    MAX_NEW_MEMBERS: usize = 200;
    /// Maximum images of one upload to a dataset.
    MAX_UPLOAD_FILES: usize = 1_000;
    /// Time for which an upload waits for an import or another upload to finish, in seconds.
    UPLOAD_WAIT_SECONDS: u64 = 30;
    /// Maximum dataset exports that run at once.
    MAX_EXPORTS_RUNNING: i64 = 4;
    /// Retention of dataset exports, in days.
    EXPORT_DAYS: u64 = 7;
    /// Maximum stored lines of an import report.
    MAX_REPORT_LINES: usize = 10_000;
    /// Maximum size of a JSON request body, in bytes.
    MAX_JSON_BYTES: usize = 2 << 20;
    /// Maximum rows of one page of a list.
    MAX_PAGE_ROWS: usize = 200;
    /// Maximum samples of one task.
    MAX_SAMPLES_PER_TASK: i64 = 200;
    /// Maximum items of one sample.
    MAX_SAMPLE_ITEMS: usize = 100_000;
    /// Largest seed of a sample: the largest integer that JavaScript represents exactly.
    MAX_SEED: u64 = (1 << 53) - 1;
    /// Maximum saved views of one user in one task.
    MAX_VIEWS_PER_USER: i64 = 100;
    /// Maximum size of a saved view's filter, in bytes.
    MAX_VIEW_QUERY_BYTES: usize = 4 << 10;
    /// Maximum days of one overview.
    MAX_OVERVIEW_DAYS: u64 = 366;
    /// Updates in an item's log after which a snapshot is taken.
    SNAPSHOT_AFTER_UPDATES: i64 = 500;
    /// Time for which a room without connections stays in memory, in seconds.
    ROOM_IDLE_SECONDS: u64 = 30;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_documented() {
        for (name, value, doc) in ALL {
            assert!(*value > 0, "{name}");
            assert!(doc.trim().ends_with('.'), "{name}: {doc}");
        }
    }
}
