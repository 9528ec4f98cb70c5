// A count at the corner of a header's button: nothing while there is none.
import { Indicator, type IndicatorProps } from '@mantine/core';

interface Props extends Omit<IndicatorProps, 'label' | 'disabled'> {
  count: number;
}

/** What else it gets is passed on: a tooltip around it finds its place by that. */
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
