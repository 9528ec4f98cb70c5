/** Pointer, wheel and touch input of a canvas, passed to the editor in media pixels. */

import type { Editor } from '../editor/editor';
import type { PointerInput } from '../editor/tools/tool';

export interface PointerHooks {
  /** Returns the pinned issue under a point, if any. */
  readonly pinAt: (screenX: number, screenY: number) => string | null;
  readonly element: HTMLElement;
}

interface Finger {
  readonly x: number;
  readonly y: number;
}

type Gesture = 'none' | 'tool' | 'pan' | 'pinch';

/** Adds the listeners; returns a function that removes them. */
export function bindPointer(editor: Editor, { element, pinAt }: PointerHooks): () => void {
  const fingers = new Map<number, Finger>();
  let gesture: Gesture = 'none';
  let spaceDown = false;
  let last: Finger = { x: 0, y: 0 };

  const at = (event: MouseEvent): Finger => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const input = (event: MouseEvent): PointerInput => {
    const { x, y } = at(event);
    const touch = event instanceof PointerEvent && event.pointerType === 'touch';
    return { ...editor.toMedia(x, y), screenX: x, screenY: y, shift: event.shiftKey, alt: event.altKey, touch };
  };

  const down = (event: PointerEvent): void => {
    element.focus({ preventScroll: true });
    const point = at(event);
    fingers.set(event.pointerId, point);
    element.setPointerCapture(event.pointerId);
    last = point;
    if (event.pointerType === 'touch' && fingers.size === 2) {
      editor.cancelTool();
      gesture = 'pinch';
      return;
    }
    if (event.button === 1 || (event.button === 0 && spaceDown)) {
      event.preventDefault();
      gesture = 'pan';
      return;
    }
    if (event.button !== 0) return;
    const pin = editor.tool.get().state === 'idle' ? pinAt(point.x, point.y) : null;
    if (pin !== null) {
      editor.setActiveIssue(pin);
      return;
    }
    gesture = 'tool';
    editor.pointerDown(input(event));
  };

  const pinch = (event: PointerEvent, to: Finger): void => {
    const before = [...fingers.values()];
    fingers.set(event.pointerId, to);
    const after = [...fingers.values()];
    const [a, b] = before;
    const [c, d] = after;
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    const spread = Math.hypot(a.x - b.x, a.y - b.y);
    const middle = { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 };
    editor.panBy(middle.x - (a.x + b.x) / 2, middle.y - (a.y + b.y) / 2);
    if (spread > 0) editor.zoomBy(Math.hypot(c.x - d.x, c.y - d.y) / spread, middle.x, middle.y);
  };

  const move = (event: PointerEvent): void => {
    const point = at(event);
    if (gesture === 'pinch') {
      if (fingers.has(event.pointerId)) pinch(event, point);
      return;
    }
    if (gesture === 'pan') editor.panBy(point.x - last.x, point.y - last.y);
    else editor.pointerMove(input(event));
    const rests = gesture === 'none' && editor.tool.get().state === 'idle';
    editor.hoverIssue(rests ? pinAt(point.x, point.y) : null);
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, point);
    last = point;
  };

  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    if (gesture === 'tool') editor.pointerUp(input(event));
    // A finger that is still down after a pinch does not start to draw.
    if (gesture !== 'pinch' || fingers.size === 0) gesture = 'none';
  };

  const cancel = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    if (gesture === 'tool') editor.cancelTool();
    if (fingers.size === 0) gesture = 'none';
  };

  const doubleClick = (event: MouseEvent): void => {
    if (event.button === 0) editor.pointerDoubleClick(input(event));
  };
  const leave = (): void => editor.pointerLeft();
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
    if (event.shiftKey) {
      editor.panBy(-(event.deltaX || event.deltaY) * lines, 0);
      return;
    }
    const { x, y } = at(event);
    // A pinch on a touchpad arrives as a wheel event with Ctrl, in smaller steps.
    editor.zoomBy(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), x, y);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    const onCanvas = event.target === document.body || event.target === element;
    if (event.type === 'keydown' && !onCanvas) return;
    spaceDown = event.type === 'keydown';
    if (onCanvas) event.preventDefault();
  };
  const blur = (): void => {
    spaceDown = false;
  };

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', cancel);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('dblclick', doubleClick);
  element.addEventListener('wheel', wheel, { passive: false });
  window.addEventListener('keydown', key);
  window.addEventListener('keyup', key);
  window.addEventListener('blur', blur);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', cancel);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('dblclick', doubleClick);
    element.removeEventListener('wheel', wheel);
    window.removeEventListener('keydown', key);
    window.removeEventListener('keyup', key);
    window.removeEventListener('blur', blur);
  };
}
