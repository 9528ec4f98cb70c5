// The parts of a day's bar from the bottom up: their labels and their theme colours.
import type { DoneKind } from './overview-figures';

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
