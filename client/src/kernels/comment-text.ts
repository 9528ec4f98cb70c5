/** Splits the text of a comment into plain text, links that are safe to follow, and mentions. Never produces markup. */

import type { Mention } from '../protocol/issues';

export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  /** `href` starts with http: or https: and carries no user name. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly id: string };

/** Characters that change the text direction: within a link they could show an address other than the one it opens. */
const BIDI_CONTROLS = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const LINK = new RegExp(`\\bhttps?://[^\\s<>"'\`${BIDI_CONTROLS}\\u0000-\\u001f\\u007f-\\u009f]+`, 'giu');
/** Punctuation that ends a sentence rather than an address. */
const TRAILING: ReadonlySet<string> = new Set('.,;:!?…');
const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const LETTER = /[\p{L}\p{N}_]/u;

/** Returns the link without trailing punctuation; a closing bracket belongs to the address only if it is opened there.
 * Takes one pass, because a hostile comment can be long. */
function endOfLink(text: string): string {
  const count = new Map<string, number>();
  for (const char of text) count.set(char, (count.get(char) ?? 0) + 1);
  let end = text.length;
  for (; end > 0; end--) {
    const last = text[end - 1]!;
    if (TRAILING.has(last)) continue;
    const open = OPENS[last];
    const closings = count.get(last) ?? 0;
    if (open === undefined || closings <= (count.get(open) ?? 0)) break;
    count.set(last, closings - 1);
  }
  return text.slice(0, end);
}

function safeHref(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  // A user name before the host can make one site look like another.
  return web && url.username === '' && url.password === '' ? url.href : null;
}

function push(segments: Segment[], segment: Segment): void {
  if (segment.text === '') return;
  const last = segments.at(-1);
  if (segment.kind === 'text' && last?.kind === 'text') {
    segments[segments.length - 1] = { kind: 'text', text: last.text + segment.text };
  } else {
    segments.push(segment);
  }
}

/** Splits out `@Name` mentions, matching the longest name first: "@Ana Arias" does not mention Ana. */
function splitMentions(text: string, mentions: readonly Mention[], segments: Segment[]): void {
  const byLength = mentions.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < from || (at > 0 && LETTER.test(text[at - 1]!))) continue;
    const named = byLength.find(
      ({ name }) => text.startsWith(name, at + 1) && !LETTER.test(text[at + 1 + name.length] ?? ''),
    );
    if (named === undefined) continue;
    push(segments, { kind: 'text', text: text.slice(from, at) });
    from = at + 1 + named.name.length;
    push(segments, { kind: 'mention', text: text.slice(at, from), id: named.id });
  }
  push(segments, { kind: 'text', text: text.slice(from) });
}

export function splitComment(text: string, mentions: readonly Mention[] = []): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const link = endOfLink(found[0]);
    const href = safeHref(link);
    if (href === null) continue;
    splitMentions(text.slice(from, found.index), mentions, segments);
    push(segments, { kind: 'link', text: link, href });
    from = found.index + link.length;
  }
  splitMentions(text.slice(from), mentions, segments);
  return segments;
}

/** Returns the ids of the people a text mentions; of several people with the same name, only those that were chosen. */
export function mentionedIn(text: string, people: readonly Mention[], chosen: ReadonlySet<string>): string[] {
  const times = new Map<string, number>();
  for (const { name } of people) times.set(name, (times.get(name) ?? 0) + 1);
  const meant = people.filter(({ id, name }) => chosen.has(id) || times.get(name) === 1);
  const named = new Set(
    splitComment(text, meant).flatMap((segment) => (segment.kind === 'mention' ? [segment.text.slice(1)] : [])),
  );
  return meant.filter(({ name }) => named.has(name)).map(({ id }) => id);
}

/** The text typed after an `@`, up to the caret; `from` is the index of the `@`. */
export interface MentionQuery {
  readonly from: number;
  readonly query: string;
}

const MAX_QUERY = 60;

export function mentionAt(text: string, caret: number): MentionQuery | null {
  const from = caret === 0 ? -1 : text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from > MAX_QUERY || (from > 0 && LETTER.test(text[from - 1]!))) return null;
  const query = text.slice(from + 1, caret);
  return query.includes('\n') || query.startsWith(' ') ? null : { from, query };
}

/** Returns the people whose name, or a word of it, starts with the query. */
export function matchPeople<P extends { readonly name: string }>(people: readonly P[], query: string): P[] {
  const wanted = query.toLowerCase();
  return people.filter(({ name }) => {
    const lower = name.toLowerCase();
    return lower.startsWith(wanted) || (!wanted.includes(' ') && lower.split(/\s+/).some((w) => w.startsWith(wanted)));
  });
}
