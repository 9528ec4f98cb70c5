/** The outbox in IndexedDB. */

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { OutboxStore, StoredEdit } from './outbox';

interface Schema extends DBSchema {
  outbox: { key: string; value: StoredEdit; indexes: { item: [string, string] } };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function open(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('countersign', 1, {
    upgrade: (db) => {
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('item', ['user', 'item']);
    },
    terminated: () => {
      opened = undefined;
    },
  });
  return opened;
}

export const indexedDbOutbox: OutboxStore = {
  load: async (user, item) => {
    const rows = await (await open()).getAllFromIndex('outbox', 'item', [user, item]);
    return rows.sort((a, b) => a.order - b.order);
  },
  put: async (edit) => {
    await (await open()).put('outbox', edit);
  },
  remove: async (ids) => {
    const transaction = (await open()).transaction('outbox', 'readwrite');
    await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
  },
};
