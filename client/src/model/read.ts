/** Typed, immutable copies of a document's contents. Entries that do not match the schema are skipped. */

import * as Y from 'yjs';
import type { Anchor, FrameSpan, Issue, IssueComment } from '../protocol/issues';
import { type Json, type Keyframe, type Label, SHAPES, type Shape } from '../protocol/labels';
import type { Stage } from '../protocol/people';
import type { Verdict } from '../protocol/review';

const SHAPE_NAMES: ReadonlySet<string> = new Set(SHAPES);

function isKeyframe(value: unknown): value is Keyframe {
  return value !== null && typeof value === 'object' && 'geometry' in value && typeof value.geometry === 'object';
}

export function readLabel(map: unknown): Label | null {
  if (!(map instanceof Y.Map)) return null;
  const cls: unknown = map.get('class');
  const shape: unknown = map.get('shape');
  const z: unknown = map.get('z');
  const frames: unknown = map.get('frames');
  const attributes: unknown = map.get('attributes');
  if (typeof cls !== 'string' || typeof shape !== 'string' || !SHAPE_NAMES.has(shape) || !(frames instanceof Y.Map)) {
    return null;
  }
  const keyframes: Record<string, Keyframe> = {};
  for (const [frame, value] of frames.entries()) if (isKeyframe(value)) keyframes[frame] = value;
  const values: Record<string, Json> = {};
  if (attributes instanceof Y.Map) {
    for (const [id, value] of attributes.entries()) values[id] = value as Json;
  }
  return { class: cls, shape: shape as Shape, z: typeof z === 'number' ? z : 0, frames: keyframes, attributes: values };
}

/** Returns the keyframe in effect on a frame: the latest at or before it. */
export function keyframeAt(label: Label, frame: number): Keyframe | null {
  let latest = -1;
  for (const key in label.frames) {
    const number = Number(key);
    if (number <= frame && number > latest) latest = number;
  }
  return latest < 0 ? null : (label.frames[latest] ?? null);
}

/** Converts to a number: another library writes whole numbers as bigint. */
function toNumber(value: unknown): number {
  return typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? value : 0;
}

function readAnchor(value: unknown): Anchor | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { x, y, frame } = value as Record<string, unknown>;
  return { x: toNumber(x), y: toNumber(y), frame: toNumber(frame) };
}

function readFrames(value: unknown): FrameSpan | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { first, last } = value as Record<string, unknown>;
  return { first: toNumber(first), last: toNumber(last) };
}

export function readVerdict(value: unknown): Verdict | null {
  if (value === null || typeof value !== 'object') return null;
  const { verdict, by, by_name, at, round } = value as Record<string, unknown>;
  if (verdict !== 'approved' && verdict !== 'rejected') return null;
  const text = (field: unknown): string => (typeof field === 'string' ? field : '');
  return { verdict, by: text(by), by_name: text(by_name), at: text(at), round: toNumber(round) };
}

export function readIssue(id: string, map: unknown): Issue | null {
  if (!(map instanceof Y.Map)) return null;
  const comments: unknown = map.get('comments');
  const get = <K extends keyof Issue>(key: K): Issue[K] | undefined => (map.get(key) as Issue[K] | null) ?? undefined;
  const [kind, state] = [get('kind'), get('state')];
  if (kind === undefined || state === undefined) return null;
  return {
    id,
    kind,
    anchor: readAnchor(map.get('anchor')),
    frames: readFrames(map.get('frames')),
    label: get('label'),
    class: get('class'),
    attribute: get('attribute'),
    tags: get('tags') ?? [],
    state,
    by: get('by'),
    by_name: get('by_name') ?? '',
    at: get('at') ?? '',
    resolved: get('resolved'),
    comments: comments instanceof Y.Array ? (comments.toArray() as IssueComment[]) : [],
  };
}

export interface ItemRoot {
  readonly stage: Stage | undefined;
  readonly round: number | undefined;
  readonly generation: number | undefined;
}

export function readItem(map: Y.Map<unknown>): ItemRoot {
  const number = (key: string): number | undefined => {
    const value = map.get(key);
    return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined;
  };
  return { stage: map.get('stage') as Stage | undefined, round: number('round'), generation: number('generation') };
}
