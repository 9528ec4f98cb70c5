/** Keys that browsers use themselves, so that rebinding can warn about a key that does not reach the page. */

export interface BrowserUse {
  /** What the browser does with the key, to follow “the browser …”. */
  readonly description: string;
  /** Whether most browsers never pass the key to the page. */
  readonly reserved: boolean;
}

const RESERVED: Readonly<Record<string, string>> = {
  'Mod+N': 'opens a new window',
  'Mod+Shift+N': 'opens a private window',
  'Mod+T': 'opens a new tab',
  'Mod+Shift+T': 'reopens the last closed tab',
  'Mod+W': 'closes the tab',
  'Mod+Shift+W': 'closes the window',
  'Mod+Q': 'quits',
  'Mod+Tab': 'switches to the next tab',
  'Mod+Shift+Tab': 'switches to the previous tab',
  'Mod+PageUp': 'switches to the previous tab',
  'Mod+PageDown': 'switches to the next tab',
  'Alt+Tab': 'switches to the next window',
  'Alt+F4': 'closes the window',
  F11: 'enters full screen',
};

const OVERRIDABLE: Readonly<Record<string, string>> = {
  'Mod+R': 'reloads the page',
  'Mod+Shift+R': 'reloads the page',
  F5: 'reloads the page',
  'Mod+L': 'goes to the address bar',
  'Mod+P': 'prints the page',
  'Mod+F': 'searches the page',
  'Mod+G': 'searches the page',
  F3: 'searches the page',
  'Mod+H': 'shows the history',
  'Mod+J': 'shows the downloads',
  'Mod+U': 'shows the page source',
  'Mod+C': 'copies',
  'Mod+X': 'cuts',
  'Mod+V': 'pastes',
  'Mod++': 'zooms in',
  'Mod+=': 'zooms in',
  'Mod+-': 'zooms out',
  'Mod+0': 'resets the zoom',
  'Alt+ArrowLeft': 'goes back',
  'Alt+ArrowRight': 'goes forward',
  F1: 'opens its help',
  F12: 'opens its developer tools',
};

/** Returns what the browser uses the key for, or `null` if the page is free to use it. */
export function browserUse(key: string): BrowserUse | null {
  // Tabs by number.
  if (/^Mod\+[1-9]$/.test(key)) return { description: 'switches to another tab', reserved: false };
  const reserved = RESERVED[key];
  if (reserved !== undefined) return { description: reserved, reserved: true };
  const shadowed = OVERRIDABLE[key];
  return shadowed === undefined ? null : { description: shadowed, reserved: false };
}
