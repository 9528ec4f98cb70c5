import type { Me } from '../../protocol/types';
export function ToolRoute() {
  return null as Me | null as null;
}
