// How many items each person submitted, approved, accepted and rejected, and how many were sent back to them.
import type { ItemFilter, Overview, OverviewPerson } from '../../protocol/types';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { Bar } from './Bar';
import { ListLink } from './ListLink';
import { sortByActivity } from './overview-figures';
import classes from './overview-figures.module.css';
import { EmptyNote, Panel } from './Panel';
import { KIND_COLOR } from './series';

interface Column {
  readonly key: Exclude<keyof OverviewPerson, 'person'>;
  readonly title: string;
  readonly hint: string;
  readonly color: string;
  /** Returns the filter for a person's items; null if no filter can express it. */
  readonly filter: ((person: string) => ItemFilter) | null;
}

const COLUMNS: readonly Column[] = [
  {
    key: 'submitted',
    title: 'Submitted',
    hint: 'Items they submitted from Annotate',
    color: KIND_COLOR.submitted,
    filter: (annotator) => ({ annotator }),
  },
  {
    key: 'approved',
    title: 'Approved',
    hint: 'Items they approved in review',
    color: KIND_COLOR.approved,
    filter: (reviewer) => ({ reviewer }),
  },
  { key: 'accepted', title: 'Accepted', hint: 'Items they accepted', color: KIND_COLOR.accepted, filter: null },
  {
    key: 'rejected',
    title: 'Sent back',
    hint: 'Items they sent back',
    color: KIND_COLOR.rejected,
    filter: (returned_by) => ({ returned_by }),
  },
  {
    key: 'returned',
    title: 'Returned',
    hint: 'Their items that were sent back',
    color: 'var(--mantine-color-amber-5)',
    filter: (annotator) => ({ annotator, has: 'rejected' }),
  },
];

export function PeopleTable({ taskId, overview }: { taskId: string; overview: Overview }) {
  const people = sortByActivity(overview.people);
  const columns = COLUMNS.map((column) => ({
    ...column,
    most: people.reduce((most, each) => Math.max(most, each[column.key]), 1),
  }));
  return (
    <Panel title="By person" note="Stage changes in this period. Click a number to see all of the person’s items." wide>
      {people.length === 0 ? (
        <EmptyNote>Nobody moved an item in this period.</EmptyNote>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Person</th>
              {columns.map((column) => (
                <th key={column.key} scope="col" title={column.hint}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((each) => (
              <tr key={each.person.id}>
                <th scope="row">
                  <span className={classes.named}>
                    <PersonAvatar person={each.person} size={22} tooltip={false} />
                    <span className="truncate">{each.person.name}</span>
                  </span>
                </th>
                {columns.map((column) => (
                  <td key={column.key}>
                    <Figure taskId={taskId} each={each} column={column} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

interface FigureProps {
  taskId: string;
  each: OverviewPerson;
  column: Column & {
    /** The largest number in the column, shown as the longest bar. */
    readonly most: number;
  };
}

function Figure({ taskId, each, column }: FigureProps) {
  const count = each[column.key];
  return (
    <div className={classes.small}>
      <Bar share={count / column.most} color={column.color} />
      {column.filter === null ? (
        <span className={count === 0 ? classes.zero : undefined}>{count.toLocaleString()}</span>
      ) : (
        <ListLink
          taskId={taskId}
          filter={column.filter(each.person.id)}
          count={count}
          label={`${column.title.toLowerCase()}, ${each.person.name}`}
        />
      )}
    </div>
  );
}
