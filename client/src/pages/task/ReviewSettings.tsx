// How a task's items are reviewed: strictness, what must be settled, consensus, the tags of its issues.
import { Radio } from '@mantine/core';
import type { FinishRequires, Task } from '../../protocol/types';
import { Failure } from '../data/Failure';
import { asChosen, useChangeTask } from '../data/tasks';
import page from '../Page.module.css';
import { IssueTagsEditor } from './IssueTagsEditor';
import classes from './ReviewSettings.module.css';
import { SwitchSetting } from './SwitchSetting';

const REQUIRES: readonly { value: FinishRequires; label: string; why: string }[] = [
  { value: 'nothing', label: 'Nothing', why: 'Whoever finishes decides; what is open is listed before.' },
  {
    value: 'requirements',
    label: 'Required classes and attributes',
    why: 'An item that lacks something the ontology requires stays where it is.',
  },
  {
    value: 'resolved_issues',
    label: 'Those, and every issue resolved',
    why: 'An item with an open issue stays where it is.',
  },
];

export function ReviewSettings({ task, may }: { task: Task; may: boolean }) {
  const change = useChangeTask(task.id);
  const { strict_review, finish_requires, consensus, issue_tags } = asChosen(task, change);
  return (
    <>
      <header className={page.head} style={{ marginTop: 28 }}>
        <h2 className={page.subtitle}>Review</h2>
      </header>
      <div className={page.card}>
        <SwitchSetting
          title="Strict review"
          why="On: an item is approved only when each of its labels is. Off: approving an item approves the labels that are still pending."
          checked={strict_review}
          may={may}
          onChange={(on) => change.mutate({ strict_review: on })}
        />
        <div className={page.setting}>
          <Radio.Group
            label="Before an item moves on"
            description="What must be settled when it is submitted, approved or accepted."
            classNames={{ label: classes.label, description: classes.why }}
            value={finish_requires}
            onChange={(value) => change.mutate({ finish_requires: value as FinishRequires })}
          >
            {REQUIRES.map(({ value, label, why }) => (
              <Radio
                key={value}
                size="xs"
                mt={8}
                value={value}
                label={label}
                description={why}
                disabled={!may}
                classNames={{ description: classes.why }}
              />
            ))}
          </Radio.Group>
        </div>
        <SwitchSetting
          title="Consensus"
          why="On: annotators work without comments; they see only what the ontology still requires. Reviewers comment as ever."
          checked={consensus}
          may={may}
          onChange={(on) => change.mutate({ consensus: on })}
        />
        <div className={page.setting}>
          <IssueTagsEditor tags={issue_tags} may={may} onChange={(tags) => change.mutate({ issue_tags: tags })} />
        </div>
      </div>
      <div className={classes.failure}>
        <Failure error={change.error} what="The setting" />
      </div>
    </>
  );
}
