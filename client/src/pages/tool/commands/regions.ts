// The regions of the tool page that F6 cycles through. The canvas handles Tab itself, so there must be another way out of it.
const REGIONS = '[data-region]';
const FOCUSABLE = 'a[href], button:not([disabled]), input, textarea, [tabindex="0"]';

export function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)];
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length] ?? regions[0];
  const target = next?.matches('[tabindex="0"]') ? next : next?.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus();
}
