// A queue of images to upload to a dataset: several per request, each with its progress and outcome. Failed ones can be
// retried.

import { MAX_MEDIA_BYTES } from '../../../protocol/limits';
import type { MediaAdded } from '../../../protocol/types';
import type { NamedFile } from '../../../protocol/upload-images';
import { fileSize } from '../../../ui/file-size';

/** `there`: the dataset already has an image with the same content. */
export type UploadState = 'waiting' | 'sending' | 'added' | 'there' | 'failed';

export interface Upload extends NamedFile {
  readonly state: UploadState;
  /** The part that has been sent, 0 to 1. */
  readonly part: number;
  readonly message: string | null;
}

export interface Uploads {
  /** Always the same array; its elements change. */
  readonly files: readonly Upload[];
  readonly counts: Readonly<Record<UploadState, number>>;
  readonly running: boolean;
  /** The part of all bytes that is done or sent, 0 to 1. */
  readonly part: number;
}

export type SendBatch = (
  files: readonly NamedFile[],
  to: { onProgress: (part: number) => void; signal: AbortSignal },
) => Promise<MediaAdded>;

/** The next batch is sent while the server processes the previous one. */
const BATCHES_AT_ONCE = 2;
const MAX_BATCH_FILES = 25;
const MAX_BATCH_BYTES = 32 * 1024 * 1024;

const NONE: Uploads = {
  files: [],
  counts: { waiting: 0, sending: 0, added: 0, there: 0, failed: 0 },
  running: false,
  part: 0,
};

export class UploadQueue {
  readonly #send: SendBatch;
  readonly #wordsFor: (error: unknown) => string;
  readonly #onIdle: () => void;
  readonly #listeners = new Set<() => void>();
  readonly #files: Upload[] = [];
  #shown: Uploads = NONE;
  #batches = 0;
  #stop = new AbortController();

  /** Calls `onIdle` each time nothing is left to send. */
  constructor(send: SendBatch, wordsFor: (error: unknown) => string, onIdle: () => void) {
    this.#send = send;
    this.#wordsFor = wordsFor;
    this.#onIdle = onIdle;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly get = (): Uploads => this.#shown;

  add(files: readonly NamedFile[]): void {
    for (const { name, file } of files) {
      const tooLarge = file.size > MAX_MEDIA_BYTES;
      const message = `The image is ${fileSize(file.size)}. The limit is ${fileSize(MAX_MEDIA_BYTES)}.`;
      this.#files.push({
        ...{ name, file, part: 0 },
        ...(tooLarge ? { state: 'failed', message } : { state: 'waiting', message: null }),
      });
    }
    this.#go();
  }

  /** Sends failed images again, except those that are too large. */
  retry(): void {
    this.#files.forEach((upload, at) => {
      if (upload.state === 'failed' && upload.file.size <= MAX_MEDIA_BYTES) {
        this.#files[at] = { ...upload, state: 'waiting', part: 0, message: null };
      }
    });
    this.#go();
  }

  /** Stops the upload. Images that have been added stay; the rest count as failed and can be sent again. */
  stop(): void {
    this.#files.forEach((upload, at) => {
      if (upload.state === 'waiting') this.#files[at] = { ...upload, state: 'failed', message: 'Stopped.' };
    });
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#tell();
  }

  #go(): void {
    while (this.#batches < BATCHES_AT_ONCE) {
      const batch = this.#nextBatch();
      if (batch.length === 0) break;
      void this.#sendBatch(batch);
    }
    this.#tell();
  }

  /** Returns the indices of the files to send in the next request. */
  #nextBatch(): number[] {
    const batch: number[] = [];
    let bytes = 0;
    for (let at = 0; at < this.#files.length && batch.length < MAX_BATCH_FILES; at++) {
      const upload = this.#files[at];
      if (upload?.state !== 'waiting') continue;
      bytes += upload.file.size;
      if (batch.length > 0 && bytes > MAX_BATCH_BYTES) break;
      batch.push(at);
    }
    return batch;
  }

  async #sendBatch(batch: readonly number[]): Promise<void> {
    const files = batch.map((at) => this.#files[at]).filter((upload) => upload !== undefined);
    const set = (index: number, change: Partial<Upload>) => {
      const [at, upload] = [batch[index], files[index]];
      if (at !== undefined && upload !== undefined) this.#files[at] = { ...upload, ...change };
    };
    files.forEach((_, index) => {
      set(index, { state: 'sending' });
    });
    this.#batches++;
    const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
    const onProgress = (part: number) => {
      // The files of a request are sent one after another.
      let left = part * bytes;
      files.forEach(({ file }, index) => {
        set(index, { state: 'sending', part: file.size === 0 ? 1 : Math.min(1, Math.max(0, left / file.size)) });
        left -= file.size;
      });
      this.#tell();
    };
    try {
      const { failed } = await this.#send(files, { onProgress, signal: this.#stop.signal });
      const refused = [...failed];
      files.forEach(({ name }, index) => {
        const found = refused.findIndex((each) => each.file_name === name);
        const [refusal] = found < 0 ? [] : refused.splice(found, 1);
        set(index, outcomeOf(refusal?.message ?? null));
      });
    } catch (error) {
      const message = this.#wordsFor(error);
      files.forEach((_, index) => {
        set(index, { state: 'failed', message });
      });
    }
    this.#batches--;
    this.#go();
    if (!this.#shown.running) this.#onIdle();
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

/** Returns the outcome of an image from the server's error message, or null if it was added. */
function outcomeOf(message: string | null): Partial<Upload> {
  if (message === null) return { state: 'added', part: 1 };
  return { state: /already there/i.test(message) ? 'there' : 'failed', part: 1, message };
}
