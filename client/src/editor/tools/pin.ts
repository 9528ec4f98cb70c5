/** Places the pin of a new issue (F90). States: idle, pressing. */

import { clampPoint } from '../../kernels/bounds';
import { isDrag, type PointerInput, type Tool, type ToolHost } from './tool';

export class PinTool implements Tool {
  readonly id = 'pin';
  readonly cursor = 'crosshair';
  #from: PointerInput | null = null;
  readonly #host: ToolHost;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  get state(): string {
    return this.#from === null ? 'idle' : 'pressing';
  }

  down(input: PointerInput): void {
    this.#to(input);
  }

  move(): void {}

  up(input: PointerInput): void {
    const from = this.#from;
    if (from === null) return;
    this.#to(null);
    if (!isDrag(from, input)) this.#host.placePin(clampPoint(from, this.#host.size));
  }

  doubleClick(): void {}

  confirm(): boolean {
    return false;
  }

  back(): boolean {
    return false;
  }

  cancel(): boolean {
    if (this.#from === null) return false;
    this.#to(null);
    return true;
  }

  #to(from: PointerInput | null): void {
    this.#from = from;
    this.#host.changed();
  }
}
