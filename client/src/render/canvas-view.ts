/** Draws an editor into an element and takes its pointer, wheel and touch input. */

import type { Editor } from '../editor/editor';

export class CanvasView {
  constructor(_editor: Editor, _host: HTMLElement) {}

  destroy(): void {}
}
