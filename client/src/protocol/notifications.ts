/** What a person is told beside the page they are on. */

import type { Person } from './people';

export type NotificationKind = 'rejected' | 'mentioned' | 'answered' | 'resolved' | 'unlocked';

export interface NotificationRow {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly task_id: string;
  readonly task_name: string;
  readonly item_id: string;
  readonly file_name: string;
  /** The thread it is about. */
  readonly issue_id: string | null;
  /** Nobody: the server by itself. */
  readonly actor: Person | null;
  /** The beginning of the comment, or the reason. */
  readonly excerpt: string;
  readonly created_at: string;
  readonly read: boolean;
}

export interface NotificationPage {
  readonly rows: readonly NotificationRow[];
  readonly next: string | null;
  /** Of all pages. */
  readonly unread: number;
}

/** The event `read`. */
export interface UnreadEvent {
  readonly unread: number;
}
