/** The preview of a drag that others see, small enough for a presence message. */

import { round } from '../kernels/bounds';
import { simplifyTo } from '../kernels/simplify';
import type { Figure } from '../protocol/labels';
import type { PresenceDraft } from '../protocol/wire';
import type { Overlay } from './tools/tool';

const MAX_POINTS = 80;

export function presenceDraft(overlay: Overlay): PresenceDraft | null {
  if (overlay.drawing !== null) {
    return { class: overlay.drawing.class, ...simplified(overlay.drawing.figure) };
  }
  for (const [label, figure] of overlay.drafts) {
    // Only the first of several labels: a preview is limited to 4 kB.
    return { label, ...simplified(figure) };
  }
  return null;
}

function simplified(figure: Figure): Figure {
  switch (figure.shape) {
    case 'polygon': {
      const outer = [...figure.geometry.rings].sort((a, b) => b.length - a.length)[0] ?? [];
      return { shape: 'polygon', geometry: { rings: [simplifyTo(outer, MAX_POINTS).map(round)] } };
    }
    case 'polyline':
      return { shape: 'polyline', geometry: { points: simplifyTo(figure.geometry.points, MAX_POINTS).map(round) } };
    default:
      return figure;
  }
}
