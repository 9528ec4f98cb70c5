import type { Me } from '../../protocol/types';
export function ImportPage({ run: _ }: { run: string | undefined }) {
  return null as Me | null as null;
}
