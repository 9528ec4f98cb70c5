/** The document of one item: the only place that touches `Y.Doc`. Typed copies out, edits in as single transactions. */

import * as Y from 'yjs';
import type { Issue } from '../protocol/issues';
import type { Geometry, Json, Keyframe, Label } from '../protocol/labels';
import type { Verdict } from '../protocol/review';
import { type ItemRoot, readIssue, readItem, readLabel, readVerdict } from './read';

/** Who made a transaction. Only `edit` is undone, and only `edit`, `fixed` and undo itself are sent. */
const EDIT = Symbol('edit');
/** An edit that nobody may take back. */
const FIXED = Symbol('fixed');
const SERVER = Symbol('server');
const RECOVERED = Symbol('recovered');

export interface ModelChange {
  /** Ids of labels added, changed or removed. */
  readonly labels: ReadonlySet<string>;
  /** Ids of labels whose verdict came, changed or went. */
  readonly verdicts: ReadonlySet<string>;
  readonly issues: boolean;
  readonly item: boolean;
  /** Undo or redo became possible or impossible. */
  readonly history: boolean;
}

const NOTHING: ModelChange = {
  labels: new Set(),
  verdicts: new Set(),
  issues: false,
  item: false,
  history: false,
};

/** One local change: its bytes, and the labels as they are after it (`null`: deleted). */
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

  /** Takes another document in place of the present one, and forgets the undo steps. */
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

  /** Called once for each local transaction, undo and redo among them. */
  onEdit(listener: (edit: LocalEdit) => void): () => void {
    this.#editListeners.add(listener);
    return () => this.#editListeners.delete(listener);
  }

  // Reading

  get labels(): ReadonlyMap<string, Label> {
    return this.#labels;
  }

  /** By label; one that has none is pending. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this.#verdicts;
  }

  get issues(): readonly Issue[] {
    return this.#issues;
  }

  get item(): ItemRoot {
    return this.#item;
  }

  // What comes from elsewhere

  applyServer(update: Uint8Array): void {
    Y.applyUpdate(this.#doc, update, SERVER);
  }

  /** Own work of an earlier visit: shown, not undoable, sent by the outbox that it came from. */
  applyRecovered(update: Uint8Array): void {
    Y.applyUpdate(this.#doc, update, RECOVERED);
  }

  // Editing. `group`: edits in a row with the same group are one undo step.

  /** `fixed`: not an undo step, for what nobody may change afterwards. */
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

  /** `drop`: attributes that the new class does not have. */
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

  /** `undefined` clears the attribute. */
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

  /** Steps that can be undone, and done again. */
  get undoDepth(): number {
    return this.#undo.undoStack.length;
  }

  get redoDepth(): number {
    return this.#undo.redoStack.length;
  }

  /** Something else was done in between: the next edit is a step of its own, whatever its group. */
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
    // Steps are told apart by `group`, not by time.
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

  /** Threads that did not change stay the same objects: what shows them need not look at them again. */
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

/** Which entries of a root an event is about, however deep. */
function topKeys(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const event of events) {
    const top = event.path[0];
    if (top === undefined) for (const id of event.changes.keys.keys()) ids.add(id);
    else ids.add(String(top));
  }
  return ids;
}

/** Times and ids are plain ASCII: their order is that of their bytes. */
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

/** A document that has nothing yet, with the client id that the server gave. */
export function freshDoc(clientId: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  return doc;
}
