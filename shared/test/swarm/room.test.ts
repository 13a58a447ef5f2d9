import { expect, test } from 'vitest';
import { block, closed, Driver } from './driver.ts';

const MINUTE_MS = 60_000;
const wish = { type: 'make-room' as const, among: 'any' as const, count: 1, places: 99 };

/** Everyone has it all; nobody gives anything. */
function amongMute(): { readonly me: Driver; meets(): number; askForRoom(): boolean } {
  const me = new Driver({ pieces: 40 });
  let link = 0;
  const meets = () => {
    link++;
    me.meets(link, `peer-${link}`, { has: 'all' });
    return link;
  };
  for (let at = 0; at < 40; at++) meets();
  me.passes(2 * MINUTE_MS);
  return { me, meets, askForRoom: () => closed(me.event(wish)).length > 0 };
}

test('who never gave is left for strangers more and more seldom, while they give nothing either', () => {
  const { me, meets, askForRoom } = amongMute();
  let left = 0;
  for (let minute = 0; minute < 60; minute++) {
    if (askForRoom()) {
      left++;
      meets();
    }
    me.passes(MINUTE_MS);
  }
  expect(left).toBeGreaterThanOrEqual(4);
  expect(left).toBeLessThanOrEqual(8);
});

test('a stranger who gives is reason to try the next at once', () => {
  const { me, meets, askForRoom } = amongMute();
  for (let at = 0; at < 4; at++) {
    askForRoom();
    meets();
    me.passes(MINUTE_MS);
  }
  expect(askForRoom()).toBe(false);
  const link = meets();
  const [asked] = me.hears(link, { type: 'unchoke' }).flatMap((effect) => {
    return effect.type === 'send' && effect.message.type === 'request' ? [effect.message] : [];
  });
  if (asked === undefined) throw new Error('asks for nothing');
  me.hears(link, block(asked));
  expect(askForRoom()).toBe(true);
});
