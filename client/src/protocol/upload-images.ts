/** Uploads images to a dataset with progress. `fetch` cannot report upload progress, so this uses `XMLHttpRequest`. */

import type { MediaAdded } from './datasets';
import { encodeSegment, offlineError, toApiError } from './http-client';

export interface UploadOptions {
  /** Reports the fraction sent, 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

export function uploadImages(
  dataset: string,
  files: readonly NamedFile[],
  sending: UploadOptions,
): Promise<MediaAdded> {
  return new Promise((done, failed) => {
    const form = new FormData();
    for (const { name, file } of files) form.append('images', file, name);
    const call = new XMLHttpRequest();
    call.open('POST', `/api/v1/datasets/${encodeSegment(dataset)}/media`);
    call.responseType = 'json';
    const stop = () => call.abort();
    sending.signal.addEventListener('abort', stop);
    call.onloadend = () => sending.signal.removeEventListener('abort', stop);
    call.upload.onprogress = (event) => event.lengthComputable && sending.onProgress(event.loaded / event.total);
    call.onabort = () => failed(offlineError('Stopped.'));
    call.onerror = () => failed(offlineError());
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) done(call.response as MediaAdded);
      else failed(toApiError(call.status, call.response));
    };
    if (sending.signal.aborted) failed(offlineError('Stopped.'));
    else call.send(form);
  });
}
