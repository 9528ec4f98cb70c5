/** Builds the {@link ToolHost} of an editor. */

import { handlesOf } from '../kernels/edit';
import type { Editor } from './editor';
import { figureOf, type LabelIndex } from './label-index';
import type { Overlay, ToolHost } from './tools/tool';

export interface ToolHostOptions {
  readonly index: LabelIndex;
  readonly setOverlay: (overlay: Overlay) => void;
  readonly changed: () => void;
}

export function toolHost(editor: Editor, { index, setOverlay, changed }: ToolHostOptions): ToolHost {
  const isShown: Editor['isShown'] = (view) => editor.isShown(view);
  return {
    size: editor.size,
    pixel: () => 1 / editor.camera.get().zoom,
    canEdit: () => editor.permission.get().allowed,
    isFixed: (id) => editor.isFixed(id),
    label: (id) => editor.label(id),
    figure: (id) => editor.figure(id),
    selection: () => editor.selection.get(),
    select: (ids) => editor.select(ids),
    pick: (x, y, tolerance) => index.pick(x, y, tolerance, isShown),
    pickIn: (bounds) => index.pickIn(bounds, isShown),
    handleAt: (x, y, tolerance) => handleAt(editor, x, y, tolerance),
    activeClass: () => editor.activeClass.get(),
    setOverlay,
    changed,
    commitGeometry: (figures) => editor.commitFigures(figures),
    commitNew: (figure, classId) => editor.addLabel(figure, classId),
    panBy: (dx, dy) => editor.panBy(dx, dy),
    placePin: ({ x, y }) => editor.startIssue({ kind: 'pinned', anchor: { x, y, frame: editor.frame.get() } }),
    hover: (id) => editor.hover(id),
  };
}

/** Returns the handle under a point, if exactly one label is selected. */
function handleAt(editor: Editor, x: number, y: number, tolerance: number): ReturnType<ToolHost['handleAt']> {
  const [id, more] = editor.selection.get();
  const view = id === undefined || more !== undefined ? undefined : editor.label(id);
  if (view === undefined || !editor.isShown(view) || editor.isFixed(view.id)) return null;
  const { zoom } = editor.camera.get();
  const { minX, minY, maxX, maxY } = editor.boundsOf(view.id) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  // Handles of a small label have a smaller reach, so that dragging its middle still moves it.
  const small = Math.max(Math.min(maxX - minX, maxY - minY) / 4, 2 / zoom);
  let best: ReturnType<ToolHost['handleAt']> = null;
  let nearest = view.shape === 'box' || view.shape === 'rotated_box' ? Math.min(tolerance, small) : tolerance;
  for (const placed of handlesOf(figureOf(view), 20 / zoom)) {
    // Corners and vertices win over the handles between them.
    const bias = placed.handle.kind === 'middle' ? tolerance / 4 : 0;
    const distance = Math.hypot(placed.x - x, placed.y - y) + bias;
    if (distance > nearest) continue;
    nearest = distance;
    best = { id: view.id, handle: placed.handle };
  }
  return best;
}
