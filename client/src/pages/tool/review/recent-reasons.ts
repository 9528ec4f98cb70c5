// The reasons a person gave recently, newest first; one key picks each. Kept in this browser.
import { keptInBrowser } from '../../../platform/storage';

const MAX_REASONS = 9;
const key = (user: string) => `countersign.reasons.${user}`;

export function recentReasons(user: string): readonly string[] {
  const stored = keptInBrowser.read(key(user));
  return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string').slice(0, MAX_REASONS) : [];
}

export function rememberReason(user: string, reason: string): void {
  const others = recentReasons(user).filter((other) => other !== reason);
  keptInBrowser.write(key(user), [reason, ...others].slice(0, MAX_REASONS));
}
