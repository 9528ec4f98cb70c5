/** Imports: images and their annotations become a task. */

import type { ImportStatus } from './http';
import { at, client, ok } from './http-client';
import type { Schema } from './schema';

export const importsApi = {
  /** Starts an import. `form` holds its fields, text before files. */
  importCoco: (form: FormData) =>
    ok<Schema<'ImportStarted'>>(
      client.POST('/api/v1/imports/coco', { body: form as never, bodySerializer: () => form }),
    ),
  importStatus: (id: string) => ok<ImportStatus>(client.GET('/api/v1/imports/{id}', at({ id }))),
} as const;
