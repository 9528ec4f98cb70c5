import { describe, expect, it } from 'vitest';
import { MAX_MEDIA_BYTES } from '../../../protocol/limits';
import type { MediaAdded } from '../../../protocol/types';
import { type SendBatch, UploadQueue, type Uploads } from './upload-queue';

const file = (size = 10) => ({ size }) as File;
const named = (count: number, size?: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `p${index}`, file: file(size) }));
const NOTHING: MediaAdded = { added: [], failed: [] };

interface Request {
  readonly names: readonly string[];
  readonly answer: (answer: MediaAdded) => void;
  readonly fail: (error: unknown) => void;
  readonly progress: (part: number) => void;
}

/** A server that responds when the test tells it to. */
function slowServer() {
  const requests: Request[] = [];
  const send: SendBatch = (files, { onProgress, signal }) =>
    new Promise((answer, fail) => {
      requests.push({ names: files.map(({ name }) => name), answer, fail, progress: onProgress });
      signal.addEventListener('abort', () => fail(new Error('Stopped.')));
    });
  return { send, requests };
}

function queueOf(send: SendBatch) {
  const idle: Uploads[] = [];
  const queue: UploadQueue = new UploadQueue(
    send,
    (error) => (error as Error).message,
    () => idle.push(queue.get()),
  );
  return { queue, idle };
}

/** Lets the callbacks of settled promises run. */
const turn = () => new Promise<void>((done) => setImmediate(done));

describe('an upload queue', () => {
  it('F28 sends several images per request, two requests at once, and reports once that all are done', async () => {
    const { send, requests } = slowServer();
    const { queue, idle } = queueOf(send);
    queue.add(named(60));
    expect(requests.map(({ names }) => names.length)).toEqual([25, 25]);
    requests[0]?.answer(NOTHING);
    await turn();
    expect(requests.map(({ names }) => names.length)).toEqual([25, 25, 10]);
    requests[1]?.answer(NOTHING);
    requests[2]?.answer(NOTHING);
    await turn();
    expect(queue.get()).toMatchObject({ running: false, part: 1, counts: { added: 60, failed: 0 } });
    expect(idle).toHaveLength(1);
  });

  it('sends large images in separate requests', () => {
    const { send, requests } = slowServer();
    queueOf(send).queue.add(named(3, 20 * 1024 * 1024));
    expect(requests.map(({ names }) => names)).toEqual([['p0'], ['p1']]);
  });

  it('shows the progress of each image, which are sent one after another', () => {
    const { send, requests } = slowServer();
    const { queue } = queueOf(send);
    queue.add(named(4));
    requests[0]?.progress(0.375);
    expect(queue.get().files.map(({ part }) => part)).toEqual([1, 0.5, 0, 0]);
    expect(queue.get().part).toBeCloseTo(0.375);
  });

  it('an image that is already there is not a failure; a refused one has a reason and can be retried', async () => {
    const { send, requests } = slowServer();
    const { queue } = queueOf(send);
    queue.add(named(3));
    const failed = [
      { file_name: 'p2', message: 'This is not an image.' },
      { file_name: 'p0', message: 'It is already there as "old.png".' },
    ];
    requests[0]?.answer({ added: [{ id: '1', file_name: 'p1' }], failed });
    await turn();
    expect(queue.get().files.map(({ state }) => state)).toEqual(['there', 'added', 'failed']);
    expect(queue.get().files[2]?.message).toBe('This is not an image.');
    queue.retry();
    expect(requests[1]?.names).toEqual(['p2']);
  });

  it('of two images with the same name, only the refused one fails', async () => {
    const { send, requests } = slowServer();
    const { queue } = queueOf(send);
    queue.add([...named(1), ...named(1)]);
    requests[0]?.answer({ added: [{ id: '1', file_name: 'p0' }], failed: [{ file_name: 'p0', message: 'No.' }] });
    await turn();
    expect(queue.get().counts).toMatchObject({ added: 1, failed: 1 });
  });

  it('the images of a failed request have the reason and can be retried', async () => {
    const { send, requests } = slowServer();
    const { queue, idle } = queueOf(send);
    queue.add(named(2));
    requests[0]?.fail(new Error('No connection.'));
    await turn();
    expect(queue.get().files.map(({ state, message }) => [state, message])).toEqual([
      ['failed', 'No connection.'],
      ['failed', 'No connection.'],
    ]);
    expect(idle).toHaveLength(1);
  });

  it('stopping keeps the images that were added, and the rest can be retried', async () => {
    const { send, requests } = slowServer();
    const { queue, idle } = queueOf(send);
    queue.add(named(80));
    requests[0]?.answer(NOTHING);
    await turn();
    queue.stop();
    await turn();
    expect(queue.get()).toMatchObject({ running: false, counts: { added: 25, failed: 55 } });
    expect(idle).toHaveLength(1);
  });

  it('a file that is too large is never sent', () => {
    const { send, requests } = slowServer();
    const { queue } = queueOf(send);
    queue.add([{ name: 'huge', file: file(MAX_MEDIA_BYTES + 1) }]);
    queue.retry();
    expect(requests).toHaveLength(0);
    expect(queue.get().files[0]?.state).toBe('failed');
  });
});
