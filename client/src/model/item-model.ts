/** The document of one item: the only place that touches `Y.Doc`. Reads return typed copies; each edit is one transaction. */

import * as Y from 'yjs';
import type { Issue } from '../protocol/issues';
import type { Geometry, Json, Keyframe, Label } from '../protocol/labels';
import type { Verdict } from '../protocol/review';
import { type ItemRoot, readIssue, readItem, readLabel, readVerdict } from './read';

/** Origins of transactions. Only `EDIT` can be undone; only `EDIT`, `FIXED` and undo itself are sent. */
const EDIT = Symbol('edit');
/** An edit that cannot be undone. */
const FIXED = Symbol('fixed');
const SERVER = Symbol('server');
const RECOVERED = Symbol('recovered');

export interface ModelChange {
  /** Ids of labels added, changed or removed. */
  readonly labels: ReadonlySet<string>;
  /** Ids of labels whose verdict was added, changed or removed. */
  readonly verdicts: ReadonlySet<string>;
  readonly issues: boolean;
  readonly item: boolean;
  /** Whether undo or redo became possible or impossible. */
  readonly history: boolean;
}

const NOTHING: ModelChange = {
  labels: new Set(),
  verdicts: new Set(),
  issues: false,
  item: false,
  history: false,
};

/** One local edit: its bytes, and the labels it touched as they are after it (`null`: deleted). */
export interface LocalEdit {
  readonly update: Uint8Array;
  readonly labels: Readonly<Record<string, Label | null>>;
}

export interface GeometryChange {
  readonly id: string;
  readonly frame: number;
  readonly geometry: Geometry;
}

export class ItemModel {
  #doc = new Y.Doc();
  #undo: Y.UndoManager;
  #labels = new Map<string, Label>();
  #verdicts = new Map<string, Verdict>();
  #issues: readonly Issue[] = [];
  #item: ItemRoot = { stage: undefined, round: undefined, generation: undefined };
  #touched = new Set<string>();
  #group: string | null = null;
  readonly #changeListeners = new Set<(change: ModelChange) => void>();
  readonly #editListeners = new Set<(edit: LocalEdit) => void>();

  constructor() {
    this.#undo = this.#attach(this.#doc);
  }

  /** Replaces the current document and clears the undo steps. */
  adopt(doc: Y.Doc): void {
    if (doc === this.#doc) return;
    const known = new Set(this.#labels.keys());
    this.#undo.destroy();
    this.#doc.destroy();
    this.#doc = doc;
    this.#undo = this.#attach(doc);
    this.#labels = new Map();
    for (const id of this.#root().keys()) {
      known.add(id);
      this.#reread(id);
    }
    const judged = new Set(this.#verdicts.keys());
    this.#verdicts = new Map();
    for (const id of doc.getMap('verdicts').keys()) {
      judged.add(id);
      this.#rereadVerdict(id);
    }
    this.#issues = [];
    this.#rereadIssues(doc.getMap('issues').keys());
    this.#item = readItem(doc.getMap('item'));
    this.#emit({ labels: known, verdicts: judged, issues: true, item: true, history: true });
  }

  get doc(): Y.Doc {
    return this.#doc;
  }

  destroy(): void {
    this.#changeListeners.clear();
    this.#editListeners.clear();
    this.#undo.destroy();
    this.#doc.destroy();
  }

  onChange(listener: (change: ModelChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Calls `listener` once for each local transaction, including undo and redo. */
  onEdit(listener: (edit: LocalEdit) => void): () => void {
    this.#editListeners.add(listener);
    return () => this.#editListeners.delete(listener);
  }

  // Reading

  get labels(): ReadonlyMap<string, Label> {
    return this.#labels;
  }

  /** Verdicts by label id; a label without one is pending. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this.#verdicts;
  }

  get issues(): readonly Issue[] {
    return this.#issues;
  }

  get item(): ItemRoot {
    return this.#item;
  }

  // Updates from elsewhere

  applyServer(update: Uint8Array): void {
    Y.applyUpdate(this.#doc, update, SERVER);
  }

  /** Applies own edits of an earlier visit: shown, not undoable, sent by the outbox they came from. */
  applyRecovered(update: Uint8Array): void {
    Y.applyUpdate(this.#doc, update, RECOVERED);
  }

  // Editing. Consecutive edits with the same `group` are one undo step.

  /** Adds labels. `fixed`: not an undo step, for labels that must not change afterwards. */
  create(labels: Readonly<Record<string, Label>>, fixed = false): void {
    const add = (root: Y.Map<Y.Map<unknown>>): void => {
      for (const [id, label] of Object.entries(labels)) root.set(id, newLabelMap(label));
    };
    if (fixed) this.#doc.transact(() => add(this.#root()), FIXED);
    else this.#edit(null, add);
  }

  remove(ids: readonly string[]): void {
    this.#edit(null, (root) => {
      for (const id of ids) root.delete(id);
    });
  }

  setGeometry(changes: readonly GeometryChange[], group: string | null = null): void {
    this.#edit(group, (root) => {
      for (const { id, frame, geometry } of changes) {
        const frames = root.get(id)?.get('frames');
        if (frames instanceof Y.Map) {
          frames.set(String(frame), { geometry, outside: false } satisfies Keyframe);
        }
      }
    });
  }

  /** Sets the class of labels. `drop` lists the attributes that the new class does not have. */
  setClass(
    changes: readonly { readonly id: string; readonly class: string; readonly drop: readonly string[] }[],
  ): void {
    this.#edit(null, (root) => {
      for (const change of changes) {
        const label = root.get(change.id);
        if (label === undefined) continue;
        label.set('class', change.class);
        const attributes = label.get('attributes');
        if (attributes instanceof Y.Map) for (const id of change.drop) attributes.delete(id);
      }
    });
  }

