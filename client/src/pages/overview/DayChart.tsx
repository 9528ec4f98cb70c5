// The stage changes of each day, as stacked bars and as a table.
import { BarChart } from '@mantine/charts';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { Overview } from '../../protocol/types';
import { formatLongDay, formatShortDay, formatTooltipDay } from '../../ui/days';
import { ACTIVITY_KINDS, hasActivity } from './overview-figures';
import classes from './overview-figures.module.css';
import { EmptyNote, Panel } from './Panel';
import { KIND_COLOR, KIND_LABEL } from './series';

interface Props {
  taskId: string;
  overview: Overview;
  /** Opens the audit log of a day; null if the user cannot read it. */
  onDay: ((day: string) => void) | null;
}

const SERIES = ACTIVITY_KINDS.map((kind) => ({ name: kind, label: KIND_LABEL[kind], color: KIND_COLOR[kind] }));

export function DayChart({ taskId, overview, onDay }: Props) {
  const hatch = useId();
  const { days } = overview;
  if (!hasActivity(overview)) {
    return (
      <Panel title="Day by day" note="Items moved on and sent back per day (UTC)." wide>
        <EmptyNote>No activity in this period. Choose a longer period to look further back.</EmptyNote>
      </Panel>
    );
  }
  return (
    <Panel
      title="Day by day"
      note={`Items moved on and sent back per day (UTC).${onDay ? ' Click a day to open its audit log.' : ''}`}
      wide
      table={<DayTable taskId={taskId} days={days} links={onDay !== null} />}
    >
      <BarChart
        h={240}
        data={[...days]}
        dataKey="day"
        type="stacked"
        series={SERIES}
        withLegend
        legendProps={{ verticalAlign: 'bottom', height: 34 }}
        maxBarWidth={28}
        // Rejections are also hatched, for people who cannot tell red from green.
        barProps={({ name }) => (name === 'rejected' ? { fill: `url(#${hatch})` } : {})}
        xAxisProps={{ tickFormatter: formatShortDay, minTickGap: 18 }}
        yAxisProps={{ allowDecimals: false, width: 44 }}
        tooltipProps={{ labelFormatter: formatTooltipDay }}
        barChartProps={
          onDay === null
            ? {}
            : {
                onClick: ({ activeLabel }) => activeLabel !== undefined && onDay(String(activeLabel)),
                style: { cursor: 'pointer' },
              }
        }
      >
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill={KIND_COLOR.rejected} />
            <rect width="2" height="6" fill="var(--cs-surface)" fillOpacity="0.55" />
          </pattern>
        </defs>
      </BarChart>
    </Panel>
  );
}

function DayTable({ taskId, days, links }: { taskId: string; days: Overview['days']; links: boolean }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Day</th>
          {ACTIVITY_KINDS.map((kind) => (
            <th key={kind} scope="col" className={classes.number}>
              {KIND_LABEL[kind]}
            </th>
          ))}
          <th scope="col" className={classes.number}>
            Revised
          </th>
        </tr>
      </thead>
      <tbody>
        {[...days].reverse().map((day) => (
          <tr key={day.day}>
            <th scope="row">
              {links ? (
                <Link
                  to="/tasks/$taskId/audit"
                  params={{ taskId }}
                  search={{ from: day.day, to: day.day }}
                  className={classes.link}
                >
                  {formatLongDay(day.day)}
                </Link>
              ) : (
                formatLongDay(day.day)
              )}
            </th>
            {ACTIVITY_KINDS.map((kind) => (
              <td key={kind} className={classes.number}>
                {day[kind]}
              </td>
            ))}
            <td className={classes.number}>{day.revised}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
