// A row of a dataset's results: the image with its labels, and what the latest acceptance changed.
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DatasetResult } from '../../protocol/types';
import { LabelPreview } from '../../ui/LabelPreview';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { RelativeTime } from '../../ui/RelativeTime';
import type { Column, RowFocus } from '../../ui/VirtualTable';
import { ChangeMark } from './ChangeMark';
import classes from './DatasetPage.module.css';

const ALL: readonly Column[] = [
  { key: 'picture', title: <span className="visually-hidden">Image</span>, width: '66px' },
  { key: 'file', title: 'File', width: 'minmax(110px, 1fr)' },
  { key: 'task', title: 'Task', width: 'minmax(80px, 170px)' },
  { key: 'labels', title: 'Labels', width: '56px', end: true },
  { key: 'version', title: 'Version', width: '60px', end: true },
  { key: 'change', title: 'Changes', width: '108px' },
  { key: 'by', title: 'Accepted by', width: 'minmax(60px, 150px)' },
  { key: 'when', title: 'When', width: '92px' },
];

/** The columns that fit next to the side panel. */
const BESIDE_PANEL = new Set(['picture', 'file', 'version', 'change', 'when']);

export function columnsOf(beside: boolean): readonly Column[] {
  return beside ? ALL.filter((column) => BESIDE_PANEL.has(column.key)) : ALL;
}

interface Cells {
  row: DatasetResult;
  focus: RowFocus;
  columns: readonly Column[];
  chosen: boolean;
  colorOf: (classId: string) => string;
  onOpen: (item: string) => void;
}

export function resultCells({ row, focus, columns, chosen, colorOf, onOpen }: Cells): readonly ReactNode[] {
  const cells: Record<string, ReactNode> = {
    picture: (
      <div className={classes.picture}>
        <LabelPreview
          src={row.thumbnail_url}
          alt=""
          width={row.width}
          height={row.height}
          outlines={row.preview}
          colorOf={colorOf}
        />
      </div>
    ),
    file: (
      <UnstyledButton
        className={`${classes.open} truncate`}
        aria-expanded={chosen}
        title={row.file_name}
        onClick={() => onOpen(row.item_id)}
        {...focus}
      >
        {row.file_name}
        <span className="visually-hidden">, versions</span>
      </UnstyledButton>
    ),
    task: <div className="truncate">{row.task.name}</div>,
    labels: row.label_count,
    version: row.version,
    change: <ChangeMark change={row} />,
    by: row.accepted_by ? (
      <div className={classes.by}>
        <span aria-hidden="true">
          <PersonAvatar person={row.accepted_by} size={18} tooltip={false} />
        </span>
        <span className="truncate">{row.accepted_by.name}</span>
      </div>
    ) : (
      <span className="dim">–</span>
    ),
    when: <RelativeTime at={row.accepted_at} className="dim" />,
  };
  return columns.map((column) => cells[column.key]);
}
