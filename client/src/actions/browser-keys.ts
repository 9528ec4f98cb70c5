/** Keys that browsers use themselves, so that nobody is surprised by one that does not arrive. */

export interface BrowserUse {
  /** What the browser does with it. */
  readonly does: string;
  /** The page never gets it, in most browsers. */
  readonly kept: boolean;
}

const KEPT: Readonly<Record<string, string>> = {
  'Mod+N': 'opens a window',
  'Mod+Shift+N': 'opens a private window',
  'Mod+T': 'opens a tab',
  'Mod+Shift+T': 'opens the tab that was closed last',
  'Mod+W': 'closes the tab',
  'Mod+Shift+W': 'closes the window',
  'Mod+Q': 'closes the browser',
  'Mod+Tab': 'goes to the next tab',
  'Mod+Shift+Tab': 'goes to the tab before',
  'Mod+PageUp': 'goes to the tab before',
  'Mod+PageDown': 'goes to the next tab',
  'Alt+Tab': 'goes to the next window',
  'Alt+F4': 'closes the window',
  F11: 'fills the screen',
};

const SHADOWED: Readonly<Record<string, string>> = {
  'Mod+R': 'loads the page again',
  'Mod+Shift+R': 'loads the page again',
  F5: 'loads the page again',
  'Mod+L': 'goes to the address',
  'Mod+P': 'prints',
  'Mod+F': 'searches the page',
  'Mod+G': 'searches the page',
  F3: 'searches the page',
  'Mod+H': 'shows the history',
  'Mod+J': 'shows the downloads',
  'Mod+U': 'shows the source',
  'Mod+C': 'copies',
  'Mod+X': 'cuts',
  'Mod+V': 'pastes',
  'Mod++': 'makes the page larger',
  'Mod+=': 'makes the page larger',
  'Mod+-': 'makes the page smaller',
  'Mod+0': 'shows the page at its size',
  'Alt+ArrowLeft': 'goes back',
  'Alt+ArrowRight': 'goes forward',
  F1: 'opens its help',
  F12: 'opens its tools for developers',
};

/** `null`: the key is free for the page. */
export function browserUse(key: string): BrowserUse | null {
  // The tabs by their number.
  if (/^Mod\+[1-9]$/.test(key)) return { does: 'goes to another tab', kept: false };
  const kept = KEPT[key];
  if (kept !== undefined) return { does: kept, kept: true };
  const shadowed = SHADOWED[key];
  return shadowed === undefined ? null : { does: shadowed, kept: false };
}
