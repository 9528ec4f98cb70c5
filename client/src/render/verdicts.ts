/** How labels with a verdict look on the image: a badge at the corner and a different line, so that colour is not needed. */

import type { VerdictKind } from '../protocol/review';

const COLOR: Record<VerdictKind, string> = { approved: '#1f8450', rejected: '#c4342b' };
/** The radius of a badge, in screen pixels. */
const RADIUS = 7;
/** A label smaller than this, in screen pixels, has no badge: it would hide what was judged. */
export const BADGE_FROM_PX = 14;

const signs = new Map<string, HTMLCanvasElement>();

/** Returns the badge, drawn once for each verdict and pixel ratio: each frame copies hundreds of them. */
function sign(verdict: VerdictKind, ratio: number): HTMLCanvasElement {
  const key = `${verdict} ${ratio}`;
  const known = signs.get(key);
  if (known !== undefined) return known;
  const canvas = document.createElement('canvas');
  const size = 2 * RADIUS + 2;
  canvas.width = canvas.height = Math.ceil(size * ratio);
  const context = canvas.getContext('2d');
  signs.set(key, canvas);
  if (context === null) return canvas;
  context.setTransform(ratio, 0, 0, ratio, (size / 2) * ratio, (size / 2) * ratio);
  context.beginPath();
  context.arc(0, 0, RADIUS, 0, 2 * Math.PI);
  context.fillStyle = COLOR[verdict];
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1.25;
  context.stroke();
  context.beginPath();
  if (verdict === 'approved') {
    context.moveTo(-3.2, 0.2);
    context.lineTo(-0.9, 2.6);
    context.lineTo(3.3, -2.4);
  } else {
    context.moveTo(-2.6, -2.6);
    context.lineTo(2.6, 2.6);
    context.moveTo(2.6, -2.6);
    context.lineTo(-2.6, 2.6);
  }
  context.lineWidth = 1.8;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke();
  return canvas;
}

/** Draws a badge with its centre at the point, in screen pixels. */
export function drawBadge(
  context: CanvasRenderingContext2D,
  verdict: VerdictKind,
  x: number,
  y: number,
  ratio: number,
): void {
  const size = 2 * RADIUS + 2;
  context.drawImage(sign(verdict, ratio), x - size / 2, y - size / 2, size, size);
}

/** Returns the style of a label. Approved labels recede: thin and not filled. Rejected ones are dashed. */
export function styleOf(verdict: VerdictKind | undefined): { width: number; dash: readonly number[]; fill: boolean } {
  if (verdict === 'approved') return { width: 1, dash: [], fill: false };
  if (verdict === 'rejected') return { width: 2, dash: [6, 4], fill: true };
  return { width: 1.5, dash: [], fill: true };
}
