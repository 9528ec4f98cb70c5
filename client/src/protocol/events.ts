/** Events of `/api/v1/tasks/{id}/events`, by event name. */

import type { Schema } from './schema';

type EventOf<Kind extends Schema<'TaskEvent'>['type']> = Omit<Extract<Schema<'TaskEvent'>, { type: Kind }>, 'type'>;

export type LockEvent = EventOf<'lock'>;
export type ItemEvent = EventOf<'item'>;
export type BulkEvent = EventOf<'bulk'>;
