// The avatar of a person: their initials on their colour, with their name in the tooltip.
import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Person } from '../protocol/types';
import classes from './PersonAvatar.module.css';

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : (words[0]?.[1] ?? '');
  return (first + last).toUpperCase();
}

/** Returns black or white, whichever is easier to read on `color` (WCAG relative luminance). */
export function readableOn(color: string): string {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

interface Props {
  person: Person;
  size?: number;
  /** What the tooltip says besides the name. */
  detail?: ReactNode;
  /** Draws a ring, for the person whose view is followed. */
  ring?: boolean;
  tooltip?: boolean;
}

export function PersonAvatar({ person, size = 22, detail, ring = false, tooltip = true }: Props) {
  const face = (
    <span
      className={classes.avatar}
      data-ring={ring || undefined}
      data-initials={initials(person.name)}
      role="img"
      aria-label={person.name}
      style={{
        width: size,
        height: size,
        fontSize: size * 0.42,
        backgroundColor: person.color,
        color: readableOn(person.color),
      }}
    />
  );
  if (!tooltip) return face;
  return (
    <Tooltip
      label={
        <>
          {person.name}
          {detail ? <span className={classes.detail}> · {detail}</span> : null}
        </>
      }
    >
      {face}
    </Tooltip>
  );
}
