// Draws a label as an SVG path in pixels of its media file, with its dots and the position of its sign. Pure.
import { boundsOf, type Point, rotatedCorners } from '../../kernels/bounds';
import { decodeMask, decodeRuns } from '../../kernels/rle';
import type { BitmaskGeometry, Figure, Label } from '../../protocol/types';

interface DrawnLabel {
  /** Empty if only dots are drawn. */
  readonly path: string;
  readonly dots: readonly Point[];
  readonly filled: boolean;
  /** The label's top left corner; null for a classification, which has no position. */
  readonly position: Point | null;
}

type Edges = readonly (readonly [number, number])[];

/** Returns the label's figure on the first frame that has a keyframe. */
export function firstFigure(label: Label): Figure | null {
  const [first] = Object.keys(label.frames).sort((a, b) => Number(a) - Number(b));
  const keyframe = first === undefined ? undefined : label.frames[first];
  return keyframe ? ({ shape: label.shape, geometry: keyframe.geometry } as Figure) : null;
}

function ring(flat: readonly number[], close: boolean): string {
  let path = '';
  for (let i = 0; i + 1 < flat.length; i += 2) path += `${i === 0 ? 'M' : 'L'}${flat[i]} ${flat[i + 1]}`;
  return path === '' || !close ? path : `${path}Z`;
}

/** Returns each run of set pixels as a strip one column wide. A run that continues in the next column is cut at the bottom. */
function maskPath(mask: BitmaskGeometry): string {
  const height = mask.size[0];
  let path = '';
  let position = 0;
  decodeRuns(mask)?.forEach((run, index) => {
    for (let from = position; index % 2 === 1 && from < position + run; ) {
      const [x, y] = [Math.floor(from / height), from % height];
      const tall = Math.min(position + run - from, height - y);
      path += `M${x} ${y}h1v${tall}h-1Z`;
      from += tall;
    }
    position += run;
  });
  return path;
}

export function drawnLabel(label: Label, edges: Edges = []): DrawnLabel {
  const figure = firstFigure(label);
  if (figure === null) return { path: '', dots: [], filled: false, position: null };
  const bounds = figure.shape === 'bitmask' ? (decodeMask(figure.geometry)?.bounds ?? null) : boundsOf(figure);
  const position = bounds && { x: bounds.minX, y: bounds.minY };
  switch (figure.shape) {
    case 'box': {
      const { x, y, w, h } = figure.geometry;
      return { path: `M${x} ${y}h${w}v${h}h${-w}Z`, dots: [], filled: true, position };
    }
    case 'rotated_box':
      return { path: ring(rotatedCorners(figure.geometry), true), dots: [], filled: true, position };
    case 'polygon':
      return { path: figure.geometry.rings.map((each) => ring(each, true)).join(''), dots: [], filled: true, position };
    case 'polyline':
      return { path: ring(figure.geometry.points, false), dots: [], filled: false, position };
    case 'bitmask':
      return { path: maskPath(figure.geometry), dots: [], filled: true, position };
    case 'point':
      return { path: '', dots: [figure.geometry], filled: false, position };
    case 'skeleton':
      return { ...skeleton(figure.geometry.points, edges), filled: false, position };
    case 'classification':
      return { path: '', dots: [], filled: false, position: null };
  }
}

/** Draws a skeleton from flat triples of x, y and visibility. A joint with visibility 0 is absent. */
function skeleton(points: readonly number[], edges: Edges): { path: string; dots: Point[] } {
  const dots: (Point | null)[] = [];
  for (let i = 0; i + 2 < points.length; i += 3) {
    dots.push(points[i + 2] === 0 ? null : { x: points[i] ?? 0, y: points[i + 1] ?? 0 });
  }
  const path = edges
    .map(([a, b]) => {
      const [from, to] = [dots[a], dots[b]];
      return from && to ? `M${from.x} ${from.y}L${to.x} ${to.y}` : '';
    })
    .join('');
  return { path, dots: dots.filter((dot) => dot !== null) };
}
