// An image with the labels of one version. Added, changed and removed labels differ in colour, line and sign.
import { memo } from 'react';
import type { Media, OntologyClass } from '../../protocol/types';
import { CHANGE_SIGN } from './ChangeMark';
import { drawnLabel } from './label-path';
import classes from './VersionImage.module.css';
import type { ChangedLabel } from './version-changes';

interface Props {
  media: Media;
  /** Whether to show the full image instead of its thumbnail. */
  full?: boolean;
  name: string;
  labels: readonly ChangedLabel[];
  classOf: (id: string) => OntologyClass | undefined;
}

export const VersionImage = memo(function VersionImage({ media, full = false, name, labels, classOf }: Props) {
  const { width, height } = media;
  // Keeps signs and dots at about the same size on screen for images of any size.
  const unit = Math.max(width, height) / (full ? 90 : 45);
  return (
    <div className={classes.frame} style={{ aspectRatio: `${width} / ${height}` }}>
      <img src={full ? media.url : media.thumbnail_url} alt={name} draggable={false} />
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {labels.map(({ id, label, change }) => (
          <Drawn key={`${change} ${id}`} change={change} label={label} unit={unit} classOf={classOf} />
        ))}
      </svg>
    </div>
  );
});

interface DrawnProps extends Pick<ChangedLabel, 'label' | 'change'> {
  unit: number;
  classOf: Props['classOf'];
}

function Drawn({ label, change, unit, classOf }: DrawnProps) {
  const { path, dots, filled, position } = drawnLabel(label, classOf(label.class)?.skeleton?.edges);
  return (
    <g data-change={change} data-filled={filled || undefined}>
      {path !== '' && <path d={path} fillRule="evenodd" vectorEffect="non-scaling-stroke" />}
      {dots.map((dot, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a joint is identified by its position
        <circle key={index} cx={dot.x} cy={dot.y} r={unit / 4} />
      ))}
      {position !== null && change !== 'same' && (
        <g transform={`translate(${position.x} ${Math.max(position.y, unit)})`}>
          <rect className={classes.sign} x={0} y={-unit} width={unit} height={unit} rx={unit / 5} />
          <text x={unit / 2} y={-unit * 0.2} fontSize={unit} textAnchor="middle">
            {CHANGE_SIGN[change]}
          </text>
        </g>
      )}
    </g>
  );
}
