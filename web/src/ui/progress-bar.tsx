import { Progress } from '@base-ui/react/progress';
import { useText } from '../text/index.ts';

export interface ProgressBarProps {
  /** 0–1. */
  readonly value: number;
  readonly label: string;
  readonly thin?: boolean;
}

export function ProgressBar({ value, label, thin = false }: ProgressBarProps) {
  const text = useText();
  return (
    <Progress.Root
      value={Math.round(value * 1_000) / 10}
      aria-label={label}
      getAriaValueText={() => text.percent(value)}
    >
      <Progress.Track className={`block overflow-hidden rounded-full bg-sunken ${thin ? 'h-1.5' : 'h-3'}`}>
        <Progress.Indicator className="block h-full rounded-full bg-accent" />
      </Progress.Track>
    </Progress.Root>
  );
}
