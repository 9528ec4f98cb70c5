import { describe, expect, it } from 'vitest';
import type { Issue } from '../protocol/issues';
import type { Json, OntologyClass } from '../protocol/labels';
import { attributeOf } from './attributes';
import { matchPeople, mentionAt, mentionedIn, splitComment } from './comment-text';
import { filterIssues, NO_FILTER } from './issue-filter';
import { hasRequiredAttributes, missingAttributes, requirementId } from './requirements';

const car: OntologyClass = {
  id: 'car',
  name: 'Car',
  color: '#112233',
  shapes: ['box'],
  attributes: [
    { id: 'make', name: 'Make', kind: 'text', required: true },
    {
      id: 'state',
      name: 'State',
      kind: 'radio',
      options: [
        { id: 'parked', name: 'Parked' },
        {
          id: 'moving',
          name: 'Moving',
          attributes: [{ id: 'speed', name: 'Speed', kind: 'number', required: true }],
        },
      ],
    },
  ],
};

describe('F93 requirements follow the server’s rule', () => {
  const missing = (values: { [id: string]: Json }, cls = car) => missingAttributes(cls, values);

  it('an attribute is missing until it has a value; blank text does not count', () => {
    expect(missing({})).toEqual(['make']);
    expect(missing({ make: ' ' })).toEqual(['make']);
    expect(missing({ make: null })).toEqual(['make']);
    expect(missing({ make: 'Saab' })).toEqual([]);
  });

  it('a nested attribute is required once its option is chosen', () => {
    expect(missing({ make: 'Saab', state: 'parked' })).toEqual([]);
    expect(missing({ make: 'Saab', state: 'moving' })).toEqual(['speed']);
    expect(missing({ make: 'Saab', state: 'moving', speed: 0 })).toEqual([]);
  });

  it('a per-frame attribute is present when any frame has a value', () => {
    const [make, state] = car.attributes ?? [];
    const moving: OntologyClass = {
      ...car,
      attributes: [
        { ...make!, per_frame: true },
        { ...state!, per_frame: true },
      ],
    };
    expect(missing({ make: {} }, moving)).toEqual(['make']);
    expect(missing({ make: { 0: '', 7: ' ' } }, moving)).toEqual(['make']);
    expect(missing({ make: { 0: '', 7: 'Saab' }, state: { 0: 'parked' } }, moving)).toEqual([]);
    expect(missing({ make: { 7: 'Saab' }, state: { 0: 'parked', 3: 'moving' } }, moving)).toEqual(['speed']);
  });

  it('an empty choice does not count as an answer', () => {
    const tagged: OntologyClass = {
      ...car,
      attributes: [{ id: 'seen', name: 'Seen', kind: 'checklist', required: true, options: [{ id: 'a', name: 'A' }] }],
    };
    expect(missing({ seen: [] }, tagged)).toEqual(['seen']);
    expect(missing({ seen: ['a'] }, tagged)).toEqual([]);
  });

  it('ids match those of the stored issues', () => {
    expect(requirementId({ class: 'scene' })).toBe('required:scene');
    expect(requirementId({ label: 'a', attribute: 'make' })).toBe('required:a:make');
  });

  it('recognises classes without required attributes, and finds nested attributes', () => {
    expect(hasRequiredAttributes(car)).toBe(true);
    expect(hasRequiredAttributes({ ...car, attributes: car.attributes?.slice(1) })).toBe(true);
    expect(hasRequiredAttributes({ ...car, attributes: [] })).toBe(false);
    expect(attributeOf(car, 'speed')?.name).toBe('Speed');
    expect(attributeOf(car, 'colour')).toBeUndefined();
  });
});

const ana = { id: '1', name: 'Ana' };
const anaArias = { id: '2', name: 'Ana Arias' };

