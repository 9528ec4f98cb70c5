import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refetchAfterEvent } from './refetch-after-event';

const queryKey = ['list'];

describe('reading again', () => {
  let queries: QueryClient;
  let answers: { resolve: (value: string) => void; reject: (error: Error) => void }[];
  let stop: () => void;
  let observer: QueryObserver<string>;

  beforeEach(() => {
    queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    answers = [];
    const queryFn = () => new Promise<string>((resolve, reject) => answers.push({ resolve, reject }));
    observer = new QueryObserver<string>(queries, { queryKey, queryFn });
    stop = observer.subscribe(() => undefined);
  });

  afterEach(() => {
    stop();
    queries.clear();
  });

  const settled = () => expect.poll(() => observer.getCurrentResult().isFetching).toBe(false);

  it('requests again after a first answer that may be older than the change', async () => {
    refetchAfterEvent(queries, { queryKey });
    expect(answers).toHaveLength(1);
    answers[0]?.resolve('before');
    await expect.poll(() => answers).toHaveLength(2);
    expect(observer.getCurrentResult().data).toBe('before');
    answers[1]?.resolve('after');
    await settled();
    expect(observer.getCurrentResult().data).toBe('after');
  });

  it('ignores an older answer that arrives later', async () => {
    answers[0]?.resolve('first');
    await settled();
    refetchAfterEvent(queries, { queryKey });
    refetchAfterEvent(queries, { queryKey });
    expect(answers).toHaveLength(3);
    answers[2]?.resolve('after');
    answers[1]?.resolve('before');
    await settled();
    expect(observer.getCurrentResult().data).toBe('after');
  });

  it('requests once more for several events during the first request', async () => {
    refetchAfterEvent(queries, { queryKey });
    refetchAfterEvent(queries, { queryKey });
    answers[0]?.resolve('before');
    await expect.poll(() => answers).toHaveLength(2);
    answers[1]?.resolve('after');
    await settled();
    expect(answers).toHaveLength(2);
    expect(observer.getCurrentResult().data).toBe('after');
  });

  it('keeps the error of a failed first request, and does not repeat it', async () => {
    refetchAfterEvent(queries, { queryKey });
    answers[0]?.reject(new Error('it broke'));
    await settled();
    expect(observer.getCurrentResult().error?.message).toBe('it broke');
    expect(answers).toHaveLength(1);
  });
});
