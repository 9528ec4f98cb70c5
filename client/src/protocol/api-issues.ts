/** Issues of an item, and their comments. */

import { at, client, ok } from './http-client';
import type { Issue, IssueState, NewComment, NewIssue } from './issues';
import type { Schema } from './schema';

export const issuesApi = {
  issues: (item: string) => ok<readonly Issue[]>(client.GET('/api/v1/items/{id}/issues', at({ id: item }))),
  createIssue: (item: string, body: NewIssue) =>
    ok<Schema<'Created'>>(client.POST('/api/v1/items/{id}/issues', { ...at({ id: item }), body })),
  comment: (item: string, issue: string, body: NewComment) =>
    ok<Schema<'Created'>>(
      client.POST('/api/v1/items/{id}/issues/{issue}/comments', { ...at({ id: item, issue }), body }),
    ),
  setIssueState: (item: string, issue: string, state: IssueState) =>
    ok<void>(client.PUT('/api/v1/items/{id}/issues/{issue}/state', { ...at({ id: item, issue }), body: { state } })),
  deleteIssue: (item: string, issue: string) =>
    ok<void>(client.DELETE('/api/v1/items/{id}/issues/{issue}', at({ id: item, issue }))),
} as const;
