/** The limits the client keeps to by itself; the server enforces all of them. */

export const MAX_LABELS_PER_ITEM = 10_000;
export const MAX_POINTS_PER_GEOMETRY = 10_000;
export const MAX_ATTRIBUTE_CHARS = 2_000;
export const MAX_COMMENT_CHARS = 10_000;
export const MAX_REASON_CHARS = 1_000;
export const MAX_PRESENCE_BYTES = 4_096;
export const MAX_PRESENCE_SELECTION = 100;
export const MAX_UPDATE_BYTES = 1 << 20;
