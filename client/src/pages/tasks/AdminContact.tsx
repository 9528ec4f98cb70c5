// An admin of a task and how to reach them (F34): a card on hover and focus, and a mail link on click.
import { HoverCard } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import type { PersonWithEmail } from '../../protocol/types';
import { PersonAvatar } from '../../ui/PersonAvatar';
import classes from './TaskCard.module.css';

export function AdminContact({ person }: { person: PersonWithEmail }) {
  return (
    <HoverCard openDelay={200} shadow="md" position="top" interactive>
      <HoverCard.Target>
        <a
          href={`mailto:${person.email}`}
          className={classes.contact}
          aria-label={`Email ${person.name}, admin, ${person.email}`}
        >
          <PersonAvatar person={person} size={24} tooltip={false} />
        </a>
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes.contactCard} aria-label={`Contact details of ${person.name}`}>
        <PersonAvatar person={person} size={32} tooltip={false} />
        <div>
          <b>{person.name}</b> <span className="dim">· admin of this task</span>
          <div className={classes.mail}>
            <IconMail size={13} aria-hidden /> {person.email}
          </div>
        </div>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
