// Step 4: the members of the task, their roles, and the rules they work by.
import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import page from '../Page.module.css';
import { QueryError } from '../queries/QueryError';
import { usersQuery } from '../queries/users';
import { DistributionField } from '../setup/DistributionField';
import { FinishRequiresField } from '../setup/FinishRequiresField';
import { RolesTable } from '../setup/RolesTable';
import { IssueTagsEditor } from '../task/IssueTagsEditor';
import { SwitchSetting } from '../task/SwitchSetting';
import { withRole } from './draft';
import classes from './NewTaskPage.module.css';
import type { TaskDraftState } from './use-task-draft';

export function PeopleStep({ drafting }: { drafting: TaskDraftState }) {
  const { draft, change } = drafting;
  return (
    <div className={page.fields} style={{ maxWidth: 720 }}>
      <Members drafting={drafting} />
      <div className={page.card}>
        <div className={page.setting}>
          <DistributionField value={draft.distribution} may onChange={(distribution) => change({ distribution })} />
        </div>
        <SwitchSetting
          title="One editor at a time"
          why="On: the first person to open an item edits it, and others can watch and comment. Off: everyone who can edit at the item’s stage can edit at the same time, and the edits are merged."
          checked={draft.editor_lock}
          editable
          onChange={(editor_lock) => change({ editor_lock })}
        />
        <div className={page.setting}>
          <FinishRequiresField
            value={draft.finish_requires}
            may
            onChange={(finish_requires) => change({ finish_requires })}
          />
        </div>
        <SwitchSetting
          title="Consensus"
          why="On: annotators work without comments and see only what the ontology still requires. Reviewers can comment as usual."
          checked={draft.consensus}
          editable
          onChange={(consensus) => change({ consensus })}
        />
        <div className={page.setting}>
          <IssueTagsEditor tags={draft.issue_tags} may onChange={(issue_tags) => change({ issue_tags })} />
        </div>
      </div>
    </div>
  );
}

function Members({ drafting: { draft, change } }: { drafting: TaskDraftState }) {
  const users = useQuery(usersQuery);
  const memberIds = new Set(draft.members.map(({ person }) => person.id));
  const others = (users.data ?? []).filter((user) => !user.disabled && !memberIds.has(user.id));
  const field = useRef<HTMLInputElement>(null);
  const [added, setAdded] = useState(0);
  // Keeps the focus in the field, so that several people can be added without the mouse.
  useEffect(() => {
    if (added > 0) field.current?.focus();
  }, [added]);
  const add = (id: string | null) => {
    const user = others.find((each) => each.id === id);
    if (!user) return;
    const person = { id: user.id, name: user.name, color: user.color };
    change({ members: [...draft.members, { person, email: user.email, roles: ['annotator'] }] });
    setAdded(added + 1);
  };
  if (users.isError) {
    return <QueryError error={users.error} what="The people" onRetry={() => void users.refetch()} />;
  }
  return (
    <div className={page.card}>
      <RolesTable
        members={draft.members}
        onChange={({ person }, role, on) => change({ members: withRole(draft.members, person.id, role, on) })}
        remove={(member) => (
          <Tooltip label="Remove">
            <ActionIcon
              aria-label={`Remove ${member.person.name}`}
              onClick={() => change({ members: draft.members.filter(({ person }) => person.id !== member.person.id) })}
            >
              <IconTrash size={15} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        )}
        last={
          <div className={classes.row}>
            <Select
              // Clears what was typed for the previous person.
              key={added}
              ref={field}
              className={classes.grow}
              aria-label="Add a person"
              placeholder={
                users.data && others.length === 0 ? 'Everyone has been added' : 'Add a person by name or e-mail'
              }
              searchable
              clearable
              nothingFoundMessage="No matching accounts"
              disabled={users.isPending || others.length === 0}
              data={others.map((user) => ({ value: user.id, label: `${user.name} · ${user.email}` }))}
              value={null}
              onChange={add}
            />
          </div>
        }
      />
    </div>
  );
}
