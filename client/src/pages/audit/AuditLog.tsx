// The audit log as a dense table, newest first: one sentence per row, with expandable details.
import { Skeleton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditRow, Person } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { EmptyState, NoMatches } from '../../ui/States';
import { type Column, VirtualTable } from '../../ui/VirtualTable';
import { auditQuery } from '../queries/audit';
import { mergePeople } from '../queries/merge-people';
import { QueryError } from '../queries/QueryError';
import { usePages } from '../queries/use-pages';
import { AuditFilterBar } from './AuditFilterBar';
import classes from './AuditLog.module.css';
import { auditCells, RowDetails } from './AuditRow';
import type { AuditSearch } from './audit-search';

interface Props {
  /** If omitted, the log covers the whole server. */
  taskId?: string;
  search: AuditSearch;
  onChange: (search: AuditSearch) => void;
  /** People to offer in the filter, in addition to those in the log. */
  people: readonly Person[];
}

const COLUMNS: readonly Column[] = [
  { key: 'when', title: 'When', width: '132px' },
  { key: 'what', title: 'What happened', width: 'minmax(0, 1fr)' },
  { key: 'item', title: 'Item', width: 'minmax(90px, 190px)' },
];
const TASK: Column = { key: 'task', title: 'Task', width: 'minmax(90px, 170px)' };
const ROW = 36;

export function AuditLog({ taskId, search, onChange, people }: Props) {
  const log = useInfiniteQuery(auditQuery(taskId, search));
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const { rows, more } = usePages(log);
  const toggle = (id: number) =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const filterByItem = (row: AuditRow) => row.item_id !== null && onChange({ ...search, item: row.item_id });

  return (
    <div className={classes.log}>
      <AuditFilterBar
        taskId={taskId}
        search={search}
        onChange={onChange}
        actions={log.data?.pages[0]?.actions ?? []}
        people={mergePeople(
          people,
          rows.map((row) => row.by),
        )}
        itemName={rows.find((row) => row.item_id === search.item)?.file_name ?? null}
      />
      {log.isPending && (
        <Delayed label="Loading the audit log">
          <div className={classes.skeletons}>
            {Array.from({ length: 12 }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
              <Skeleton key={index} height={20} />
            ))}
          </div>
        </Delayed>
      )}
      {log.isError && rows.length === 0 && (
        <QueryError error={log.error} what="The audit log" onRetry={() => void log.refetch()} />
      )}
      {log.isSuccess && rows.length === 0 && (
        <Nothing filtered={Object.keys(search).length > 0} onClear={() => onChange({})} />
      )}
      {rows.length > 0 && (
        <VirtualTable
          label="Audit log, newest first"
          columns={taskId === undefined ? [...COLUMNS, TASK] : COLUMNS}
          rows={rows}
          keyOf={(row) => row.id}
          rowHeight={ROW}
          stale={log.isPlaceholderData}
          more={more}
          cells={(row, focus) => auditCells({ row, taskId, open: open.has(row.id), focus, onToggle: toggle })}
          detail={(row) =>
            open.has(row.id) ? <RowDetails row={row} onFilterByItem={() => filterByItem(row)} /> : null
          }
        />
      )}
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) {
    return (
      <EmptyState icon={<IconHistory size={26} stroke={1.6} />} title="No activity yet">
        Stage changes, unlocks, and changes to roles and settings are recorded here.
      </EmptyState>
    );
  }
  return <NoMatches what="entry" where="the log" onClear={onClear} />;
}
