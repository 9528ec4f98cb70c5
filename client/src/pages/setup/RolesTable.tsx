// The people of a task and their roles, one row per person.
import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Member, Role } from '../../protocol/types';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { ROLE_LABEL } from '../../ui/stages';
import page from '../Page.module.css';

export const ROLES: readonly Role[] = ['annotator', 'reviewer', 'inspector', 'admin'];

export const ROLE_MEANING: Record<Role, string> = {
  annotator: 'draws labels and submits items',
  reviewer: 'judges labels, approves and rejects items',
  inspector: 'accepts items into the dataset and can unlock them',
  admin: 'manages members and settings, and can do everything else',
};

interface Props<Row extends Member> {
  members: readonly Row[];
  disabled?: boolean;
  onChange: (member: Row, role: Role, on: boolean) => void;
  /** Returns the control that removes a person. */
  remove: (member: Row) => ReactNode;
  /** The content of a last row across all columns. */
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
