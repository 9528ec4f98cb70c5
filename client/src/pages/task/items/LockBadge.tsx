// Shows who is editing an item, as a button that unlocks it for users who may do so.
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import type { Item } from '../../../protocol/types';
import { useNow } from '../../../ui/now';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import { relativeTime } from '../../../ui/time';
import classes from './LockBadge.module.css';

export function LockBadge({
  item,
  onUnlock,
  wide = false,
}: {
  item: Item;
  onUnlock: (item: Item) => void;
  wide?: boolean;
}) {
  const now = useNow();
  const lock = item.lock;
  if (!lock) return null;
  const may = lock.mine || item.can.force_unlock;
  const who = lock.mine ? 'You' : lock.person.name;
  const began = relativeTime(Date.parse(lock.since), now);
  const label = `${who} ${lock.mine ? 'are' : 'is'} editing this · started ${began}`;
  const face = (
    <>
      <PersonAvatar person={lock.person} size={wide ? 20 : 22} tooltip={false} />
      {wide && <span className="truncate">{who}</span>}
      <span className={classes.icon} aria-hidden="true">
        <IconLock size={13} stroke={2} className={classes.closed} />
        {may && <IconLockOpen size={13} stroke={2} className={classes.opened} />}
      </span>
    </>
  );
  if (!may) {
    return (
      <Tooltip label={label}>
        <span className={classes.badge} data-wide={wide || undefined} role="img" aria-label={label}>
          {face}
        </span>
      </Tooltip>
    );
  }
  return (
    <Tooltip label={`${label} · ${lock.mine ? 'Unlock' : 'Unlock…'}`}>
      <UnstyledButton
        className={classes.badge}
        data-may
        data-wide={wide || undefined}
        aria-label={`${label}. Unlock ${item.file_name}`}
        onClick={() => onUnlock(item)}
      >
        {face}
      </UnstyledButton>
    </Tooltip>
  );
}
