// The shapes that labels of a class can have.
import { Checkbox } from '@mantine/core';
import { SHAPES } from '../../protocol/labels';
import type { Shape } from '../../protocol/types';
import { SHAPE_LABEL, ShapeIcon } from '../../ui/shape-icons';
import classes from './ClassForm.module.css';

interface Props {
  value: readonly Shape[];
  error: string | undefined;
  onChange: (shapes: readonly Shape[]) => void;
}

export function ShapesField({ value, error, onChange }: Props) {
  return (
    <Checkbox.Group
      label="Shapes"
      size="xs"
      error={error}
      value={[...value]}
      onChange={(next) => onChange(SHAPES.filter((shape) => next.includes(shape)))}
    >
      <div className={classes.shapes}>
        {SHAPES.map((shape) => (
          <Checkbox
            key={shape}
            value={shape}
            aria-label={SHAPE_LABEL[shape]}
            label={
              <span className={classes.shape}>
                <span aria-hidden="true">
                  <ShapeIcon shape={shape} color="currentColor" />
                </span>
                {SHAPE_LABEL[shape]}
              </span>
            }
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}
