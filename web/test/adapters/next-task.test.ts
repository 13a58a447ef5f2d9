import { afterEach, expect, test, vi } from 'vitest';
import { afterDrawing, inShortTasks, nextTask } from '../../src/adapters/next-task.ts';

afterEach(() => vi.unstubAllGlobals());

test('the next task comes after all that is promised by now', async () => {
  const order: string[] = [];
  const task = nextTask().then(() => order.push('task'));
  await Promise.resolve()
    .then(() => order.push('promise'))
    .then(() => order.push('promise of a promise'));
  await task;
  expect(order).toEqual(['promise', 'promise of a promise', 'task']);
});

test('long work lets others in between, in order and to its end; short work begins and ends at once', async () => {
  const now = vi.spyOn(performance, 'now');
  const ran: unknown[] = [];
  const work = (item: number) => {
    ran.push(item);
    const at = ran.length * 10;
    now.mockImplementation(() => at);
  };
  now.mockImplementation(() => 0);
  const long = inShortTasks([1, 2, 3, 4, 5], work);
  expect(ran).toEqual([1, 2, 3]);
  ran.push('somebody else');
  await long;
  expect(ran).toEqual([1, 2, 3, 'somebody else', 4, 5]);
  now.mockRestore();
  const short = inShortTasks([6], (item) => ran.push(item));
  expect(ran.at(-1)).toBe(6);
  await short;
});

function page(hidden: boolean) {
  const frames: (() => void)[] = [];
  const document = Object.assign(new EventTarget(), { hidden });
  vi.stubGlobal('document', document);
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
  const draw = () => {
    for (const frame of frames.splice(0)) frame();
  };
  return { document, draw };
}

test('what is drawn is told after the frame, once', async () => {
  const { document, draw } = page(false);
  const drawn = vi.fn();
  afterDrawing(drawn);
  await nextTask();
  expect(drawn).not.toHaveBeenCalled();
  draw();
  expect(drawn).not.toHaveBeenCalled();
  await nextTask();
  expect(drawn).toHaveBeenCalledOnce();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(drawn).toHaveBeenCalledOnce();
});

test('no frame is waited for in a page that nobody sees, or no longer', async () => {
  const { document, draw } = page(false);
  const drawn = vi.fn();
  afterDrawing(drawn);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(drawn).toHaveBeenCalledOnce();
  draw();
  await nextTask();
  expect(drawn).toHaveBeenCalledOnce();
  page(true);
  afterDrawing(drawn);
  expect(drawn).toHaveBeenCalledTimes(2);
});
