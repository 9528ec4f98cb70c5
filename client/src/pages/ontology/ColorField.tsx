// The colour of a class: one of a palette that is safe for colour-blind people, or any other by its code.
import { Menu, TextInput, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { readableOn } from '../../ui/PersonAvatar';
import classes from './ClassForm.module.css';
import { CLASS_COLORS, colorName, isColor } from './palette';

interface Props {
  value: string;
  error: string | undefined;
  onChange: (color: string) => void;
}

export function ColorField({ value, error, onChange }: Props) {
  const shown = isColor(value) ? value : 'transparent';
  return (
    <div className={classes.color}>
      <TextInput
        className={classes.grow}
        label="Colour"
        placeholder="#rrggbb"
        maxLength={7}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <UnstyledButton
            className={classes.swatch}
            mt={20}
            style={{ backgroundColor: shown }}
            aria-label={`Choose a colour, currently ${colorName(value)}`}
          />
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.palette}>
            {CLASS_COLORS.map((color) => {
              const chosen = color.value === value.toLowerCase();
              return (
                <Menu.Item
                  key={color.value}
                  p={0}
                  title={color.name}
                  aria-label={color.name}
                  onClick={() => onChange(color.value)}
                >
                  <span className={classes.choice}>
                    <span style={{ backgroundColor: color.value, color: readableOn(color.value) }}>
                      {chosen && <IconCheck size={13} stroke={3} aria-label="Chosen" />}
                    </span>
                  </span>
                </Menu.Item>
              );
            })}
          </div>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
