/** Uploads images to a dataset with progress. `fetch` cannot report upload progress, so this uses `XMLHttpRequest`. */

import type { MediaAdded } from './datasets';
import { errorOf, offline, segment } from './http-client';

export interface Sending {
  /** Reports the fraction sent, 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

export function sendPictures(dataset: string, files: readonly NamedFile[], sending: Sending): Promise<MediaAdded> {
  return new Promise((done, failed) => {
    const form = new FormData();
    for (const { name, file } of files) form.append('images', file, name);
    const call = new XMLHttpRequest();
    call.open('POST', `/api/v1/datasets/${segment(dataset)}/media`);
    call.responseType = 'json';
    const stop = () => call.abort();
    sending.signal.addEventListener('abort', stop);
    call.onloadend = () => sending.signal.removeEventListener('abort', stop);
    call.upload.onprogress = (event) => event.lengthComputable && sending.onProgress(event.loaded / event.total);
    call.onabort = () => failed(offline('Stopped.'));
    call.onerror = () => failed(offline());
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) done(call.response as MediaAdded);
      else failed(errorOf(call.status, call.response));
    };
    if (sending.signal.aborted) failed(offline('Stopped.'));
    else call.send(form);
  });
}
