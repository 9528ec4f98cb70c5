// A count at the corner of a header button. Hidden if the count is 0.
import { Indicator, type IndicatorProps } from '@mantine/core';

interface Props extends Omit<IndicatorProps, 'label' | 'disabled'> {
  count: number;
}

/** Passes other props on: a tooltip around it needs them to find its position. */
export function CountMark({ count, ...rest }: Props) {
  return (
    <Indicator
      label={count > 99 ? '99+' : count}
      size={15}
      offset={4}
      color="red"
      disabled={count === 0}
      classNames={{ indicator: 'tnum' }}
      {...rest}
    />
  );
}
