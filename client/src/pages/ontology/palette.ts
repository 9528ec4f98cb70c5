// Colours of classes, told apart by those who do not see all hues: Okabe and Ito, then Paul Tol's muted scheme. Pure.

export interface Color {
  readonly value: string;
  readonly name: string;
}

export const CLASS_COLORS: readonly Color[] = [
  { value: '#0072b2', name: 'Blue' },
  { value: '#d55e00', name: 'Vermilion' },
  { value: '#009e73', name: 'Green' },
  { value: '#cc79a7', name: 'Pink' },
  { value: '#e69f00', name: 'Orange' },
  { value: '#56b4e9', name: 'Sky blue' },
  { value: '#f0e442', name: 'Yellow' },
  { value: '#332288', name: 'Indigo' },
  { value: '#44aa99', name: 'Teal' },
  { value: '#882255', name: 'Wine' },
  { value: '#999933', name: 'Olive' },
  { value: '#cc6677', name: 'Rose' },
  { value: '#ddcc77', name: 'Sand' },
  { value: '#117733', name: 'Dark green' },
  { value: '#aa4499', name: 'Purple' },
  { value: '#7a7f87', name: 'Grey' },
];

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

export function colorName(value: string): string {
  return CLASS_COLORS.find((color) => color.value === value.toLowerCase())?.name ?? value;
}

/** The colour that the fewest have. */
export function rarestOf(colors: readonly Color[], used: readonly string[]): string {
  const times = (color: string) => used.filter((each) => each.toLowerCase() === color).length;
  const [rarest] = [...colors].sort((a, b) => times(a.value) - times(b.value));
  return rarest?.value ?? '#7a7f87';
}
