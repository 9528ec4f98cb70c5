// Reads the parts of a view from its URL, which can hold anything. Pure.
import { MAX_NAME_CHARS } from '../../protocol/limits';

/** Reads a value as text. The router parses text that looks like a number or a boolean as one. */
function asText(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Reads the id of a person, class or item. An id that is too long is dropped, not cut. */
export function idPart(value: unknown): string | undefined {
  const text = asText(value);
  return text !== undefined && text.length <= MAX_NAME_CHARS ? text : undefined;
}

export function textPart(value: unknown): string | undefined {
  return asText(value)?.slice(0, MAX_NAME_CHARS);
}

/** Removes undefined parts, so that links stay short. */
export function omitUndefined<T extends object>(parts: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}
