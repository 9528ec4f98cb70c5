// What a version changed, by class.
import type { OntologyClass } from '../../protocol/types';
import { CHANGE_SIGN } from './ChangeMark';
import classes from './ClassChangesTable.module.css';
import { type ChangedLabel, changesByClass } from './version-changes';

const KINDS = ['added', 'changed', 'removed'] as const;
const TITLE = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

interface Props {
  labels: readonly ChangedLabel[];
  classOf: (id: string) => OntologyClass | undefined;
}

export function ClassChangesTable({ labels, classOf }: Props) {
  const rows = changesByClass(labels);
  if (rows.length === 0) return <p className="dim">This version has no labels.</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Class</th>
          {KINDS.map((kind) => (
            <th key={kind} scope="col">
              {TITLE[kind]}
            </th>
          ))}
          <th scope="col">Unchanged</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.class}>
            <th scope="row">
              <span className={classes.name}>
                <span
                  className={classes.swatch}
                  style={{ backgroundColor: classOf(row.class)?.color ?? 'var(--cs-stage-0)' }}
                  aria-hidden="true"
                />
                <span className="truncate">{classOf(row.class)?.name ?? row.class}</span>
              </span>
            </th>
            {KINDS.map((kind) => (
              <td key={kind} data-change={row[kind] > 0 ? kind : undefined}>
                {row[kind] === 0 ? <span className="dim">–</span> : `${CHANGE_SIGN[kind]}${row[kind]}`}
              </td>
            ))}
            <td className="dim">{row.same}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
