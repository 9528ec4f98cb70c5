// An address that leads nowhere.
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/States';

export function NotFoundPage() {
  return (
    <EmptyState
      icon={<IconMapOff size={26} stroke={1.6} />}
      title="Nothing is here"
      action={<Button renderRoot={(props) => <Link to="/tasks" {...props} />}>Go to my tasks</Button>}
    >
      The address may be mistyped, or what it led to is gone.
    </EmptyState>
  );
}
