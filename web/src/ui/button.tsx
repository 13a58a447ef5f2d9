import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-accent-ink hover:opacity-95',
  plain: 'border border-line bg-card hover:bg-sunken',
  quiet: 'text-quiet hover:bg-sunken hover:text-ink',
  danger: 'border border-line bg-card text-bad hover:bg-bad-soft',
};

const SIZES = {
  normal: 'min-h-11 px-4',
  small: 'min-h-9 px-3 text-sm',
  large: 'min-h-13 px-6 text-lg',
} as const;

export interface ButtonProps extends ComponentProps<typeof BaseButton> {
  readonly look?: Look;
  readonly size?: keyof typeof SIZES;
}

/** A button of the house: large enough for a thumb, with room for an icon before its words. */
export function Button({ look = 'plain', size = 'normal', className = '', ...rest }: ButtonProps) {
  return (
    <BaseButton
      className={`inline-flex items-center justify-center gap-2 rounded-xl font-medium whitespace-nowrap transition-colors disabled:cursor-default disabled:opacity-50 ${LOOKS[look]} ${SIZES[size]} ${typeof className === 'string' ? className : ''}`}
      {...rest}
    />
  );
}
