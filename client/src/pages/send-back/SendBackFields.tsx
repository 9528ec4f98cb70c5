// The fields for sending an item back: reason, stage and assignee (F25, F26). The tool page, the list and bulk actions share
// them.
import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Role, Stage, Task } from '../../protocol/types';
import { ReasonField } from '../../ui/ReasonField';
import { STAGE_LABEL } from '../../ui/stages';
import { TagPicker } from '../../ui/TagPicker';
import { membersQuery } from '../queries/tasks';
import classes from './SendBackFields.module.css';
import { defaultAssignee, type SendBack } from './send-back';

const ROLE_AT_STAGE: Record<Exclude<Stage, 'complete'>, Role> = {
  annotate: 'annotator',
  review: 'reviewer',
  acceptance: 'inspector',
};

interface Props {
  task: Task;
  value: SendBack;
  onChange: (value: SendBack) => void;
  /** The stages to choose from; with only one, no choice is shown. */
  targets: readonly Stage[];
  /** What happens with the reason, if it is not the usual. */
  description?: string;
  required: boolean;
  /** Names the person who gets the item in Annotate if nobody is chosen; null if the item has none. */
  submitter: string | null;
}

export function SendBackFields({
  task,
  value,
  onChange,
  targets,
  description = 'Added to the item as an issue. The assignee is notified.',
  required,
  submitter,
}: Props) {
  const members = useQuery(membersQuery(task.id));
  const { reason, tags, stage, assignee } = value;
  const role = stage === 'complete' ? null : ROLE_AT_STAGE[stage];
  const workers = (members.data ?? []).filter(({ roles }) => role !== null && roles.includes(role));
  return (
    <>
      <ReasonField
        description={description}
        required={required}
        value={reason}
        onChange={(text) => onChange({ ...value, reason: text })}
      />
      {reason.trim() !== '' && (
        <TagPicker tags={task.issue_tags} value={tags} onChange={(chosen) => onChange({ ...value, tags: chosen })} />
      )}
      {targets.length > 1 && (
        <div className={classes.stage}>
          <span className={classes.label}>Stage</span>
          <SegmentedControl
            aria-label="Send back to"
            data={targets.map((each) => ({ value: each, label: `To ${STAGE_LABEL[each]}` }))}
            value={stage}
            onChange={(chosen) =>
              onChange({ ...value, stage: targets.find((each) => each === chosen) ?? stage, assignee: null })
            }
          />
        </div>
      )}
      <Select
        label="Assignee"
        placeholder={defaultAssignee(stage, submitter)}
        clearable
        searchable
        nothingFoundMessage="No matching people at this stage"
        data={workers.map(({ person }) => ({ value: person.id, label: person.name }))}
        value={assignee}
        onChange={(chosen) => onChange({ ...value, assignee: chosen })}
      />
    </>
  );
}
