// Pictures on their way into a dataset: a few at a time, each with its progress and its outcome; what failed goes again.
import { MAX_MEDIA_BYTES } from '../../../protocol/limits';
import type { MediaAdded } from '../../../protocol/setup-contract';
import { fileSize } from '../../../ui/file-size';

/** `there`: the dataset has a picture with the same content. */
export type UploadState = 'waiting' | 'sending' | 'added' | 'there' | 'failed';

export interface Upload {
  readonly name: string;
  readonly file: File;
  readonly state: UploadState;
  /** What has been sent, 0 to 1. */
  readonly part: number;
  readonly message: string | null;
}

export interface Uploads {
  /** The same list each time: what is in it changes. */
  readonly files: readonly Upload[];
  readonly counts: Readonly<Record<UploadState, number>>;
  readonly running: boolean;
  /** Of all bytes, what is settled or sent, 0 to 1. */
  readonly part: number;
}

export type SendOne = (
  name: string,
  file: File,
  to: { onProgress: (part: number) => void; signal: AbortSignal },
) => Promise<MediaAdded>;

/** Enough to keep a line busy without holding all of the browser's connections. */
const AT_ONCE = 3;

const NONE: Uploads = {
  files: [],
  counts: { waiting: 0, sending: 0, added: 0, there: 0, failed: 0 },
  running: false,
  part: 0,
};

export class UploadQueue {
  readonly #send: SendOne;
  readonly #wordsFor: (error: unknown) => string;
  readonly #onIdle: (uploads: Uploads) => void;
  readonly #listeners = new Set<() => void>();
  readonly #files: Upload[] = [];
  #shown: Uploads = NONE;
  #stop = new AbortController();

  /** `onIdle` hears each time that nothing is left to send. */
  constructor(send: SendOne, wordsFor: (error: unknown) => string, onIdle: (uploads: Uploads) => void) {
    this.#send = send;
    this.#wordsFor = wordsFor;
    this.#onIdle = onIdle;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly get = (): Uploads => this.#shown;

  add(files: readonly { readonly name: string; readonly file: File }[]): void {
    for (const { name, file } of files) {
      const tooLarge = file.size > MAX_MEDIA_BYTES;
      this.#files.push({
        name,
        file,
        state: tooLarge ? 'failed' : 'waiting',
        part: 0,
        message: tooLarge
          ? `It has ${fileSize(file.size)}; a picture may have ${fileSize(MAX_MEDIA_BYTES)} at most.`
          : null,
      });
    }
    this.#go();
  }

  /** Sends again what failed and can pass. */
  retry(): void {
    this.#files.forEach((upload, at) => {
      if (upload.state === 'failed' && upload.file.size <= MAX_MEDIA_BYTES) {
        this.#files[at] = { ...upload, state: 'waiting', part: 0, message: null };
      }
    });
    this.#go();
  }

  /** What has arrived stays; the rest counts as failed and can be sent again. */
  stop(): void {
    this.#files.forEach((upload, at) => {
      if (upload.state === 'waiting') this.#files[at] = { ...upload, state: 'failed', message: 'Stopped.' };
    });
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#tell();
  }

  #go(): void {
    const free = AT_ONCE - this.#files.filter((upload) => upload.state === 'sending').length;
    let begun = 0;
    for (let at = 0; at < this.#files.length && begun < free; at++) {
      if (this.#files[at]?.state !== 'waiting') continue;
      begun++;
      void this.#sendAt(at);
    }
    this.#tell();
  }

  async #sendAt(at: number): Promise<void> {
    const upload = this.#files[at];
    if (upload === undefined) return;
    const set = (change: Partial<Upload>) => {
      this.#files[at] = { ...upload, ...change };
    };
    set({ state: 'sending' });
    const onProgress = (part: number) => {
      set({ state: 'sending', part });
      this.#tell();
    };
    try {
      const { failed } = await this.#send(upload.name, upload.file, { onProgress, signal: this.#stop.signal });
      const message = failed[0]?.message ?? null;
      if (message === null) set({ state: 'added', part: 1 });
      else set({ state: /^already there/i.test(message) ? 'there' : 'failed', part: 1, message });
    } catch (error) {
      set({ state: 'failed', part: 0, message: this.#wordsFor(error) });
    }
    this.#go();
    if (!this.#shown.running) this.#onIdle(this.#shown);
  }

  #tell(): void {
    const counts = { ...NONE.counts };
    let [bytes, sent] = [0, 0];
    for (const { state, file, part } of this.#files) {
      counts[state]++;
      bytes += file.size;
      sent += file.size * (state === 'waiting' || state === 'sending' ? part : 1);
    }
    const running = counts.waiting + counts.sending > 0;
    this.#shown = { files: this.#files, counts, running, part: bytes === 0 ? 1 : sent / bytes };
    for (const listener of this.#listeners) listener();
  }
}
