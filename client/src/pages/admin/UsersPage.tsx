// Manages the people with an account on this server (administrators).
import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  Group,
  Menu,
  Modal,
  PasswordInput,
  Skeleton,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MAX_NAME_CHARS, MIN_PASSWORD_CHARS } from '../../protocol/limits';
import type { Me, User } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { DialogForm } from '../DialogForm';
import page from '../Page.module.css';
import { describeError } from '../queries/errors';
import { QueryError } from '../queries/QueryError';
import { type UserChange, useChangeUser, useCreateUser, usersQuery } from '../queries/users';

type Dialog = { kind: 'add' } | { kind: 'disable' | 'password'; user: User } | null;

export function UsersPage({ me }: { me: Me }) {
  const users = useQuery(usersQuery);
  const change = useChangeUser();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [search, setSearch] = useState('');
  const needle = search.trim().toLowerCase();
  const shown = (users.data ?? []).filter((user) => `${user.name} ${user.email}`.toLowerCase().includes(needle));
  const close = () => setDialog(null);
  const set = (next: UserChange) =>
    change.mutate(next, {
      onError: (error) => {
        const { title, detail } = describeError(error, 'The person');
        notifications.show({ color: 'red', title, message: `${detail} Nothing was changed.` });
      },
    });

  return (
    <div className={page.page}>
      <title>People · Countersign</title>
      <header className={page.head}>
        <h1 className={page.title}>People</h1>
        <Group gap="sm">
          <TextInput
            aria-label="Search people"
            placeholder="Search people"
            leftSection={<IconSearch size={14} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button leftSection={<IconUserPlus size={15} stroke={1.8} />} onClick={() => setDialog({ kind: 'add' })}>
            Add person
          </Button>
        </Group>
      </header>
      {users.isPending && (
        <Delayed label="Loading people">
          <Skeleton height={220} radius="md" />
        </Delayed>
      )}
      {users.isError && <QueryError error={users.error} what="The people" onRetry={() => void users.refetch()} />}
      {users.data && (
        <div className={page.card}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">E-mail</th>
                <th scope="col">Account</th>
                <th>
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((user) => (
                <tr key={user.id}>
                  <td>
                    <div className={page.person}>
                      <PersonAvatar person={user} size={26} tooltip={false} />
                      <span className="truncate">
                        {user.name}
                        {user.id === me.id && <span className="dim"> · you</span>}
                      </span>
                    </div>
                  </td>
                  <td className="dim">{user.email}</td>
                  <td>
                    <Group gap={6}>
                      {user.is_admin && <Badge>Administrator</Badge>}
                      {user.disabled ? (
                        <Badge color="red">Disabled</Badge>
                      ) : (
                        !user.is_admin && <span className="dim">Active</span>
                      )}
                    </Group>
                  </td>
                  <td align="right">
                    <Menu position="bottom-end" width={210}>
                      <Menu.Target>
                        <ActionIcon aria-label={`Actions for ${user.name}`}>
                          <IconDots size={16} />
                        </ActionIcon>
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item onClick={() => setDialog({ kind: 'password', user })}>Set password…</Menu.Item>
                        {user.id !== me.id && (
                          <>
                            <Menu.Item onClick={() => set({ user: user.id, is_admin: !user.is_admin })}>
                              {user.is_admin ? 'Remove administrator rights' : 'Make administrator'}
                            </Menu.Item>
                            {user.disabled ? (
                              <Menu.Item onClick={() => set({ user: user.id, disabled: false })}>Enable</Menu.Item>
                            ) : (
                              <Menu.Item color="red" onClick={() => setDialog({ kind: 'disable', user })}>
                                Disable…
                              </Menu.Item>
                            )}
                          </>
                        )}
                      </Menu.Dropdown>
                    </Menu>
                  </td>
                </tr>
              ))}
              {shown.length === 0 && (
                <tr>
                  <td colSpan={4} className="dim">
                    No matching people.
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        </div>
      )}
      <AddUser opened={dialog?.kind === 'add'} onClose={close} />
      <DisableUser user={dialog?.kind === 'disable' ? dialog.user : null} onClose={close} />
      <SetPassword user={dialog?.kind === 'password' ? dialog.user : null} onClose={close} />
    </div>
  );
}

function AddUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const create = useCreateUser();
  const empty = { name: '', email: '', password: '', is_admin: false };
  const [form, setForm] = useState(empty);
  return (
    <Modal opened={opened} onClose={onClose} title="Add person" size="sm">
      <DialogForm
        cancelLabel="Cancel"
        submitLabel="Add"
        ready
        pending={create.isPending}
        error={create.error}
        subject="The person"
        onSubmit={() =>
          create.mutate(
            { ...form, name: form.name.trim(), email: form.email.trim() },
            {
              onSuccess: () => {
                setForm(empty);
                onClose();
              },
            },
          )
        }
        onClose={onClose}
      >
        <TextInput
          label="Name"
          required
          data-autofocus
          maxLength={MAX_NAME_CHARS}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <TextInput
          label="E-mail"
          type="email"
          required
          autoComplete="off"
          value={form.email}
          onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
        />
        <PasswordInput
          label="Initial password"
          description={`At least ${MIN_PASSWORD_CHARS} characters. Give it to them in person.`}
          required
          minLength={MIN_PASSWORD_CHARS}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
          value={form.password}
          onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
        />
        <Checkbox
          label="Administrator: manages people, imports and every task"
          checked={form.is_admin}
          onChange={(event) => setForm({ ...form, is_admin: event.currentTarget.checked })}
        />
      </DialogForm>
    </Modal>
  );
}

function DisableUser({ user, onClose }: { user: User | null; onClose: () => void }) {
  const change = useChangeUser();
  const name = user?.name ?? '';
  return (
    <Modal opened={user !== null} onClose={onClose} title={`Disable ${name}?`} size="sm">
      <DialogForm
        cancelLabel="Cancel"
        submitLabel={`Disable ${name}`}
        color="red"
        focusSubmit
        ready
        pending={change.isPending}
        error={change.error}
        subject="The person"
        onSubmit={() => {
          if (user) change.mutate({ user: user.id, disabled: true }, { onSuccess: onClose });
        }}
        onClose={onClose}
      >
        <p className={page.lead}>
          They are signed out everywhere within seconds, and the items they are editing are unlocked. Everything they
          saved is kept under their name. You can enable the account again.
        </p>
      </DialogForm>
    </Modal>
  );
}

function SetPassword({ user, onClose }: { user: User | null; onClose: () => void }) {
  const change = useChangeUser();
  const [password, setPassword] = useState('');
  return (
    <Modal opened={user !== null} onClose={onClose} title={`Set a new password for ${user?.name ?? ''}`} size="sm">
      <DialogForm
        cancelLabel="Cancel"
        submitLabel="Set password"
        ready
        pending={change.isPending}
        error={change.error}
        subject="The person"
        onSubmit={() => {
          if (!user) return;
          change.mutate(
            { user: user.id, password },
            {
              onSuccess: () => {
                setPassword('');
                notifications.show({ message: `Password set for ${user.name}` });
                onClose();
              },
            },
          );
        }}
        onClose={onClose}
      >
        <PasswordInput
          label="Password"
          description={`At least ${MIN_PASSWORD_CHARS} characters.`}
          required
          minLength={MIN_PASSWORD_CHARS}
          data-autofocus
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </DialogForm>
    </Modal>
  );
}
