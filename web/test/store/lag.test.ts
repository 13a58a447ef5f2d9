import { expect, it, vi } from 'vitest';
import { Lag } from '../../src/store/lag.ts';

it('calls back at once while nothing lags, and not again later', () => {
  const lag = new Lag();
  const isOver = vi.fn();
  lag.whenOver(isOver);
  expect(isOver).toHaveBeenCalledOnce();
  lag.tell(true);
  lag.tell(false);
  expect(isOver).toHaveBeenCalledOnce();
});

it('calls back once the page has come to what was published last', () => {
  const lag = new Lag();
  const isOver = vi.fn();
  lag.tell(true);
  lag.whenOver(isOver);
  lag.tell(true);
  expect(isOver).not.toHaveBeenCalled();
  lag.tell(false);
  expect(isOver).toHaveBeenCalledOnce();
});

it('lets who is called back wait for the next time', () => {
  const lag = new Lag();
  const next = vi.fn();
  lag.tell(true);
  lag.whenOver(() => {
    lag.tell(true);
    lag.whenOver(next);
  });
  lag.tell(false);
  expect(next).not.toHaveBeenCalled();
  lag.tell(false);
  expect(next).toHaveBeenCalledOnce();
});
