// The progress of a task: one bar with a part for each stage, from complete back to annotate.
import { Tooltip } from '@mantine/core';
import type { StageCounts } from '../protocol/types';
import classes from './StageBar.module.css';
import { StageIcon } from './StageChip';
import { STAGE_LABEL, STAGES } from './stages';

export function StageBar({ counts, legend = false }: { counts: StageCounts; legend?: boolean }) {
  const total = STAGES.reduce((sum, stage) => sum + counts[stage], 0);
  const shown = [...STAGES].reverse().filter((stage) => counts[stage] > 0);
  const words = [...STAGES].map((stage) => `${STAGE_LABEL[stage]} ${counts[stage]}`).join(', ');
  return (
    <div className={classes.wrap}>
      <div className={classes.bar} role="img" aria-label={`${words}, of ${total}`}>
        {shown.map((stage) => (
          <Tooltip key={stage} label={`${STAGE_LABEL[stage]}: ${counts[stage]} of ${total}`}>
            <span
              className={classes.part}
              style={{ flexGrow: counts[stage], backgroundColor: `var(--cs-stage-${STAGES.indexOf(stage)})` }}
            />
          </Tooltip>
        ))}
      </div>
      {legend && (
        <div className={classes.legend} aria-hidden="true">
          {[...STAGES].reverse().map((stage) => (
            <span key={stage} className={classes.entry} data-none={counts[stage] === 0 || undefined}>
              <StageIcon stage={stage} size={12} />
              {STAGE_LABEL[stage]}
              <b className="tnum">{counts[stage]}</b>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
