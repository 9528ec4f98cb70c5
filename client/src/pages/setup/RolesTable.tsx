// People of a task and what each of them may do in it, a row each.
import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Member, Role } from '../../protocol/types';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { ROLE_LABEL } from '../../ui/stages';
import page from '../Page.module.css';

export const ROLES: readonly Role[] = ['annotator', 'reviewer', 'inspector', 'admin'];

export const ROLE_MEANING: Record<Role, string> = {
  annotator: 'draws labels and submits',
  reviewer: 'corrects and approves',
  inspector: 'accepts into the dataset, may unlock',
  admin: 'manages members and settings, may do all of it',
};

interface Props<Row extends Member> {
  members: readonly Row[];
  disabled?: boolean;
  onChange: (member: Row, role: Role, on: boolean) => void;
  /** What takes a person out. */
  remove: (member: Row) => ReactNode;
  /** A last row, over all columns. */
  last?: ReactNode;
}

export function RolesTable<Row extends Member>({ members, disabled = false, onChange, remove, last }: Props<Row>) {
  return (
    <table className={page.table}>
      <thead>
        <tr>
          <th scope="col">Person</th>
          {ROLES.map((role) => (
            <th key={role} scope="col" title={ROLE_MEANING[role]}>
              {ROLE_LABEL[role]}
            </th>
          ))}
          <th>
            <span className="visually-hidden">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.person.id}>
            <td>
              <div className={page.person}>
                <PersonAvatar person={member.person} size={26} tooltip={false} />
                <div className="truncate">
                  <div className="truncate">{member.person.name}</div>
                  <div className="dim truncate">{member.email}</div>
                </div>
              </div>
            </td>
            {ROLES.map((role) => (
              <td key={role}>
                <Checkbox
                  aria-label={`${member.person.name} is ${ROLE_LABEL[role].toLowerCase()}`}
                  checked={member.roles.includes(role)}
                  disabled={disabled}
                  onChange={(event) => onChange(member, role, event.currentTarget.checked)}
                />
              </td>
            ))}
            <td align="right">{remove(member)}</td>
          </tr>
        ))}
        {last && (
          <tr>
            <td colSpan={ROLES.length + 2}>{last}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
