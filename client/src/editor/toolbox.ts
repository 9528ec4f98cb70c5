/** The tools: the active one, the class it draws, and its overlay. Passes pointer input to the active tool. */

import type { OntologyClass } from '../protocol/labels';
import type { Presence } from '../protocol/wire';
import { presenceDraft } from './draft';
import type { Editor } from './editor';
import type { LabelIndex } from './label-index';
import type { ToolId, ToolState } from './state';
import { sameFields, slice } from './store';
import { toolHost } from './tool-host';
import { BoxTool, boxShape } from './tools/box';
import { PanTool } from './tools/pan';
import { PinTool } from './tools/pin';
import { lineShape, PolygonTool } from './tools/polygon';
import { SelectTool } from './tools/select';
import { NO_OVERLAY, type Overlay, type PointerInput, type Tool } from './tools/tool';

/** The shape that a drawing tool makes of a class; `null` if it cannot draw the class. */
const DRAWN_SHAPE: { readonly [id in ToolId]?: (cls: OntologyClass) => string | null } = {
  box: boxShape,
  polygon: lineShape,
};

export class Toolbox {
  readonly tool = slice<ToolState>({ id: 'select', state: 'idle', cursor: 'default' }, sameFields);
  readonly overlay = slice<Overlay>(NO_OVERLAY);
  readonly activeClass = slice<OntologyClass | null>(null);

  readonly #editor: Editor;
  readonly #index: LabelIndex;
  readonly #tools: Readonly<Record<ToolId, Tool>>;
  /** Shows the pointer and the drawing to others. */
  readonly #share: (change: Presence) => void;

  constructor(editor: Editor, index: LabelIndex, share: (change: Presence) => void) {
    this.#editor = editor;
    this.#index = index;
    this.#share = share;
    this.activeClass.set(editor.task.get().ontology.classes[0] ?? null);
    const host = toolHost(editor, {
      index,
      setOverlay: (overlay) => {
        this.overlay.set(overlay);
        share({ draft: presenceDraft(overlay) });
      },
      changed: () => this.#show(this.#active),
    });
    this.#tools = {
      select: new SelectTool(host),
      box: new BoxTool(host),
      polygon: new PolygonTool(host),
      pan: new PanTool(host),
      pin: new PinTool(host),
    };
  }

  select(id: ToolId): void {
    if (this.tool.get().id === id) return;
    this.cancel();
    const draws = DRAWN_SHAPE[id];
    const current = this.activeClass.get();
    if (draws !== undefined && (current === null || draws(current) === null)) {
      const able = this.#editor.task.get().ontology.classes.find((cls) => draws(cls) !== null);
      if (able === undefined) return;
      this.activeClass.set(able);
    }
    this.#show(this.#tools[id]);
  }

  setClass(id: string): void {
    const cls = this.#index.class(id);
    if (cls !== undefined) this.activeClass.set(cls);
  }

  /** Updates the active class after an ontology change; a tool that can no longer draw it is deselected. */
  onOntology(): void {
    const { id } = this.tool.get();
    const before = this.activeClass.get();
    const now = this.#index.class(before?.id ?? '') ?? this.#editor.task.get().ontology.classes[0] ?? null;
    const draws = DRAWN_SHAPE[id];
    if (draws !== undefined && (now === null || now.id !== before?.id || draws(now) === null)) this.select('select');
    this.activeClass.set(now);
  }

  down(input: PointerInput): void {
    this.#active.down(input);
  }

  move(input: PointerInput): void {
    this.#active.move(input);
    this.#share({ cursor: { x: Math.round(input.x * 10) / 10, y: Math.round(input.y * 10) / 10 } });
  }

  up(input: PointerInput): void {
    // A quick drag can have no move event between press and release.
    this.move(input);
    this.#active.up(input);
  }

  doubleClick(input: PointerInput): void {
    this.#active.doubleClick(input);
  }

  /** Handles the pointer leaving the image. */
  left(): void {
    this.#editor.hover(null);
    this.#editor.hoverIssue(null);
    this.#share({ cursor: null });
  }

  confirm(): boolean {
    return this.#active.confirm();
  }

  back(): boolean {
    return this.#active.back();
  }

  cancel(): boolean {
    return this.#active.cancel();
  }

  /** Cancels a drag or drawing in progress when the permission to edit has ended; panning and selecting continue. */
  interruptEditing(): void {
    const { id, state } = this.tool.get();
    if (state === 'idle' || id === 'pan' || id === 'pin' || state === 'marquee') return;
    this.cancel();
  }

  get #active(): Tool {
    return this.#tools[this.tool.get().id];
  }

  #show({ id, state, cursor }: Tool): void {
    this.tool.set({ id, state, cursor });
  }
}
