import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAgain } from './read-again';

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

  it('does not take a first answer that is from before the change for the new one', async () => {
    readAgain(queries, { queryKey });
    expect(answers).toHaveLength(1);
    answers[0]?.resolve('before');
    await expect.poll(() => answers).toHaveLength(2);
    expect(observer.getCurrentResult().data).toBe('before');
    answers[1]?.resolve('after');
    await settled();
    expect(observer.getCurrentResult().data).toBe('after');
  });

  it('drops a later answer that is on its way', async () => {
    answers[0]?.resolve('first');
    await settled();
    readAgain(queries, { queryKey });
    readAgain(queries, { queryKey });
    expect(answers).toHaveLength(3);
    answers[2]?.resolve('after');
    answers[1]?.resolve('before');
    await settled();
    expect(observer.getCurrentResult().data).toBe('after');
  });

  it('leaves a first answer that is an error to whoever shows it', async () => {
    readAgain(queries, { queryKey });
    answers[0]?.reject(new Error('it broke'));
    await settled();
    expect(observer.getCurrentResult().error?.message).toBe('it broke');
    expect(answers).toHaveLength(1);
  });
});
