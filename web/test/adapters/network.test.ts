import { afterEach, expect, test, vi } from 'vitest';
import { watchNetwork } from '../../src/adapters/network.ts';

afterEach(() => vi.unstubAllGlobals());

test('another kind of network is news, another estimate of the same one is not', () => {
  const page = new EventTarget();
  const connection = Object.assign(new EventTarget(), { type: 'wifi', rtt: 50 });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('navigator', { onLine: true, connection });
  const news: string[] = [];
  watchNetwork((one) => news.push(one));
  connection.rtt = 400;
  connection.dispatchEvent(new Event('change'));
  expect(news).toEqual([]);
  connection.type = 'cellular';
  connection.dispatchEvent(new Event('change'));
  connection.dispatchEvent(new Event('change'));
  expect(news).toEqual(['changed']);
  page.dispatchEvent(new Event('online'));
  expect(news).toEqual(['changed', 'changed']);
});
