// What a page's main thread works for each frame, out of Chromium's own trace.

const frame = 1e6 / 60; // µs, of a 60 Hz screen

// The tasks of the thread that draws the page, as [start µs, processor time µs]. What other programs take of the machine is not counted.
function tasksOf(trace) {
  const threads = trace.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain');
  const work = (tasks) => tasks.reduce((sum, [, took]) => sum + took, 0);
  return threads.map(({ pid, tid }) => trace.filter((e) => e.pid === pid && e.tid === tid && e.name === 'ThreadControllerImpl::RunTask' && e.tdur !== undefined).map((e) => [e.ts, e.tdur]))
    .sort((a, b) => work(b) - work(a))[0].sort((a, b) => a[0] - b[0]);
}

// Frames in which anything was done; one begins with its first task, so that no burst of work is cut in two.
function framesOf(tasks) {
  const frames = [];
  for (const [ts, took] of tasks) {
    const open = frames.at(-1);
    if (open && ts < open.ts + frame) open.ms += took / 1000;
    else frames.push({ ts, ms: took / 1000 });
  }
  return frames;
}

const within = (all, share) => [...all].sort((a, b) => a - b)[Math.ceil(all.length * share) - 1];

// `median`: of the heaviest frame of each second, so that a beat once a second does not hide behind the frames between; `p95`: of all
// frames in which there was work. In ms.
export function frameTimes(trace) {
  const frames = framesOf(tasksOf(trace));
  const seconds = new Map();
  for (const { ts, ms } of frames) {
    const s = Math.floor((ts - frames[0].ts) / 1e6);
    seconds.set(s, Math.max(seconds.get(s) ?? 0, ms));
  }
  const heaviest = [...seconds.values()], all = frames.map((f) => f.ms);
  return { seconds: heaviest.length, frames: all.length, median: within(heaviest, 0.5), p95: within(all, 0.95), worst: within(all, 1) };
}

export async function traced(who, ms) {
  const browser = who.seat.browser();
  await browser.startTracing(who.page, { categories: ['toplevel'] });
  await who.page.waitForTimeout(ms);
  return JSON.parse(String(await browser.stopTracing())).traceEvents;
}
