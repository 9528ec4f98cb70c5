// The menu of saved views: opens them, saves the current view, and leads to the dialog that manages them.
import { Button, Menu } from '@mantine/core';
import { IconBookmark, IconBookmarkPlus, IconSettings, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MenuChoice } from '../../../ui/MenuChoice';
import { viewsQuery } from '../../queries/views';
import bar from '../items/FilterBar.module.css';
import { MenuEmptyState } from '../MenuParts';
import { type DataSearch, isSameView, readDataSearch } from '../search';
import { SaveViewDialog } from './SaveViewDialog';
import classes from './Views.module.css';
import { ViewsDialog } from './ViewsDialog';

interface Props {
  taskId: string;
  search: DataSearch;
  /** Whether the user may share views with everyone in the task. */
  shares: boolean;
  manages: boolean;
  onOpen: (search: DataSearch) => void;
}

export function ViewsMenu({ taskId, search, shares, manages, onOpen }: Props) {
  const views = useQuery(viewsQuery(taskId));
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const all = (views.data ?? []).map((view) => ({ ...view, search: readDataSearch(view.query) }));
  const current = all.find((view) => isSameView(view.search, search));
  return (
    <>
      <Menu position="bottom-end" width={260} withinPortal>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            className={bar.menu}
            leftSection={<IconBookmark size={15} stroke={1.7} aria-hidden />}
            aria-label={current ? `Views: ${current.name}` : 'Views'}
            title={current ? current.name : 'Views'}
          >
            <span className={`${bar.wide} ${classes.name} truncate`}>{current?.name ?? 'Views'}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          <Menu.Label>Saved views</Menu.Label>
          <MenuEmptyState query={views} what="Your views">
            None yet. Set the filters that you need often, then save them under a name.
          </MenuEmptyState>
          {all.map((view) => (
            <MenuChoice
              key={view.id}
              kind="radio"
              checked={view === current}
              rightSection={view.shared ? <IconUsers size={13} className="dim" aria-label="shared" /> : undefined}
              onClick={() => onOpen(view.search)}
            >
              <bdi>{view.name}</bdi>
              {!view.mine && <span className={classes.by}>by {view.by.name}</span>}
            </MenuChoice>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconBookmarkPlus size={15} />}
            disabled={current !== undefined}
            onClick={() => setDialog('save')}
          >
            Save this view…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSettings size={15} />}
            disabled={all.length === 0}
            onClick={() => setDialog('manage')}
          >
            Manage views…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SaveViewDialog
        taskId={taskId}
        search={search}
        shares={shares}
        opened={dialog === 'save'}
        onClose={() => setDialog(null)}
      />
      <ViewsDialog
        taskId={taskId}
        views={views.data ?? []}
        search={search}
        shares={shares}
        manages={manages}
        opened={dialog === 'manage'}
        onClose={() => setDialog(null)}
      />
    </>
  );
}
