/** Notifications of a user. */

import type { Schema } from './schema';

export type NotificationKind = Schema<'NotificationKind'>;
export type NotificationRow = Schema<'Notification'>;
export type NotificationPage = Schema<'NotificationPage'>;
/** The payload of the event `read`. */
export type UnreadEvent = Schema<'Unread'>;
