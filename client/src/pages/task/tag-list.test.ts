import { describe, expect, it } from 'vitest';
import { TAG_COLORS } from '../ontology/palette';
import { addTag, changeTag, hasName, moveTag } from './tag-list';

const named = (...names: string[]) => names.reduce(addTag, [] as ReturnType<typeof addTag>);
const ids = (tags: readonly { id: string }[]) => tags.map((tag) => tag.id);

describe('F97 the tags of a task', () => {
  it('have unique ids made from their names', () => {
    expect(ids(named('Blurry', ' Wrong class! ', 'Größe', '模糊', '模糊 2', 'Blurry'))).toEqual([
      'blurry',
      'wrong-class',
      'gro-e',
      'tag',
      '2',
      'blurry-2',
    ]);
  });

  it('take the least used colour', () => {
    const nine = named(...'abcdefghi');
    expect(new Set(nine.slice(0, 8).map((tag) => tag.color)).size).toBe(TAG_COLORS.length);
    const second = changeTag(nine, 'a', { color: TAG_COLORS[1]!.value });
    expect(addTag(second.slice(0, 8), 'j').at(-1)?.color).toBe(TAG_COLORS[0]!.value);
  });

  it('keep their ids when renamed and moved', () => {
    const tags = named('a', 'b', 'c');
    expect(changeTag(tags, 'b', { name: 'B2' })[1]).toMatchObject({ id: 'b', name: 'B2' });
    expect(ids(moveTag(tags, 'c', -1))).toEqual(['a', 'c', 'b']);
    expect(ids(moveTag(tags, 'a', 1))).toEqual(['b', 'a', 'c']);
    expect(hasName(tags, ' B ')).toBe(true);
    expect(hasName(tags, 'b', 'b')).toBe(false);
  });
});
