// What a day's bar is made of, from the bottom up: words and colours, which are the theme's own.
import type { DoneKind } from './figures';

export const KIND_LABEL: Record<DoneKind, string> = {
  submitted: 'Submitted',
  approved: 'Approved',
  accepted: 'Accepted',
  rejected: 'Rejected',
};

export const KIND_COLOR: Record<DoneKind, string> = {
  submitted: 'var(--cs-dim)',
  approved: 'var(--cs-stage-2)',
  accepted: 'var(--mantine-color-green-5)',
  rejected: 'var(--mantine-color-red-5)',
};
