// One icon per shape, in the colour of its class. The form helps people who do not see the hue to tell classes apart.
import {
  IconBrush,
  IconLine,
  IconPoint,
  IconPolygon,
  IconSquare,
  IconSquareRotated,
  IconStretching,
  IconTag,
} from '@tabler/icons-react';
import type { Shape } from '../protocol/types';

const ICONS: Record<Shape, typeof IconSquare> = {
  box: IconSquare,
  rotated_box: IconSquareRotated,
  polygon: IconPolygon,
  polyline: IconLine,
  point: IconPoint,
  skeleton: IconStretching,
  bitmask: IconBrush,
  classification: IconTag,
};

export const SHAPE_LABEL: Record<Shape, string> = {
  box: 'Box',
  rotated_box: 'Rotated box',
  polygon: 'Polygon',
  polyline: 'Polyline',
  point: 'Point',
  skeleton: 'Skeleton',
  bitmask: 'Bitmask',
  classification: 'Classification',
};

export function ShapeIcon({ shape, color, size = 15 }: { shape: Shape; color: string; size?: number }) {
  const Icon = ICONS[shape];
  return (
    <span style={{ color, display: 'inline-flex', flex: 'none' }}>
      <Icon size={size} stroke={2} role="img" aria-label={SHAPE_LABEL[shape]} />
    </span>
  );
}
