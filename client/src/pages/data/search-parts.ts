// Parts of a view as they stand in its URL, where anybody may have written anything. Pure.
import { MAX_NAME_CHARS } from '../../protocol/limits';

/** What looks like a number or a truth is read as one. */
function word(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Of a person, a class, an item: whole, or not at all. */
export function idPart(value: unknown): string | undefined {
  const text = word(value);
  return text !== undefined && text.length <= MAX_NAME_CHARS ? text : undefined;
}

export function textPart(value: unknown): string | undefined {
  return word(value)?.slice(0, MAX_NAME_CHARS);
}

/** Without the parts that say nothing, so that links stay short. */
export function given<T extends object>(parts: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}
