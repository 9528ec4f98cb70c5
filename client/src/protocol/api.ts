/** The HTTP API: one typed function per route, in one object. */

import { accountsApi } from './api-accounts';
import { auditApi } from './api-audit';
import { bulkApi } from './api-bulk';
import { datasetsApi } from './api-datasets';
import { importsApi } from './api-imports';
import { issuesApi } from './api-issues';
import { itemsApi } from './api-items';
import { samplesApi } from './api-samples';
import { tasksApi } from './api-tasks';
import { viewsApi } from './api-views';

export { ApiError, type ApiErrorCode } from './http-client';

export const api = {
  ...accountsApi,
  ...auditApi,
  ...bulkApi,
  ...datasetsApi,
  ...importsApi,
  ...issuesApi,
  ...itemsApi,
  ...samplesApi,
  ...tasksApi,
  ...viewsApi,
} as const;
