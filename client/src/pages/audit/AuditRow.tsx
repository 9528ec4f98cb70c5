// A row of the audit log: the time, the sentence and a link to the item. Expanded, it shows every recorded detail.
import { Button, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconServer } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AuditRow } from '../../protocol/types';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { RelativeTime } from '../../ui/RelativeTime';
import { exactTime } from '../../ui/time';
import type { RowFocus } from '../../ui/VirtualTable';
import classes from './AuditLog.module.css';
import { actionLabel } from './action-labels';
import { auditSentence } from './audit-sentence';

interface Cells {
  row: AuditRow;
  /** The task whose log is shown; undefined in the server's log. */
  taskId: string | undefined;
  open: boolean;
  focus: RowFocus;
  onToggle: (id: number) => void;
}

export function auditCells({ row, taskId, open, focus, onToggle }: Cells): readonly ReactNode[] {
  const task = taskId ?? row.task?.id;
  const cells = [
    <UnstyledButton
      key="when"
      className={classes.when}
      aria-expanded={open}
      onClick={() => onToggle(row.id)}
      {...focus}
    >
      <IconChevronRight size={14} aria-hidden />
      <RelativeTime at={row.at} />
      <span className="visually-hidden">. Details: {auditSentence(row)}</span>
    </UnstyledButton>,
    <span key="what" className={classes.what}>
      {row.by === null ? (
        <IconServer size={18} stroke={1.6} className="dim" aria-hidden />
      ) : (
        <span aria-hidden="true">
          <PersonAvatar person={row.by} size={18} tooltip={false} />
        </span>
      )}
      <span className={classes.sentence}>{auditSentence(row)}.</span>
    </span>,
    row.item_id !== null && task !== undefined ? (
      <Link
        key="item"
        to="/tasks/$taskId/items/$itemId"
        params={{ taskId: task, itemId: row.item_id }}
        className={`${classes.link} truncate`}
      >
        {row.file_name ?? 'Open item'}
      </Link>
    ) : (
      <span key="item" className="dim">
        –
      </span>
    ),
  ];
  if (taskId !== undefined) return cells;
  return [
    ...cells,
    row.task ? (
      <Link key="task" to="/tasks/$taskId" params={{ taskId: row.task.id }} className={`${classes.link} truncate`}>
        {row.task.name}
      </Link>
    ) : (
      <span key="task" className="dim">
        –
      </span>
    ),
  ];
}

function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function RowDetails({ row, onFilterByItem }: { row: AuditRow; onFilterByItem: () => void }) {
  const known = Object.entries(row.details).filter(([, value]) => value !== null && value !== undefined);
  return (
    <>
      <dl className={classes.details}>
        <dt>Time</dt>
        <dd>{exactTime(Date.parse(row.at))}</dd>
        <dt>Action</dt>
        <dd>
          {actionLabel(row.action)} <span className="dim">({row.action})</span>
        </dd>
        {row.subject && (
          <>
            <dt>Affected person</dt>
            <dd>{row.subject.name}</dd>
          </>
        )}
        {known.map(([key, value]) => (
          <Detail key={key} name={key} value={formatValue(value)} />
        ))}
        <dt>Entry number</dt>
        <dd>{row.id}</dd>
      </dl>
      {row.item_id !== null && (
        <div className={classes.only}>
          <Button variant="subtle" size="compact-xs" onClick={onFilterByItem}>
            Show only this item
          </Button>
        </div>
      )}
    </>
  );
}

function Detail({ name, value }: { name: string; value: string }) {
  const words = name.replaceAll('_', ' ');
  return (
    <>
      <dt>{words.charAt(0).toUpperCase() + words.slice(1)}</dt>
      <dd>{value}</dd>
    </>
  );
}
