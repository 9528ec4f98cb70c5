// The list of issues: renders only the rows on screen; the arrow keys move through all of them.
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Editor } from '../../../editor/editor';
import type { ShownIssue } from '../../../editor/state';
import { useSlice } from '../use-slice';
import { IssueCard } from './IssueCard';
import classes from './IssueList.module.css';
import { type IssueRow, issueRows } from './issue-rows';
import { goToLabel, subjectOf } from './issue-text';
import { RequirementRow } from './RequirementRow';

const HEIGHT: Record<IssueRow['kind'], number> = { group: 28, requirement: 28, more: 30, issue: 92 };

interface Props {
  editor: Editor;
  issues: readonly ShownIssue[];
  mayWrite: boolean;
  onCopyLink: (issue: string) => void;
}

export function IssueList({ editor, issues, mayWrite, onCopyLink }: Props) {
  const active = useSlice(editor.activeIssue);
  // Issues name labels by their numbers: rerender when the labels change.
  useSlice(editor.labels);
  const [unfolded, setUnfolded] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => issueRows(issues, unfolded, active), [issues, unfolded, active]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHT[rows[index]?.kind ?? 'issue'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingEnd: 16,
  });

  // Scrolls an issue opened from elsewhere (a pin, a label, a link) into view, once, so that the person can scroll away.
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    wanted.current = active;
  }, [active]);
  useEffect(() => {
    if (wanted.current === null) return;
    const at = rows.findIndex((row) => row.key === wanted.current);
    if (at < 0) return;
    wanted.current = null;
    virtual.scrollToIndex(at, { align: 'auto' });
  });

  /** The row to focus once it is rendered. */
  const target = useRef<number | null>(null);
  const focusTarget = () => {
    if (target.current === null) return;
    const found = scroller.current?.querySelector<HTMLElement>(`[data-index="${target.current}"] [data-row]`);
    if (!found) return;
    target.current = null;
    found.focus();
  };
  useEffect(focusTarget);

  const onKeyDown = (event: KeyboardEvent) => {
    const from = event.target as HTMLElement;
    if (from.dataset.row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Number(from.closest<HTMLElement>('[data-index]')?.dataset.index);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || Number.isNaN(at)) return;
    event.preventDefault();
    let next = Math.min(Math.max(at + step, 0), rows.length - 1);
    // The group heading cannot be focused.
    if (rows[next]?.kind === 'group') next = step < 0 && next > 0 ? next - 1 : next + 1;
    target.current = Math.min(next, rows.length - 1);
    virtual.scrollToIndex(target.current, { align: 'auto' });
    focusTarget();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles the keys of the rows inside
    <div ref={scroller} className={classes.list} onKeyDown={onKeyDown}>
      <div className={classes.space} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((place) => {
          const row = rows[place.index];
          if (!row) return null;
          return (
            <div
              key={place.key}
              ref={virtual.measureElement}
              data-index={place.index}
              className={classes.row}
              data-kind={row.kind}
              style={{ transform: `translateY(${place.start}px)` }}
            >
              {row.kind === 'group' && (
                <h3 className={classes.group}>
                  Required by the task <span className="tnum dim">{row.count}</span>
                </h3>
              )}
              {row.kind === 'requirement' && (
                <RequirementRow
                  editor={editor}
                  issue={row.issue}
                  subject={subjectOf(editor, row.issue)}
                  active={row.key === active}
                />
              )}
              {row.kind === 'more' && (
                <UnstyledButton
                  className={classes.more}
                  aria-expanded={row.open}
                  data-row
                  onClick={() => setUnfolded(!row.open)}
                >
                  <IconChevronDown
                    size={13}
                    className={classes.chevron}
                    data-open={row.open || undefined}
                    aria-hidden
                  />
                  {row.open ? 'Show fewer' : `Show ${row.count} more`}
                </UnstyledButton>
              )}
              {row.kind === 'issue' && (
                <IssueCard
                  editor={editor}
                  issue={row.issue}
                  subject={subjectOf(editor, row.issue)}
                  goToLabel={goToLabel(editor, row.issue)}
                  active={row.key === active}
                  mayWrite={mayWrite}
                  onCopyLink={onCopyLink}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
