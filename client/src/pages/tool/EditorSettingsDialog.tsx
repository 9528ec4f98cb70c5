// The person's editor settings (F69): applied at once and saved to the account.
import { Button, Modal, NumberInput, SegmentedControl, Slider, Switch } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import type { Editor } from '../../editor/editor';
import { MAX_SINGLE_LABEL_ZOOM, MIN_SINGLE_LABEL_ZOOM } from '../../editor/settings';
import { THEMES } from '../../ui/ThemeSwitch';
import { useTheme } from '../queries/theme';
import classes from './EditorSettingsDialog.module.css';
import { useSlice } from './use-slice';

interface Props {
  editor: Editor;
  opened: boolean;
  onClose: () => void;
  onShortcuts: () => void;
}

/** At this percentage single-label mode does not zoom at all (F41). */
const NO_ZOOM = 20;

export function EditorSettingsDialog({ editor, opened, onClose, onShortcuts }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Editor settings" size={520}>
      <SettingsForm editor={editor} onShortcuts={onShortcuts} />
    </Modal>
  );
}

function SettingsForm({ editor, onShortcuts }: Pick<Props, 'editor' | 'onShortcuts'>) {
  const settings = useSlice(editor.settings);
  const view = useSlice(editor.view);
  const theme = useTheme();
  const themeLabel = useId();
  return (
    <>
      <Section title="Review">
        <Switch
          label="Advance after a verdict"
          description="Selects the next pending label automatically."
          checked={settings.advance}
          onChange={(event) => editor.changeSettings({ advance: event.currentTarget.checked })}
        />
        <Switch
          label="Step through attributes"
          description="In single-label mode, Up and Down step through the attributes before the next label."
          checked={settings.turboAttributes}
          onChange={(event) => editor.changeSettings({ turboAttributes: event.currentTarget.checked })}
        />
        <ZoomChoice
          value={settings.singleLabelZoom}
          onChange={(singleLabelZoom) => editor.changeSettings({ singleLabelZoom })}
        />
      </Section>
      <Section title="View">
        <Switch
          label="Class names beside labels"
          checked={view.showClassNames}
          onChange={(event) => editor.changeView({ showClassNames: event.currentTarget.checked })}
        />
        <div className={classes.row}>
          <span id={themeLabel} className={classes.label}>
            Theme
          </span>
          <SegmentedControl
            aria-labelledby={themeLabel}
            data={THEMES.map(({ scheme, label }) => ({ value: scheme, label }))}
            value={theme.scheme}
            onChange={theme.choose}
          />
        </div>
      </Section>
      <footer className={classes.foot}>
        <span className="dim">Saved to your account and used in every browser.</span>
        <Button variant="default" leftSection={<IconKeyboard size={15} stroke={1.7} />} onClick={onShortcuts}>
          Keyboard shortcuts…
        </Button>
      </footer>
    </>
  );
}

function ZoomChoice({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [label, hint] = [useId(), useId()];
  const explanation =
    value === NO_ZOOM
      ? 'No zoom: the view stays as it is.'
      : value < NO_ZOOM
        ? 'Zooms out to show more around the label.'
        : `The label fills ${value} % of the view.`;
  return (
    <div className={classes.zoom}>
      <div id={label} className={classes.label}>
        Zoom in single-label mode
      </div>
      <div className={classes.zoomInputs}>
        <Slider
          className={classes.slider}
          size="sm"
          min={MIN_SINGLE_LABEL_ZOOM}
          max={MAX_SINGLE_LABEL_ZOOM}
          label={null}
          marks={[{ value: NO_ZOOM }]}
          thumbProps={{ 'aria-labelledby': label, 'aria-describedby': hint }}
          value={value}
          onChange={onChange}
        />
        <NumberInput
          className={classes.percent}
          aria-labelledby={label}
          aria-describedby={hint}
          min={MIN_SINGLE_LABEL_ZOOM}
          max={MAX_SINGLE_LABEL_ZOOM}
          allowDecimal={false}
          clampBehavior="blur"
          suffix=" %"
          value={value}
          onChange={(next) => {
            if (typeof next === 'number' && next >= MIN_SINGLE_LABEL_ZOOM && next <= MAX_SINGLE_LABEL_ZOOM)
              onChange(next);
          }}
        />
      </div>
      <div id={hint} className={classes.hint}>
        {explanation} Applies from the next label.
      </div>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      {children}
    </section>
  );
}
