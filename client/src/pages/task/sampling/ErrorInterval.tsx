// The error rate of a sample with its 95 % interval, against the allowed rate.
import type { ErrorRate } from '../../../protocol/types';
import classes from './ErrorInterval.module.css';
import { percent, scaleOf } from './interval';

export function ErrorInterval({ error, maxErrorPercent }: { error: ErrorRate; maxErrorPercent: number }) {
  const { max, low, high, rate, limit } = scaleOf(error, maxErrorPercent);
  const words = `Error rate ${percent(error.rate)}, between ${percent(error.low)} and ${percent(error.high)} with 95 % confidence; at most ${maxErrorPercent} % allowed`;
  return (
    <figure className={classes.figure} title={words}>
      <svg viewBox="0 0 100 20" preserveAspectRatio="none" className={classes.chart} role="img" aria-label={words}>
        <line x1="0" x2="100" y1="10" y2="10" className={classes.axis} />
        <rect x="0" width={limit} y="2" height="16" className={classes.allowed} />
        <rect x={low} width={Math.max(0.6, high - low)} y="6" height="8" className={classes.band} />
        <line x1={rate} x2={rate} y1="3" y2="17" className={classes.rate} />
        <line x1={limit} x2={limit} y1="0" y2="20" className={classes.limit} />
      </svg>
      <figcaption className={`${classes.scale} tnum`} aria-hidden="true">
        <span>0</span>
        <span className={classes.limitText} style={{ left: `${limit}%` }}>
          max {maxErrorPercent} %
        </span>
        <span>{max} %</span>
      </figcaption>
    </figure>
  );
}
