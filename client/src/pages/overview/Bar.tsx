// A bar whose length shows the number next to it.
import classes from './overview-figures.module.css';

interface Props {
  /** The length, 0 to 1. */
  share: number;
  color: string;
  /** The length of a lighter bar behind it, 0 to 1. */
  backgroundShare?: number;
}

export function Bar({ share, color, backgroundShare = 0 }: Props) {
  return (
    <div className={classes.track} aria-hidden="true">
      {backgroundShare > 0 && (
        <span
          className={classes.bar}
          style={{ width: `${backgroundShare * 100}%`, backgroundColor: color, opacity: 0.35 }}
        />
      )}
      {share > 0 && <span className={classes.bar} style={{ width: `${share * 100}%`, backgroundColor: color }} />}
    </div>
  );
}
