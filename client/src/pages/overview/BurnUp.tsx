// The number of accepted items day by day, against the total.
import { AreaChart } from '@mantine/charts';
import type { Overview } from '../../protocol/types';
import { formatLongDay, formatShortDay, formatTooltipDay } from '../../ui/days';
import { percent } from './overview-figures';
import classes from './overview-figures.module.css';
import { Panel } from './Panel';

const SERIES = [{ name: 'accepted_total', label: 'Accepted', color: 'var(--mantine-color-green-5)' }];

export function BurnUp({ overview }: { overview: Overview }) {
  const { days, total } = overview;
  const now = days.at(-1)?.accepted_total ?? 0;
  return (
    <Panel
      title="Accepted so far"
      note={`${now.toLocaleString()} of ${total.toLocaleString()} items (${percent(now, total)}) at the end of this period. Items sent back for revision are not counted.`}
      wide
      table={<BurnTable overview={overview} />}
    >
      <AreaChart
        h={200}
        data={[...days]}
        dataKey="day"
        series={SERIES}
        curveType="stepAfter"
        withDots={false}
        fillOpacity={0.25}
        areaProps={{ isAnimationActive: false }}
        xAxisProps={{ tickFormatter: formatShortDay, minTickGap: 18 }}
        yAxisProps={{ allowDecimals: false, width: 44, domain: [0, Math.max(total, 1)] }}
        tooltipProps={{ labelFormatter: formatTooltipDay }}
        referenceLines={[
          {
            y: total,
            label: `All ${total.toLocaleString()} items`,
            color: 'var(--cs-dim)',
            labelPosition: 'insideTopLeft',
          },
        ]}
      />
    </Panel>
  );
}

function BurnTable({ overview: { days, total } }: { overview: Overview }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col" className={classes.number}>
            Accepted by end of day
          </th>
          <th scope="col" className={classes.number}>
            Share
          </th>
        </tr>
      </thead>
      <tbody>
        {[...days].reverse().map((day) => (
          <tr key={day.day}>
            <th scope="row">{formatLongDay(day.day)}</th>
            <td className={classes.number}>{day.accepted_total.toLocaleString()}</td>
            <td className={classes.number}>{percent(day.accepted_total, total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
