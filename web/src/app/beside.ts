import type { Problem } from '../rooms/desk/call';
import type { Read } from './readers';

type Beside = <K extends keyof Read>(what: K, language: string) => Promise<Read[K]>;

function start(): Beside {
  const worker = new Worker(new URL('./beside.worker.ts', import.meta.url), { type: 'module' });
  const open = new Map<number, { done: (read: never) => void; fail: (why: Problem) => void }>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<{ n: number; read?: never; problem?: Problem }>) => {
    const asked = open.get(data.n);
    open.delete(data.n);
    if (data.problem) asked?.fail(data.problem);
    else asked?.done(data.read!);
  });
  // It could not be loaded: the next question tries again.
  worker.addEventListener('error', () => {
    running = null;
    open.forEach(({ fail }) => fail({ title: 'worker', status: 0, code: 'UNREACHABLE' }));
  });
  return (what, language) => new Promise((done, fail) => {
    open.set(++last, { done, fail });
    worker.postMessage({ n: last, what, language });
  });
}

const here: Beside = async (what, language) => (await import('./readers')).readers[what](language) as never;

let running: Beside | null = null;

// One reader a page, off its main thread where the browser has workers.
export const beside: Beside = (what, language) => (running ??= typeof Worker === 'undefined' ? here : start())(what, language);
