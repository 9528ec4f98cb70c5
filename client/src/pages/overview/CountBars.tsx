// Counts of rejections by class or tag, highest first, each with a bar in the colour of the class or tag.
import type { ItemFilter } from '../../protocol/types';
import { Bar } from './Bar';
import { ListLink } from './ListLink';
import { type NamedCount, percent } from './overview-figures';
import classes from './overview-figures.module.css';

interface Props {
  taskId: string;
  rows: readonly NamedCount[];
  /** The title of the first column, such as "Class". */
  of: string;
  /** The title of the count column, such as "Labels". */
  countTitle: string;
  /** Returns the filter for a row's items; null if no filter can express it. */
  filterOf: (row: NamedCount) => ItemFilter | null;
}

const NEUTRAL = 'var(--cs-stage-0)';

export function CountBars({ taskId, rows, of, countTitle, filterOf }: Props) {
  const most = Math.max(...rows.map((row) => row.count));
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">
            <span className="visually-hidden">Bar</span>
          </th>
          <th scope="col" className={classes.number}>
            {countTitle}
          </th>
          <th scope="col" className={classes.number}>
            Share
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const filter = filterOf(row);
          return (
            <tr key={row.id}>
              <th scope="row">
                <span className={classes.named}>
                  <span
                    className={classes.swatch}
                    style={{ backgroundColor: row.color ?? NEUTRAL }}
                    aria-hidden="true"
                  />
                  <span className="truncate" title={row.name}>
                    {row.name}
                  </span>
                </span>
              </th>
              <td className={classes.fill}>
                <Bar share={row.count / most} color={row.color ?? NEUTRAL} />
              </td>
              <td className={classes.number}>
                {filter === null ? (
                  row.count.toLocaleString()
                ) : (
                  <ListLink taskId={taskId} filter={filter} count={row.count} label={`${countTitle}, ${row.name}`} />
                )}
              </td>
              <td className={`${classes.number} dim`}>{percent(row.count, total)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
