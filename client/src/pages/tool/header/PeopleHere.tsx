// The other people on this item. A click follows a person's view (N1).
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor';
import type { Peer } from '../../../editor/state';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import { useSlice } from '../use-slice';
import classes from './PeopleHere.module.css';

const SHOWN = 5;

/** Returns one peer per person, however many tabs they have open. The person's own other tabs count too. */
function byPerson(peers: readonly Peer[]): Peer[] {
  const found = new Map<string, Peer>();
  for (const peer of peers) {
    const before = found.get(peer.person.id);
    // Prefer a tab that reports its view, because it can be followed.
    if (!before || (!before.presence.view && peer.presence.view)) found.set(peer.person.id, peer);
  }
  return [...found.values()];
}

export function PeopleHere({ editor }: { editor: Editor }) {
  const peers = useSlice(editor.peers);
  const following = useSlice(editor.following);
  const lock = useSlice(editor.lock);
  const people = byPerson(peers);
  if (people.length === 0) return null;
  return (
    <ul className={classes.people} aria-label="Also here">
      {people.slice(0, SHOWN).map((peer) => {
        const followed = peers.some((each) => each.client === following && each.person.id === peer.person.id);
        const edits = lock.status !== 'off' && lock.holder?.id === peer.person.id && lock.status !== 'mine';
        const name = peer.mine ? 'You, in another tab' : peer.person.name;
        const activity = edits ? 'editing' : 'viewing';
        return (
          <li key={peer.person.id}>
            <Tooltip label={`${name} · ${activity} · ${followed ? 'click to stop following' : 'click to follow'}`}>
              <UnstyledButton
                className={classes.person}
                aria-pressed={followed}
                aria-label={`${name}, ${activity}. ${followed ? 'Stop following' : 'Follow'}`}
                onClick={() => editor.follow(followed ? null : peer.client)}
              >
                <PersonAvatar person={peer.person} size={24} tooltip={false} ring={followed} />
                {edits && (
                  <span className={classes.pen} aria-hidden="true">
                    <IconPencil size={9} stroke={2.5} />
                  </span>
                )}
              </UnstyledButton>
            </Tooltip>
          </li>
        );
      })}
      {people.length > SHOWN && (
        <li
          className={classes.more}
          title={people
            .slice(SHOWN)
            .map((peer) => peer.person.name)
            .join(', ')}
        >
          +{people.length - SHOWN}
        </li>
      )}
    </ul>
  );
}
