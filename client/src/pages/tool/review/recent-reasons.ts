// The reasons a person gave recently, newest first; one key picks each. Kept in this browser.
import { recall, remember } from '../../../platform/memory';

const MOST = 9;
const key = (user: string) => `countersign.reasons.${user}`;

export function recentReasons(user: string): readonly string[] {
  const stored = recall(key(user));
  return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string').slice(0, MOST) : [];
}

export function keepReason(user: string, reason: string): void {
  const others = recentReasons(user).filter((other) => other !== reason);
  remember(key(user), [reason, ...others].slice(0, MOST));
}
