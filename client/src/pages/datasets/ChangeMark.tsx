// How many labels a version added, changed and removed: by sign and colour, and in words for screen readers.
import type { VersionChange } from '../../protocol/types';
import classes from './ChangeMark.module.css';

export const CHANGE_SIGN = { added: '+', changed: '~', removed: '−' } as const;
const KINDS = ['added', 'changed', 'removed'] as const;

export function ChangeMark({ change }: { change: VersionChange }) {
  const some = KINDS.filter((kind) => change[kind] > 0);
  const words = some.length === 0 ? 'no labels changed' : some.map((kind) => `${change[kind]} ${kind}`).join(', ');
  return (
    <span className={classes.mark} title={words}>
      <span className="visually-hidden">{words}</span>
      {some.length === 0 ? (
        <span className="dim" aria-hidden="true">
          –
        </span>
      ) : (
        some.map((kind) => (
          <span key={kind} data-change={kind} aria-hidden="true">
            {CHANGE_SIGN[kind]}
            {change[kind]}
          </span>
        ))
      )}
    </span>
  );
}
