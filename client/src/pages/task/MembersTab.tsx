// The members of a task and their roles (admins).
import { Button, Checkbox, Modal, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member, Role } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { EmptyState } from '../../ui/States';
import { ROLE_LABEL } from '../../ui/stages';
import { DialogForm } from '../DialogForm';
import page from '../Page.module.css';
import { describeError, fieldError } from '../queries/errors';
import { QueryError } from '../queries/QueryError';
import { membersQuery, useAddMember, useSetRoles } from '../queries/tasks';
import { ROLE_MEANING, ROLES, RolesTable } from '../setup/RolesTable';

export function MembersTab({ taskId }: { taskId: string }) {
  const members = useQuery(membersQuery(taskId));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const setRoles = useSetRoles(taskId);

  const change = (member: Member, role: Role, on: boolean) => {
    const roles = on ? [...member.roles, role] : member.roles.filter((each) => each !== role);
    if (roles.length === 0) {
      setRemoving(member);
      return;
    }
    setRoles.mutate(
      { user: member.person.id, roles },
      {
        onError: (error) => {
          const { title, detail } = describeError(error, 'The member');
          notifications.show({ color: 'red', title, message: `${detail} The roles were not changed.` });
        },
      },
    );
  };

  return (
    <div className={page.page}>
      <header className={page.head}>
        <div>
          <h2 className={page.subtitle}>Members</h2>
          <p className={page.lead}>Changes take effect in open tabs at once.</p>
        </div>
        <Button leftSection={<IconUserPlus size={15} stroke={1.8} />} onClick={() => setAdding(true)}>
          Add a member
        </Button>
      </header>
      {members.isPending && (
        <Delayed label="Loading the members">
          <Skeleton height={180} radius="md" />
        </Delayed>
      )}
      {members.isError && (
        <QueryError error={members.error} what="The members" onRetry={() => void members.refetch()} />
      )}
      {members.data?.length === 0 && (
        <EmptyState icon={<IconUsers size={26} stroke={1.6} />} title="No members yet">
          Only server administrators can see this task until you add someone.
        </EmptyState>
      )}
      {members.data && members.data.length > 0 && (
        <div className={page.card}>
          <RolesTable
            members={members.data}
            disabled={setRoles.isPending}
            onChange={change}
            remove={(member) => (
              <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setRemoving(member)}>
                Remove…
              </Button>
            )}
          />
        </div>
      )}
      <Modal opened={adding} onClose={() => setAdding(false)} title="Add a member" size="sm">
        <AddMember taskId={taskId} onClose={() => setAdding(false)} />
      </Modal>
      <RemoveMember taskId={taskId} member={removing} onClose={() => setRemoving(null)} />
    </div>
  );
}

function AddMember({ taskId, onClose }: { taskId: string; onClose: () => void }) {
  const add = useAddMember(taskId);
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<Role[]>(['annotator']);
  const wrongEmail = fieldError(add.error, 'email');
  return (
    <DialogForm
      cancelLabel="Cancel"
      submitLabel="Add"
      ready={roles.length > 0}
      pending={add.isPending}
      error={wrongEmail === undefined && add.error}
      subject="The member"
      onSubmit={() =>
        add.mutate(
          { email: email.trim(), roles },
          {
            onSuccess: ({ person }) => {
              notifications.show({ message: `${person.name} was added` });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      <TextInput
        label="E-mail"
        description="The person needs an account on this server. If they are already a member, the roles are added."
        type="email"
        required
        data-autofocus
        autoComplete="off"
        value={email}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
          add.reset();
        }}
        error={wrongEmail}
      />
      <Checkbox.Group
        label="Roles"
        size="xs"
        value={roles}
        onChange={(next) => setRoles(ROLES.filter((role) => next.includes(role)))}
      >
        {ROLES.map((role) => (
          <Checkbox key={role} value={role} mt={6} label={`${ROLE_LABEL[role]} · ${ROLE_MEANING[role]}`} />
        ))}
      </Checkbox.Group>
    </DialogForm>
  );
}

function RemoveMember({ taskId, member, onClose }: { taskId: string; member: Member | null; onClose: () => void }) {
  const setRoles = useSetRoles(taskId);
  const name = member?.person.name ?? '';
  return (
    <Modal opened={member !== null} onClose={onClose} title={`Remove ${name} from this task?`} size="sm">
      <DialogForm
        cancelLabel="Cancel"
        submitLabel={`Remove ${name}`}
        color="red"
        focusSubmit
        ready
        pending={setRoles.isPending}
        error={setRoles.error}
        subject="The member"
        onSubmit={() => {
          if (member) setRoles.mutate({ user: member.person.id, roles: [] }, { onSuccess: onClose });
        }}
        onClose={onClose}
      >
        <p className={page.lead}>
          Their open tabs lose access within seconds, and the items they are editing are unlocked. Everything they saved
          is kept.
        </p>
      </DialogForm>
    </Modal>
  );
}
