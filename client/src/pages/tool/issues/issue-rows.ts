// The rows of the issues pane: the requirements, grouped and folded, then the other issues, newest first. Pure.
import type { ShownIssue } from '../../../editor/state';

export type IssueRow =
  | { kind: 'group'; key: 'requirements'; count: number }
  | { kind: 'requirement'; key: string; issue: ShownIssue }
  | { kind: 'more'; key: 'more'; count: number; open: boolean }
  | { kind: 'issue'; key: string; issue: ShownIssue };

/** The number of requirements shown before the rest fold away. */
const SHOWN_REQUIREMENTS = 3;

export function issueRows(issues: readonly ShownIssue[], unfolded: boolean, active: string | null): IssueRow[] {
  const rows: IssueRow[] = [];
  const missing = issues.filter((issue) => issue.kind === 'task_requirement');
  if (missing.length > 0) {
    missing.sort((a, b) => Number(a.state === 'resolved') - Number(b.state === 'resolved'));
    rows.push({ kind: 'group', key: 'requirements', count: missing.length });
    // A single further requirement takes no more room than the row that would hide it.
    const folds = missing.length > SHOWN_REQUIREMENTS + 1;
    missing.forEach((issue, index) => {
      if (folds && !unfolded && index >= SHOWN_REQUIREMENTS && issue.id !== active) return;
      // A stored requirement has comments and opens as an issue.
      const opens = issue.id === active && issue.derived !== true;
      rows.push({ kind: opens ? 'issue' : 'requirement', key: issue.id, issue });
    });
    if (folds) rows.push({ kind: 'more', key: 'more', count: missing.length - SHOWN_REQUIREMENTS, open: unfolded });
  }
  for (const issue of issues) {
    if (issue.kind !== 'task_requirement') rows.push({ kind: 'issue', key: issue.id, issue });
  }
  return rows;
}
