// The menu of the task's recent bulk actions. Its button shows whether any is running.
import { Button, Loader, Menu } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { RelativeTime } from '../../../ui/RelativeTime';
import { bulkJobsQuery } from '../../queries/bulk';
import bar from '../items/FilterBar.module.css';
import { MenuEmptyState, MenuEntry } from '../MenuParts';
import { effectOf, outcomeOf } from './bulk-text';
import classes from './RecentActions.module.css';

const SHOWN = 15;

export function RecentActions({ taskId, onOpen }: { taskId: string; onOpen: (id: string) => void }) {
  const jobs = useQuery(bulkJobsQuery(taskId));
  const running = jobs.data?.filter(({ state }) => state === 'running').length ?? 0;
  const label = running === 0 ? 'Recent actions' : `Recent actions, ${running} running`;
  return (
    <Menu position="bottom-end" width={330} withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" className={bar.menu} aria-label={label} title={label}>
          {running > 0 ? <Loader size={14} /> : <IconHistory size={15} stroke={1.7} aria-hidden />}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.list}>
        <Menu.Label>Bulk actions</Menu.Label>
        <MenuEmptyState query={jobs} what="Recent actions">
          None yet. Select several items to act on all of them at once.
        </MenuEmptyState>
        {jobs.data?.slice(0, SHOWN).map((job) => (
          <Menu.Item key={job.id} onClick={() => onOpen(job.id)}>
            <MenuEntry
              detail={
                <>
                  {job.state === 'running' ? 'Running: ' : job.state === 'cancelled' ? 'Cancelled: ' : ''}
                  {outcomeOf(job)} · {job.created_by.name} · <RelativeTime at={job.created_at} />
                </>
              }
            >
              {effectOf(job.action, job.total)}
              {job.sample_id !== null && <span className="dim"> · rest of a sample</span>}
            </MenuEntry>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
