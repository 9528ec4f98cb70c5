// Reads values from the details of an audit log row. Old rows can lack fields that newer rows have.
import type { AuditRow, Role, Stage } from '../../protocol/types';
import { isStage, ROLE_LABEL, stageName } from '../../ui/stages';

type Details = AuditRow['details'];

export function textOf(details: Details, key: string): string | null {
  const value = details[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(details: Details, key: string): number | null {
  const value = details[key];
  return typeof value === 'number' ? value : null;
}

export function flagOf(details: Details, key: string): boolean | null {
  const value = details[key];
  return typeof value === 'boolean' ? value : null;
}

export function listOf(details: Details, key: string): readonly unknown[] | null {
  const value = details[key];
  return Array.isArray(value) ? value : null;
}

export function objectOf(details: Details, key: string): Details | null {
  const value = details[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Details) : null;
}

export function stageOf(details: Details, key: string): Stage | null {
  const value = details[key];
  return isStage(value) ? value : null;
}

/** Returns " from Review 1 to Review 2", or an empty string if a stage is unknown. */
export function stageChangeText(details: Details): string {
  const [from, to] = [stageOf(details, 'from'), stageOf(details, 'to')];
  if (from === null || to === null) return '';
  const [left, came] = [numberOf(details, 'from_pass') ?? 0, numberOf(details, 'to_pass') ?? 0];
  const reviews = Math.max(left, came);
  return ` from ${stageName(from, left, reviews)} to ${stageName(to, came, reviews)}`;
}

/** Returns `: “reason”`, or an empty string if the row has no reason. */
export function reasonOf(details: Details): string {
  const reason = textOf(details, 'reason');
  return reason === null ? '' : `: “${reason}”`;
}

export function rolesOf(details: Details, key: string): string {
  const roles = (listOf(details, key) ?? []).map((role) => (ROLE_LABEL[role as Role] ?? String(role)).toLowerCase());
  return joinPhrases(roles);
}

/** Joins phrases as "a, b and c". */
export function joinPhrases(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
