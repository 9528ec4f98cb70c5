import { describe, expect, it } from 'vitest';
import { MAX_MEDIA_BYTES } from '../../../protocol/limits';
import type { MediaAdded } from '../../../protocol/setup-contract';
import { type SendOne, UploadQueue, type Uploads } from './upload-queue';

const file = (size = 10) => ({ size }) as File;
const named = (...names: string[]) => names.map((name) => ({ name, file: file() }));
const added = (name: string): MediaAdded => ({ added: [{ id: name, file_name: name }], failed: [] });
const refused = (name: string, message: string): MediaAdded => ({ added: [], failed: [{ file_name: name, message }] });

/** A server that answers when the test says so. */
function slowServer() {
  const open = new Map<string, { answer: (answer: MediaAdded) => void; fail: (error: unknown) => void }>();
  const progress = new Map<string, (part: number) => void>();
  const send: SendOne = (name, _, { onProgress, signal }) =>
    new Promise((answer, fail) => {
      open.set(name, { answer, fail });
      progress.set(name, onProgress);
      signal.addEventListener('abort', () => fail(new Error('Stopped.')));
    });
  return { send, open, progress };
}

function queueOf(send: SendOne) {
  const idle: Uploads[] = [];
  const queue = new UploadQueue(
    send,
    (error) => (error as Error).message,
    (uploads) => idle.push(uploads),
  );
  return { queue, idle };
}

/** Lets what was settled be noticed. */
const turn = () => new Promise<void>((done) => setImmediate(done));

describe('pictures on their way', () => {
  it('F28 sends three at a time, tells how far each is, and says once when all are settled', async () => {
    const { send, open, progress } = slowServer();
    const { queue, idle } = queueOf(send);
    queue.add(named('a', 'b', 'c', 'd'));
    expect([...open.keys()]).toEqual(['a', 'b', 'c']);
    progress.get('a')?.(0.5);
    expect(queue.get().files[0]).toMatchObject({ state: 'sending', part: 0.5 });
    expect(queue.get().part).toBeCloseTo(0.125);
    open.get('a')?.answer(added('a'));
    await turn();
    expect([...open.keys()]).toEqual(['a', 'b', 'c', 'd']);
    for (const name of ['b', 'c', 'd']) open.get(name)?.answer(added(name));
    await turn();
    expect(queue.get()).toMatchObject({ running: false, part: 1, counts: { added: 4, failed: 0 } });
    expect(idle).toHaveLength(1);
  });

  it('a picture that is there already is no failure; one that is refused says why and can go again', async () => {
    const { send, open } = slowServer();
    const { queue } = queueOf(send);
    queue.add(named('a', 'b', 'c'));
    open.get('a')?.answer(refused('a', 'Already there as old.png.'));
    open.get('b')?.answer(refused('b', 'This is not a picture.'));
    open.get('c')?.fail(new Error('No connection.'));
    await turn();
    expect(queue.get().files.map(({ state, message }) => [state, message])).toEqual([
      ['there', 'Already there as old.png.'],
      ['failed', 'This is not a picture.'],
      ['failed', 'No connection.'],
    ]);
    queue.retry();
    expect(queue.get().counts).toMatchObject({ there: 1, sending: 2, failed: 0 });
  });

  it('a stop keeps what has arrived and leaves the rest to be sent again', async () => {
    const { send, open } = slowServer();
    const { queue, idle } = queueOf(send);
    queue.add(named('a', 'b', 'c', 'd'));
    open.get('a')?.answer(added('a'));
    await turn();
    queue.stop();
    await turn();
    expect(queue.get()).toMatchObject({ running: false, counts: { added: 1, failed: 3 } });
    expect(idle).toHaveLength(1);
  });

  it('a file that is too large is not sent, not even again', async () => {
    const { send, open } = slowServer();
    const { queue } = queueOf(send);
    queue.add([{ name: 'huge', file: file(MAX_MEDIA_BYTES + 1) }]);
    queue.retry();
    expect(open.size).toBe(0);
    expect(queue.get().files[0]?.state).toBe('failed');
  });
});
