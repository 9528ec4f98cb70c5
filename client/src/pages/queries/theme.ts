// The theme: light, dark, or the system's. Stored for the user, and in the browser so that pages start in it.
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useSetting } from './settings';

function readTheme(stored: unknown): MantineColorScheme | null {
  return stored === 'auto' || stored === 'light' || stored === 'dark' ? stored : null;
}

export interface ThemeChoice {
  readonly scheme: MantineColorScheme;
  readonly choose: (scheme: MantineColorScheme) => void;
}

export function useTheme(): ThemeChoice {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [, save] = useSetting('theme', readTheme);
  return {
    scheme: colorScheme,
    choose: (scheme) => {
      setColorScheme(scheme);
      save(scheme);
    },
  };
}

/** Applies the user's theme in a browser that does not have it yet. */
export function useStoredTheme(): void {
  const { setColorScheme } = useMantineColorScheme();
  const [stored] = useSetting('theme', readTheme);
  useEffect(() => {
    if (stored !== null) setColorScheme(stored);
    // Runs only when the stored theme changes: a theme that is chosen here is stored anyway.
  }, [stored, setColorScheme]);
}
