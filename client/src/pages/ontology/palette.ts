// The colours of classes and tags, which colour-blind people can tell apart. Pure.

export interface Color {
  readonly value: string;
  readonly name: string;
}

/** Okabe and Ito's palette, except for its yellow, which only classes use. */
const OKABE_ITO: readonly Color[] = [
  { value: '#0072b2', name: 'Blue' },
  { value: '#d55e00', name: 'Vermilion' },
  { value: '#009e73', name: 'Green' },
  { value: '#cc79a7', name: 'Pink' },
  { value: '#e69f00', name: 'Orange' },
  { value: '#56b4e9', name: 'Sky blue' },
];
const GREY: Color = { value: '#7a7f87', name: 'Grey' };

/** Okabe and Ito's palette, then Paul Tol's muted scheme. */
export const CLASS_COLORS: readonly Color[] = [
  ...OKABE_ITO,
  { value: '#f0e442', name: 'Yellow' },
  { value: '#332288', name: 'Indigo' },
  { value: '#44aa99', name: 'Teal' },
  { value: '#882255', name: 'Wine' },
  { value: '#999933', name: 'Olive' },
  { value: '#cc6677', name: 'Rose' },
  { value: '#ddcc77', name: 'Sand' },
  { value: '#117733', name: 'Dark green' },
  { value: '#aa4499', name: 'Purple' },
  GREY,
];

/** Fewer than for classes, because a tag is shown with its name. */
export const TAG_COLORS: readonly Color[] = [...OKABE_ITO, { value: '#7d5ba6', name: 'Purple' }, GREY];

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

export function colorName(value: string): string {
  return CLASS_COLORS.find((color) => color.value === value.toLowerCase())?.name ?? value;
}

/** Returns the least used colour. */
export function leastUsed(colors: readonly Color[], used: readonly string[]): string {
  const times = (color: string) => used.filter((each) => each.toLowerCase() === color).length;
  const [rarest] = [...colors].sort((a, b) => times(a.value) - times(b.value));
  return rarest?.value ?? GREY.value;
}
