import type { Me } from '../../protocol/types';
export function SettingsTab(_: { taskId: string; me: Me }) {
  return null as Me | null as null;
}
