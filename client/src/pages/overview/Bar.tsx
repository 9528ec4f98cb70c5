// A bar whose length shows the number next to it.
import classes from './figures.module.css';

interface Props {
  /** The length, 0 to 1. */
  part: number;
  color: string;
  /** The length of a lighter bar behind it, 0 to 1. */
  behind?: number;
}

export function Bar({ part, color, behind = 0 }: Props) {
  return (
    <div className={classes.track} aria-hidden="true">
      {behind > 0 && (
        <span className={classes.bar} style={{ width: `${behind * 100}%`, backgroundColor: color, opacity: 0.35 }} />
      )}
      {part > 0 && <span className={classes.bar} style={{ width: `${part * 100}%`, backgroundColor: color }} />}
    </div>
  );
}
