// A thumbnail with its item's labels drawn over it, from the simplified outlines that lists carry.
import { memo } from 'react';
import type { PreviewOutline } from '../protocol/types';
import classes from './LabelPreview.module.css';

interface Props {
  src: string;
  alt: string;
  width: number;
  height: number;
  outlines: readonly PreviewOutline[];
  colorOf: (classId: string) => string;
}

function pathOf(rings: PreviewOutline['rings']): string {
  let path = '';
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) path += `${i === 0 ? 'M' : 'L'}${ring[i]} ${ring[i + 1]}`;
    path += 'Z';
  }
  return path;
}

export const LabelPreview = memo(function LabelPreview({ src, alt, width, height, outlines, colorOf }: Props) {
  return (
    <div className={classes.frame}>
      <img className={classes.image} src={src} alt={alt} loading="lazy" decoding="async" draggable={false} />
      <svg
        className={classes.labels}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="xMidYMid slice"
        aria-hidden="true"
      >
        {outlines.map((outline, index) => {
          const color = colorOf(outline.class);
          return (
            <path
              // biome-ignore lint/suspicious/noArrayIndexKey: the outlines have no other identity and are replaced as a whole
              key={index}
              d={pathOf(outline.rings)}
              fill={color}
              fillRule="evenodd"
              fillOpacity={0.18}
              stroke={color}
              vectorEffect="non-scaling-stroke"
              strokeWidth={1.5}
            />
          );
        })}
      </svg>
    </div>
  );
});
