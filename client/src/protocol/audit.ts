/** The audit log, of a task or of the whole site. */

import type { Query, Schema } from './schema';

export type AuditFilter = Query<'export_audit'>;
export type AuditQuery = Query<'list_audit'>;
export type AuditRow = Schema<'AuditRow'>;
export type AuditPage = Schema<'AuditPage'>;