  /** Sets attributes of a label; `undefined` clears one. */
  setAttributes(label: string, values: Readonly<Record<string, Json | undefined>>, group: string | null = null): void {
    this.#edit(group, (root) => {
      const attributes = root.get(label)?.get('attributes');
      if (!(attributes instanceof Y.Map)) return;
      for (const [id, value] of Object.entries(values)) {
        if (value === undefined) attributes.delete(id);
        else attributes.set(id, value);
      }
    });
  }

  setZ(orders: Readonly<Record<string, number>>): void {
    this.#edit(null, (root) => {
      for (const [id, z] of Object.entries(orders)) root.get(id)?.set('z', z);
    });
  }

  /** The number of steps that can be undone. */
  get undoDepth(): number {
    return this.#undo.undoStack.length;
  }

  get redoDepth(): number {
    return this.#undo.redoStack.length;
  }

  /** Ends the current group: the next edit starts a new undo step, regardless of its group. */
  endGroup(): void {
    this.#group = null;
  }

  dropRedo(): void {
    this.#undo.clear(false, true);
  }

  undo(): void {
    this.#group = null;
    this.#undo.undo();
  }

  redo(): void {
    this.#group = null;
    this.#undo.redo();
  }

  #root(): Y.Map<Y.Map<unknown>> {
    return this.#doc.getMap('labels');
  }

  #edit(group: string | null, change: (root: Y.Map<Y.Map<unknown>>) => void): void {
    if (group === null || group !== this.#group) this.#undo.stopCapturing();
    this.#group = group;
    this.#doc.transact(() => change(this.#root()), EDIT);
  }

  #attach(doc: Y.Doc): Y.UndoManager {
    const labels = doc.getMap('labels');
    // `group` separates the steps, not time.
    const undo = new Y.UndoManager(labels, {
      trackedOrigins: new Set([EDIT]),
      captureTimeout: Number.MAX_SAFE_INTEGER,
    });
    const history = () => this.#emit({ ...NOTHING, history: true });
    undo.on('stack-item-added', history);
    undo.on('stack-item-popped', history);
    labels.observeDeep((events) => {
      const ids = topKeys(events);
      for (const id of ids) {
        this.#reread(id);
        this.#touched.add(id);
      }
      this.#emit({ ...NOTHING, labels: ids });
    });
    doc.getMap('verdicts').observe((event) => {
      for (const id of event.keysChanged) this.#rereadVerdict(String(id));
      this.#emit({ ...NOTHING, verdicts: event.keysChanged as ReadonlySet<string> });
    });
    doc.getMap('issues').observeDeep((events) => {
      this.#rereadIssues(topKeys(events));
      this.#emit({ ...NOTHING, issues: true });
    });
    doc.getMap('item').observe(() => {
      this.#item = readItem(doc.getMap('item'));
      this.#emit({ ...NOTHING, item: true });
    });
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      const touched = this.#touched;
      this.#touched = new Set();
      if (origin !== EDIT && origin !== FIXED && origin !== undo) return;
      const after: Record<string, Label | null> = {};
      for (const id of touched) after[id] = this.#labels.get(id) ?? null;
      for (const listener of this.#editListeners) listener({ update, labels: after });
    });
    return undo;
  }

  #reread(id: string): void {
    const label = readLabel(this.#root().get(id));
    if (label === null) this.#labels.delete(id);
    else this.#labels.set(id, label);
  }

  #rereadVerdict(id: string): void {
    const verdict = readVerdict(this.#doc.getMap('verdicts').get(id));
    if (verdict === null) this.#verdicts.delete(id);
    else this.#verdicts.set(id, verdict);
  }

  /** Issues that did not change stay the same objects, so that views need not render them again. */
  #rereadIssues(ids: Iterable<string>): void {
    const root = this.#doc.getMap('issues');
    const issues = new Map(this.#issues.map((issue) => [issue.id, issue]));
    for (const id of ids) {
      const issue = readIssue(id, root.get(id));
      if (issue === null) issues.delete(id);
      else issues.set(id, issue);
    }
    this.#issues = [...issues.values()].sort((a, b) => compare(b.at, a.at) || compare(a.id, b.id));
  }

  #emit(change: ModelChange): void {
    for (const listener of [...this.#changeListeners]) listener(change);
  }
}

/** Returns the keys of the root's entries that the events changed, at any depth. */
function topKeys(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const event of events) {
    const top = event.path[0];
    if (top === undefined) for (const id of event.changes.keys.keys()) ids.add(id);
    else ids.add(String(top));
  }
  return ids;
}

/** Compares times and ids, which are plain ASCII, by their bytes. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function newLabelMap(label: Label): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  map.set('class', label.class);
  map.set('shape', label.shape);
  map.set('z', label.z);
  map.set('frames', new Y.Map(Object.entries(label.frames)));
  map.set('attributes', new Y.Map(Object.entries(label.attributes)));
  return map;
}

/** Returns an empty document with the client id that the server assigned. */
export function freshDoc(clientId: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  return doc;
}
