// The items at each stage and the share of items that have reached it.
import type { Overview, Stage, Task } from '../../protocol/types';
import { StageIcon } from '../../ui/StageChip';
import { STAGE_LABEL, STAGES, stagesOf } from '../../ui/stages';
import { Bar } from './Bar';
import { ListLink } from './ListLink';
import { funnel, percent } from './overview-figures';
import classes from './overview-figures.module.css';
import { Panel } from './Panel';

const colorOf = (stage: Stage) => `var(--cs-stage-${STAGES.indexOf(stage)})`;

export function StageFunnel({ task, overview }: { task: Task; overview: Overview }) {
  const { stages, total } = overview;
  return (
    <Panel title="Progress by stage" note="Solid: items at the stage now. Light: items that have moved past it.">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">
              <span className="visually-hidden">Bar</span>
            </th>
            <th scope="col" className={classes.number}>
              Now
            </th>
            <th scope="col" className={classes.number}>
              Reached
            </th>
          </tr>
        </thead>
        <tbody>
          {funnel(stages, stagesOf(task.workflow)).map(({ stage, here, reached }) => (
            <tr key={stage}>
              <th scope="row">
                <span className={classes.named}>
                  <StageIcon stage={stage} />
                  {STAGE_LABEL[stage]}
                </span>
              </th>
              <td className={classes.fill}>
                <Bar
                  share={total === 0 ? 0 : here / total}
                  backgroundShare={total === 0 ? 0 : reached / total}
                  color={colorOf(stage)}
                />
              </td>
              <td className={classes.number}>
                <ListLink taskId={task.id} filter={{ stage }} count={here} label={`in ${STAGE_LABEL[stage]}`} />
              </td>
              <td className={`${classes.number} dim`}>{percent(reached, total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
