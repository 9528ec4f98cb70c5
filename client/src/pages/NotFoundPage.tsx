// The page for an unknown address.
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/States';

export function NotFoundPage() {
  return (
    <EmptyState
      icon={<IconMapOff size={26} stroke={1.6} />}
      title="Page not found"
      action={<Button renderRoot={(props) => <Link to="/tasks" {...props} />}>Go to my tasks</Button>}
    >
      Check the address. The page may have been deleted.
    </EmptyState>
  );
}
