// The stage of an item: a ring that fills from stage to stage, and the stage's name.

import type { Stage } from '../protocol/types';
import classes from './StageChip.module.css';
import { STAGES, stageName } from './stages';

/** The ring shows the stage by how full it is, so that it can be read without colour. */
export function StageIcon({ stage, size = 14 }: { stage: Stage; size?: number }) {
  const part = STAGES.indexOf(stage) / 3;
  const circumference = 2 * Math.PI * 3;
  const color = `var(--cs-stage-${STAGES.indexOf(stage)})`;
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" fill="none" aria-hidden="true" className={classes.icon}>
      {stage === 'complete' ? (
        <>
          <circle cx="7" cy="7" r="6.5" fill={color} />
          <path d="M4 7.2 6.2 9.3 10 5" stroke="var(--cs-surface)" strokeWidth="1.6" strokeLinecap="round" />
        </>
      ) : (
        <>
          <circle
            cx="7"
            cy="7"
            r="5.75"
            stroke={color}
            strokeWidth="1.5"
            strokeDasharray={part === 0 ? '2.2 1.4' : undefined}
          />
          {part > 0 && (
            <circle
              cx="7"
              cy="7"
              r="1.75"
              stroke={color}
              strokeWidth="3.5"
              strokeDasharray={`${(part * circumference * 1.75) / 3} 100`}
              transform="rotate(-90 7 7)"
            />
          )}
        </>
      )}
    </svg>
  );
}

interface Props {
  stage: Stage;
  bare?: boolean;
  /** Which of the task's reviews, from 1, and how many there are. The number is shown only if there are several. */
  pass?: number;
  reviews?: number;
}

export function StageChip({ stage, bare = false, pass = 0, reviews = 1 }: Props) {
  return (
    <span className={classes.chip} data-bare={bare || undefined}>
      <StageIcon stage={stage} />
      {stageName(stage, pass, reviews)}
    </span>
  );
}
