/** The filter of the issue list. */

import type { Issue, IssueKind, IssueState } from '../protocol/issues';

export interface IssueFilter {
  readonly state: IssueState | null;
  readonly kind: IssueKind | null;
  readonly tag: string | null;
  readonly who: 'mine' | 'mentions' | null;
  readonly text: string;
}

export const NO_FILTER: IssueFilter = { state: null, kind: null, tag: null, who: null, text: '' };

/** Returns the issues that match. `words` gives an issue's searchable text besides its comments, such as its label's name. */
export function filterIssues<I extends Issue>(
  issues: readonly I[],
  filter: IssueFilter,
  me: string,
  words: (issue: I) => string,
): I[] {
  const wanted = filter.text.trim().toLowerCase();
  return issues.filter((issue) => {
    if (filter.state !== null && issue.state !== filter.state) return false;
    if (filter.kind !== null && issue.kind !== filter.kind) return false;
    if (filter.tag !== null && issue.tags?.includes(filter.tag) !== true) return false;
    if (filter.who === 'mine' && issue.by !== me) return false;
    if (filter.who === 'mentions' && !mentions(issue, me)) return false;
    return wanted === '' || `${words(issue)}\n${textOf(issue)}`.toLowerCase().includes(wanted);
  });
}

function mentions(issue: Issue, me: string): boolean {
  return issue.comments.some((comment) => comment.mentions?.some(({ id }) => id === me) === true);
}

function textOf(issue: Issue): string {
  return issue.comments.map((comment) => `${comment.by_name}\n${comment.text}`).join('\n');
}
