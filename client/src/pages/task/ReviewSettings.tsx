// The settings of a task's workflow and review: stages, distribution, requirements, consensus and issue tags.
import type { Task } from '../../protocol/types';
import page from '../Page.module.css';
import { Failure } from '../queries/Failure';
import { useChangeTask, withPendingChange } from '../queries/tasks';
import { DistributionField } from '../setup/DistributionField';
import { FinishRequiresField } from '../setup/FinishRequiresField';
import { WorkflowEditor } from '../setup/WorkflowEditor';
import { IssueTagsEditor } from './IssueTagsEditor';
import { SwitchSetting } from './SwitchSetting';

export function ReviewSettings({ task, may }: { task: Task; may: boolean }) {
  const change = useChangeTask(task.id);
  const { workflow, distribution, finish_requires, consensus, issue_tags } = withPendingChange(task, change);
  return (
    <>
      <header className={page.head} style={{ marginTop: 28 }}>
        <h2 className={page.subtitle}>Workflow and review</h2>
      </header>
      <div className={page.card}>
        <div className={page.setting}>
          <WorkflowEditor workflow={workflow} may={may} onChange={(next) => change.mutate({ workflow: next })} />
        </div>
        <div className={page.setting}>
          <DistributionField
            value={distribution}
            may={may}
            onChange={(next) => change.mutate({ distribution: next })}
          />
        </div>
        <div className={page.setting}>
          <FinishRequiresField
            value={finish_requires}
            may={may}
            onChange={(next) => change.mutate({ finish_requires: next })}
          />
        </div>
        <SwitchSetting
          title="Consensus"
          why="On: annotators work without comments and see only what the ontology still requires. Reviewers can comment as usual."
          checked={consensus}
          editable={may}
          onChange={(on) => change.mutate({ consensus: on })}
        />
        <div className={page.setting}>
          <IssueTagsEditor tags={issue_tags} may={may} onChange={(tags) => change.mutate({ issue_tags: tags })} />
        </div>
      </div>
      <div style={{ marginTop: 12 }}>
        <Failure error={change.error} what="The setting" />
      </div>
    </>
  );
}
