/** Issues of an item, and their comments. */

import { client, pathParams, unwrap } from './http-client';
import type { Issue, IssueState, NewComment, NewIssue } from './issues';
import type { Schema } from './schema';

export const issuesApi = {
  issues: (item: string) => unwrap<readonly Issue[]>(client.GET('/api/v1/items/{id}/issues', pathParams({ id: item }))),
  createIssue: (item: string, body: NewIssue) =>
    unwrap<Schema<'Created'>>(client.POST('/api/v1/items/{id}/issues', { ...pathParams({ id: item }), body })),
  comment: (item: string, issue: string, body: NewComment) =>
    unwrap<Schema<'Created'>>(
      client.POST('/api/v1/items/{id}/issues/{issue}/comments', { ...pathParams({ id: item, issue }), body }),
    ),
  setIssueState: (item: string, issue: string, state: IssueState) =>
    unwrap<void>(
      client.PUT('/api/v1/items/{id}/issues/{issue}/state', { ...pathParams({ id: item, issue }), body: { state } }),
    ),
  deleteIssue: (item: string, issue: string) =>
    unwrap<void>(client.DELETE('/api/v1/items/{id}/issues/{issue}', pathParams({ id: item, issue }))),
} as const;
