// The menu of one item of the list. All entries share it; it opens at the entry it was requested for.
import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCheck,
  IconEye,
  IconFlag,
  IconHistory,
  IconLockOpen,
  IconMessages,
  IconPencil,
  IconRotate2,
  IconUserPlus,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Item, ItemFilter } from '../../../protocol/types';
import { PRIORITIES, priorityLabel } from '../../../ui/item-text';
import { MenuChoice } from '../../../ui/MenuChoice';
import classes from './ItemMenu.module.css';

export interface MenuAt {
  readonly item: Item;
  readonly x: number;
  readonly y: number;
  /** Gets the focus back when the menu closes. */
  readonly from: HTMLElement | null;
}

export type ItemAction = 'accept' | 'reject' | 'revise' | 'unlock' | 'assign' | 'history';

interface Props {
  at: MenuAt | null;
  filter: ItemFilter;
  manages: boolean;
  inspects: boolean;
  onAction: (action: ItemAction, item: Item) => void;
  onPriority: (item: Item, priority: number) => void;
  onClose: () => void;
}

const OPEN_FIRST = 'Open the item first';

export function ItemMenu({ at, filter, manages, inspects, onAction, onPriority, onClose }: Props) {
  const navigate = useNavigate();
  if (at === null) return null;
  const { item } = at;
  const open = (search: ItemFilter & { view?: 'qa' }) =>
    void navigate({
      to: '/tasks/$taskId/items/$itemId',
      params: { taskId: item.task_id, itemId: item.id },
      search,
    });
  const act = (action: ItemAction) => () => onAction(action, item);
  const judges = item.stage === 'acceptance' && item.can.judge;
  const earlier = item.stage === 'annotate' || item.stage === 'review';
  return (
    <Menu
      opened
      onClose={() => {
        at.from?.focus();
        onClose();
      }}
      position="bottom-end"
      width={230}
      withinPortal
      returnFocus={false}
    >
      <Menu.Target>
        <span className={classes.target} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions for ${item.file_name}`}>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => open(filter)}>
          Open
        </Menu.Item>
        {inspects && item.stage === 'acceptance' && (
          <Menu.Item leftSection={<IconEye size={15} />} onClick={() => open({ ...filter, stage: 'acceptance' })}>
            View in acceptance
          </Menu.Item>
        )}
        {inspects && earlier && (
          <Menu.Item leftSection={<IconMessages size={15} />} onClick={() => open({ ...filter, view: 'qa' })}>
            View in QA
            <Hint>Comments only</Hint>
          </Menu.Item>
        )}
        {judges && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconCheck size={15} />} disabled={!item.opened} onClick={act('accept')}>
              Accept
              {!item.opened && <Hint>{OPEN_FIRST}</Hint>}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowBackUp size={15} />} disabled={!item.opened} onClick={act('reject')}>
              Reject…
            </Menu.Item>
          </>
        )}
        {inspects && item.stage === 'complete' && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconRotate2 size={15} />}
              disabled={!item.can.revise || !item.opened}
              onClick={act('revise')}
            >
              Revise…
              {item.can.revise && !item.opened && <Hint>{OPEN_FIRST}</Hint>}
            </Menu.Item>
          </>
        )}
        {item.lock && (item.lock.mine || item.can.force_unlock) && (
          <Menu.Item leftSection={<IconLockOpen size={15} />} onClick={act('unlock')}>
            Unlock…
            <Hint>{item.lock.mine ? 'You are editing it' : `${item.lock.person.name} is editing it`}</Hint>
          </Menu.Item>
        )}
        {manages && item.stage !== 'complete' && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconUserPlus size={15} />} onClick={act('assign')}>
              Assign…
              {item.assignee && <Hint>Assigned to {item.assignee.name}</Hint>}
            </Menu.Item>
            <Menu.Sub>
              <Menu.Sub.Target>
                <Menu.Sub.Item leftSection={<IconFlag size={15} />}>Priority</Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                {PRIORITIES.map((priority) => (
                  <MenuChoice
                    key={priority}
                    kind="radio"
                    checked={priority === item.priority}
                    onClick={() => onPriority(item, priority)}
                  >
                    {priorityLabel(priority)}
                  </MenuChoice>
                ))}
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconHistory size={15} />} onClick={act('history')}>
          History
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Hint({ children }: { children: ReactNode }) {
  return <span className={classes.hint}>{children}</span>;
}
