/** Moves the view. States: idle, panning. */

import type { PointerInput, Tool, ToolHost } from './tool';

export class PanTool implements Tool {
  readonly id = 'pan';
  #last: PointerInput | null = null;
  readonly #host: ToolHost;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  get state(): string {
    return this.#last === null ? 'idle' : 'panning';
  }

  get cursor(): string {
    return this.#last === null ? 'grab' : 'grabbing';
  }

  down(input: PointerInput): void {
    this.#to(input);
  }

  move(input: PointerInput): void {
    if (this.#last === null) return;
    this.#host.panBy(input.screenX - this.#last.screenX, input.screenY - this.#last.screenY);
    this.#last = input;
  }

  up(): void {
    this.cancel();
  }

  doubleClick(): void {}

  confirm(): boolean {
    return false;
  }

  back(): boolean {
    return false;
  }

  cancel(): boolean {
    if (this.#last === null) return false;
    this.#to(null);
    return true;
  }

  #to(last: PointerInput | null): void {
    this.#last = last;
    this.#host.changed();
  }
}
