/** What a person is told beside the page they are on. */

import type { Schema } from './schema';

export type NotificationKind = Schema<'NotificationKind'>;
export type NotificationRow = Schema<'Notification'>;
export type NotificationPage = Schema<'NotificationPage'>;
/** The event `read`. */
export type UnreadEvent = Schema<'Unread'>;