describe('the text of a comment', () => {
  const kinds = (text: string) => splitComment(text, [ana, anaArias]).map((s) => [s.kind, s.text]);

  it('mentions match the longest name first, and never within a word', () => {
    expect(kinds('@Ana Arias, see @Ana')).toEqual([
      ['mention', '@Ana Arias'],
      ['text', ', see '],
      ['mention', '@Ana'],
    ]);
    expect(kinds('mail ana@Ana.org')).toEqual([['text', 'mail ana@Ana.org']]);
    expect(kinds('@Anastasia')).toEqual([['text', '@Anastasia']]);
  });

  it('web addresses become links, without trailing punctuation', () => {
    expect(kinds('See https://example.org/a_(b)?q=1&r=2. Or (http://example.org/x).')).toEqual([
      ['text', 'See '],
      ['link', 'https://example.org/a_(b)?q=1&r=2'],
      ['text', '. Or ('],
      ['link', 'http://example.org/x'],
      ['text', ').'],
    ]);
  });

  it('hostile text stays text', () => {
    for (const text of [
      'javascript:alert(1)',
      'JaVaScRiPt://example.org/%0aalert(1)',
      'data:text/html,<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      'vbscript:x file:///etc/passwd ftp://example.org',
      'https://',
      'http://[::1',
      'https://bank.example@evil.example/',
      'https://user:secret@example.org/',
      'xhttps://example.org',
    ]) {
      expect(kinds(text)).toEqual([['text', text]]);
    }
  });

  it('a link ends at markup, quotes or a change of text direction', () => {
    const link = (text: string) => splitComment(text).find((segment) => segment.kind === 'link');
    expect(link('<a href="https://example.org/"onclick=alert(1)>')).toMatchObject({ href: 'https://example.org/' });
    expect(link('https://example.org/<b>')).toMatchObject({ text: 'https://example.org/' });
    expect(link('https://example.org/\u202Egnp.exe')).toMatchObject({ text: 'https://example.org/' });
    expect(link('https://example.org/\u2066x')).toMatchObject({ text: 'https://example.org/' });
    expect(link('HTTPS://EXAMPLE.org/A')).toMatchObject({
      text: 'HTTPS://EXAMPLE.org/A',
      href: 'https://example.org/A',
    });
  });

  it('splitting loses and adds no text', () => {
    const long = `${'@Ana '.repeat(200)}${'https://example.org/) '.repeat(200)}${'('.repeat(500)}`;
    for (const text of ['', '\u202Eabc\u202C', '@', '@@Ana', 'a\nb\r\nc', long]) {
      expect(
        splitComment(text, [ana])
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text);
    }
  });

  it('a text mentions the people it still names; of two with the same name, only the chosen one', () => {
    const twin = { id: '3', name: 'Ana' };
    expect(mentionedIn('@Ana Arias', [ana, anaArias], new Set())).toEqual(['2']);
    expect(mentionedIn('gone', [ana], new Set(['1']))).toEqual([]);
    expect(mentionedIn('@Ana', [ana, twin], new Set())).toEqual([]);
    expect(mentionedIn('@Ana', [ana, twin], new Set(['3']))).toEqual(['3']);
  });

  it('finds the text being typed after an @', () => {
    expect(mentionAt('Hi @an', 6)).toEqual({ from: 3, query: 'an' });
    expect(mentionAt('@Ana Ar', 7)).toEqual({ from: 0, query: 'Ana Ar' });
    expect(mentionAt('a@b', 3)).toBeNull();
    expect(mentionAt('@ b', 3)).toBeNull();
    expect(mentionAt('@a\nb', 4)).toBeNull();
    expect(mentionAt('@ana', 0)).toBeNull();
    expect(matchPeople([ana, anaArias], 'ar')).toEqual([anaArias]);
    expect(matchPeople([ana, anaArias], 'ana a')).toEqual([anaArias]);
    expect(matchPeople([ana, anaArias], 'Ana Arias ')).toEqual([]);
  });
});

describe('the issue filter', () => {
  const issue = (id: string, more: Partial<Issue>): Issue => ({
    id,
    kind: 'file',
    state: 'open',
    by: 'me',
    at: '',
    comments: [],
    ...more,
  });
  const said = (text: string, mentions: Issue['comments'][number]['mentions'] = []) => ({
    comments: [{ id: 'c', text, mentions, by: 'other', by_name: 'Bo Berg', at: '' }],
  });
  const all = [
    issue('a', { ...said('A blurred car'), tags: ['blur'] }),
    issue('b', { ...said('See here', [{ id: 'me', name: 'Ana' }]), by: 'other', kind: 'pinned' }),
    issue('c', { state: 'resolved', kind: 'task_requirement', by: undefined, label: 'x' }),
  ];
  const ids = (change: Partial<typeof NO_FILTER>) =>
    filterIssues(all, { ...NO_FILTER, ...change }, 'me', (each) => (each.label ? 'Car 3' : '')).map(({ id }) => id);

  it('F85 by state, kind, tag, person and words', () => {
    expect(ids({})).toEqual(['a', 'b', 'c']);
    expect(ids({ state: 'open' })).toEqual(['a', 'b']);
    expect(ids({ kind: 'pinned' })).toEqual(['b']);
    expect(ids({ tag: 'blur' })).toEqual(['a']);
    expect(ids({ who: 'mine' })).toEqual(['a']);
    expect(ids({ who: 'mentions' })).toEqual(['b']);
    expect(ids({ text: ' BLURRED ' })).toEqual(['a']);
    expect(ids({ text: 'berg' })).toEqual(['a', 'b']);
    expect(ids({ text: 'car' })).toEqual(['a', 'c']);
  });
});
