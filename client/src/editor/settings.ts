/** Editor settings of a user, stored with the account and so the same on every machine. */

export interface EditorSettings {
  /** Whether a verdict selects the next pending label. */
  readonly advance: boolean;
  /** How much of the view a label fills in single-label mode, in percent; 20 is no zoom, lower values zoom out (F41). */
  readonly singleLabelZoom: number;
  /** Whether Up and Down in single-label mode step through a label's attributes before the next label (F40). */
  readonly turboAttributes: boolean;
}

export const EDITOR_DEFAULTS: EditorSettings = { advance: true, singleLabelZoom: 60, turboAttributes: true };

export const MIN_SINGLE_LABEL_ZOOM = 1;
export const MAX_SINGLE_LABEL_ZOOM = 100;

/** Reads stored settings; invalid values are replaced by the defaults. */
export function readEditorSettings(stored: unknown): EditorSettings {
  const known = stored !== null && typeof stored === 'object' ? (stored as Record<string, unknown>) : {};
  const flag = (key: 'advance' | 'turboAttributes'): boolean =>
    typeof known[key] === 'boolean' ? known[key] : EDITOR_DEFAULTS[key];
  const zoom = known.singleLabelZoom;
  return {
    advance: flag('advance'),
    singleLabelZoom:
      typeof zoom === 'number' && Number.isFinite(zoom)
        ? Math.min(Math.max(Math.round(zoom), MIN_SINGLE_LABEL_ZOOM), MAX_SINGLE_LABEL_ZOOM)
        : EDITOR_DEFAULTS.singleLabelZoom,
    turboAttributes: flag('turboAttributes'),
  };
}
