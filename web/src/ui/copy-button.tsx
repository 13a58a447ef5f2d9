import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../text/index.ts';
import { Button, type ButtonProps } from './button.tsx';
import { copyText } from './copy-text.ts';
import { toast } from './toasts.tsx';

const SHOWN_FOR_MS = 2_000;

export interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'children'> {
  /** Or what makes it, where it changes all the time and is needed only now. */
  readonly text: string | (() => string);
  readonly label: string;
}

/** Copies a text and says that it did, or that the browser would not. */
export function CopyButton({ text: copied, label, ...rest }: CopyButtonProps) {
  const text = useText();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    const worked = await copyText(typeof copied === 'string' ? copied : copied());
    setCopied(worked);
    toast({
      id: 'copied',
      title: text(worked ? 'app.copied' : 'app.copy-by-hand'),
      ...(worked ? {} : { code: 'copy-failed' }),
    });
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <Button {...rest} onClick={() => void copy()}>
      <Icon aria-hidden className="size-4" />
      {label}
    </Button>
  );
}
