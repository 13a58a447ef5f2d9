import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../text/index.ts';
import { Button, type ButtonProps } from './button.tsx';
import { copyText } from './copy-text.ts';

const SAID_FOR_MS = 2_000;

export interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'children'> {
  /** Or what makes it, where it changes all the time and is needed only now. */
  readonly text: string | (() => string);
  readonly label: string;
}

/** Copies a text and says that it did, or that the browser would not. */
export function CopyButton({ text, label, ...rest }: CopyButtonProps) {
  const say = useText();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () =>
    setState((await copyText(typeof text === 'string' ? text : text())) ? 'copied' : 'failed');
  const words = { idle: label, copied: say('app.copied'), failed: say('app.copy-by-hand') }[state];
  const Icon = state === 'copied' ? Check : Copy;
  return (
    <Button {...rest} onClick={() => void copy()}>
      <Icon aria-hidden className="size-4" />
      <span aria-live="polite">{words}</span>
    </Button>
  );
}
