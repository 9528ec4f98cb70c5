// How a verdict is shown: its word, and its sign in addition to the colour.
import { IconCheck, IconX } from '@tabler/icons-react';
import type { VerdictKind } from '../../../protocol/types';

export const VERDICT: Record<VerdictKind, { word: string; Icon: typeof IconCheck }> = {
  approved: { word: 'Approved', Icon: IconCheck },
  rejected: { word: 'Rejected', Icon: IconX },
};
