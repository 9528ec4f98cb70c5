/** Imports: images and their annotations become a task. */

import type { ImportStatus } from './http';
import { client, pathParams, unwrap } from './http-client';
import type { Schema } from './schema';

export const importsApi = {
  /** Starts an import. `form` holds its fields, text before files. */
  importCoco: (form: FormData) =>
    unwrap<Schema<'ImportStarted'>>(
      client.POST('/api/v1/imports/coco', { body: form as never, bodySerializer: () => form }),
    ),
  importStatus: (id: string) => unwrap<ImportStatus>(client.GET('/api/v1/imports/{id}', pathParams({ id }))),
} as const;
