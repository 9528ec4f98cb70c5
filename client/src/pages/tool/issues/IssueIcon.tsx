// The icon of an issue: red and by kind while it is open, a green tick once it is resolved.
import {
  IconAsterisk,
  IconCircleCheckFilled,
  IconMapPin,
  IconMessageCircle,
  IconMovie,
  IconPhoto,
  IconTagOff,
} from '@tabler/icons-react';
import type { IssueKind, IssueState } from '../../../protocol/types';
import classes from './IssueIcon.module.css';
import { KIND_LABEL } from './issue-text';

const ICONS: Record<IssueKind, typeof IconMapPin> = {
  label_rejection: IconTagOff,
  file: IconMessageCircle,
  pinned: IconMapPin,
  frame: IconPhoto,
  frame_range: IconMovie,
  task_requirement: IconAsterisk,
};

interface Props {
  kind: IssueKind;
  state: IssueState;
  size?: number;
}

export function IssueIcon({ kind, state, size = 15 }: Props) {
  const Icon = state === 'open' ? ICONS[kind] : IconCircleCheckFilled;
  return (
    <span className={classes.icon} data-state={state}>
      <Icon size={size} stroke={2} role="img" aria-label={KIND_LABEL[kind]} />
    </span>
  );
}
