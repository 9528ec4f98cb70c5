// The frame around every list page, with the account menu and the palette that opens any page (Ctrl+K).
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import {
  IconBell,
  IconDatabase,
  IconFolder,
  IconHistory,
  IconPlus,
  IconSearch,
  IconUpload,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Me } from '../protocol/types';
import { counted } from '../ui/counted';
import { Shell } from '../ui/Shell';
import { NotificationBell } from './notifications/NotificationBell';
import { PasswordDialog } from './PasswordDialog';
import { canInspect } from './queries/permissions';
import { useSignOut } from './queries/session';
import { tasksQuery } from './queries/tasks';
import { useTheme } from './queries/theme';

export function SignedIn({ me, children }: { me: Me; children: ReactNode }) {
  const navigate = useNavigate();
  const signOut = useSignOut(() => void navigate({ to: '/sign-in' }));
  const tasks = useQuery(tasksQuery);
  const theme = useTheme();
  const [password, setPassword] = useState(false);
  const [bell, setBell] = useState(false);

  const seesDatasets = me.is_admin || (tasks.data ?? []).some((task) => canInspect(task, me));

  const places: SpotlightActionData[] = [
    {
      id: 'tasks',
      label: 'My tasks',
      leftSection: <IconFolder size={16} />,
      onClick: () => void navigate({ to: '/tasks' }),
    },
    {
      id: 'notifications',
      label: 'Notifications',
      leftSection: <IconBell size={16} />,
      onClick: () => setBell(true),
    },
    ...(tasks.data ?? []).map((task) => ({
      id: task.id,
      label: task.name,
      description: counted(task.total, 'item'),
      leftSection: <IconFolder size={16} />,
      onClick: () => void navigate({ to: '/tasks/$taskId', params: { taskId: task.id } }),
    })),
    ...(seesDatasets
      ? [
          {
            id: 'datasets',
            label: 'Datasets',
            leftSection: <IconDatabase size={16} />,
            onClick: () => void navigate({ to: '/datasets' }),
          },
        ]
      : []),
    ...(me.is_admin
      ? [
          {
            id: 'new-task',
            label: 'New task',
            leftSection: <IconPlus size={16} />,
            onClick: () => void navigate({ to: '/tasks/new' }),
          },
          {
            id: 'import',
            label: 'Import images',
            leftSection: <IconUpload size={16} />,
            onClick: () => void navigate({ to: '/import' }),
          },
          {
            id: 'people',
            label: 'People',
            leftSection: <IconUsers size={16} />,
            onClick: () => void navigate({ to: '/users' }),
          },
          {
            id: 'audit',
            label: 'Audit log',
            leftSection: <IconHistory size={16} />,
            onClick: () => void navigate({ to: '/audit' }),
          },
        ]
      : []),
  ];

  return (
    <Shell
      me={me}
      bell={<NotificationBell opened={bell} onChange={setBell} />}
      theme={theme.scheme}
      onTheme={theme.choose}
      onChangePassword={() => setPassword(true)}
      onSignOut={() => signOut.mutate()}
      onOpenPalette={spotlight.open}
      datasets={seesDatasets}
    >
      {children}
      <PasswordDialog me={me} opened={password} onClose={() => setPassword(false)} />
      <Spotlight
        actions={places}
        shortcut="mod + K"
        nothingFound="No matching pages or tasks"
        highlightQuery
        scrollable
        maxHeight={360}
        searchProps={{
          leftSection: <IconSearch size={16} />,
          placeholder: 'Go to a task or page…',
          'aria-label': 'Go to',
        }}
      />
    </Shell>
  );
}
