// The items waiting at each stage, and since when the oldest has been there.
import type { Overview, Task } from '../../protocol/types';
import { RelativeTime } from '../../ui/RelativeTime';
import { StageIcon } from '../../ui/StageChip';
import { hasStage, STAGE_LABEL } from '../../ui/stages';
import { ListLink } from './ListLink';
import classes from './overview-figures.module.css';
import { EmptyNote, Panel } from './Panel';

export function Waiting({ task, overview }: { task: Task; overview: Overview }) {
  const rows = overview.waiting.filter(({ stage }) => stage !== 'complete' && hasStage(task.workflow, stage));
  return (
    <Panel title="Waiting" note="Unfinished items at each stage, and when the oldest of them arrived.">
      {rows.every((row) => row.items === 0) ? (
        <EmptyNote>Nothing is waiting. All items are complete.</EmptyNote>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col" className={classes.number}>
                Items
              </th>
              <th scope="col" className={classes.number}>
                Oldest
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ stage, items, oldest }) => (
              <tr key={stage}>
                <th scope="row">
                  <span className={classes.named}>
                    <StageIcon stage={stage} />
                    {STAGE_LABEL[stage]}
                  </span>
                </th>
                <td className={classes.number}>
                  <ListLink
                    taskId={task.id}
                    filter={{ stage }}
                    count={items}
                    label={`waiting in ${STAGE_LABEL[stage]}`}
                  />
                </td>
                <td className={classes.number}>
                  {oldest === null ? <span className={classes.zero}>–</span> : <RelativeTime at={oldest} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
