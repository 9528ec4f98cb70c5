// The line between two parts of a page that is dragged, or moved by the arrow keys, to resize them.
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import classes from './Splitter.module.css';

interface Props {
  /** The direction of the line itself. */
  orientation: 'horizontal' | 'vertical';
  label: string;
  value: number;
  min: number;
  max: number;
  /** The units of `value` that one press of an arrow key moves the line. */
  step: number;
  /** Returns the units of `value` per screen pixel; negative if the value grows to the left or up. */
  perPixel: () => number;
  onChange: (value: number) => void;
  onReset?: () => void;
}

export function Splitter({ orientation, label, value, min, max, step, perPixel, onChange, onReset }: Props) {
  const drag = useRef<{ at: number; value: number } | null>(null);
  const along = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);
  const set = (next: number) => onChange(Math.min(Math.max(next, min), max));

  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const sign = Math.sign(perPixel());
    if (event.key === more) set(value + sign * step);
    else if (event.key === less) set(value - sign * step);
    else if (event.key === 'Home') set(min);
    else if (event.key === 'End') set(max);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is ARIA's window splitter
    <div
      className={classes.splitter}
      data-orientation={orientation}
      role="separator"
      tabIndex={0}
      aria-orientation={orientation}
      aria-label={label}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: along(event), value };
      }}
      onPointerMove={(event) => {
        if (drag.current !== null) set(drag.current.value + (along(event) - drag.current.at) * perPixel());
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    />
  );
}
