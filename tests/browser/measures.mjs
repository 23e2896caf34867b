// node tests/browser/measures.mjs PROGRAM [FOLDER]: the hospital's screens held to their measures. The decay board with 500 items: a frame's
// work within 16 ms, in the long run (ISOTRAIL_FULL) 8. A dose drawn with three scans and one key: under 20 s, targets of 20 mm, keyboard only.
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { get, send, story } from './day.mjs';
import { drawPage, drawsADose } from './drawing.mjs';
import { frameTimes, traced } from './frames.mjs';
import { law } from './law.mjs';
import { languages } from './pages.mjs';
import { startProgram } from './program.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/measures.mjs PROGRAM [FOLDER]');
  process.exit(2);
}
const items = 500, generators = 24, eluates = 20; // 24 columns and what was eluted from them: 504, with the showcase's own
// On a machine of unknown speed a frame's work must fit a frame of 60 Hz; the measure itself is for the long run.
const mostMs = process.env.ISOTRAIL_FULL ? 8 : 16, tries = 3;

// A generator is received and eluted on the record, as a hot lab would; no page is open that would read along.
async function stocked(who) {
  await who.page.goto(`${who.base}/api/v1/about`);
  await send(who, 'hotlab/check-calibrator', { calibrator: 'DC-5', nuclide: 'Cs-137', reading: '5 MBq', expected: '5 MBq' });
  const one = async (g) => {
    const generator = `GEN-9${g}`;
    await send(who, 'supply/receive-generator', { generator, site: 'cotai-hotlab', parent: 'Mo-99', activity: '1 GBq', reference_at: '2025-12-16T06:00:00+08:00', efficiency: '90 %', expires_at: '2025-12-30T00:00:00+08:00', supplier: 'isosource' });
    for (let i = 0; i < eluates; ++i) await send(who, 'supply/elute', { generator, eluate: `${generator}.E${i}`, activity: `${5 + i} MBq`, volume: '5 mL', calibrator: 'DC-5' });
  };
  await Promise.all(Array.from({ length: generators }, (_, g) => one(g)));
}

// What a row shows, read within one turn of the page together with its clock, against the record's own activity carried to that instant.
async function shownRight(who) {
  const { rows } = await get(who, '/board');
  check(`the board has ${items} items`, rows.length >= items, `${rows.length}`);
  await who.page.waitForFunction((n) => document.querySelectorAll('.bd-open').length >= n, items);
  await who.page.waitForTimeout(1500);
  const seen = await who.page.evaluate(async () => {
    const from = Date.parse((await (await fetch('/api/v1/clock')).json()).now);
    const lines = [...document.querySelectorAll('.bd-open')].filter((b) => { const r = b.getBoundingClientRect(); return r.top > 150 && r.bottom < innerHeight; });
    const said = lines.map((b) => [b.dataset.item, b.querySelector('.bd-figure b').textContent, b.querySelector('.bd-figure u').textContent]);
    return { from, said };
  });
  const unit = { GBq: 1e9, MBq: 1e6, kBq: 1e3, Bq: 1 };
  // Three digits are shown; a beat of the page is a minute of the story.
  const wrong = seen.said.filter(([item, value, u]) => {
    const row = rows.find((r) => r.item === item), bq = Number(value) * unit[u];
    const [late, early] = [seen.from - 150_000, seen.from + 60_000].map((t) => law.activityAt(row, t));
    return !(bq <= Math.max(late, early) * 1.006 && bq >= Math.min(late, early) * 0.994);
  });
  check('rows in sight were read', seen.said.length >= 8, `${seen.said.length}`);
  check('each shows the activity of the record', wrong.length === 0, JSON.stringify(wrong.slice(0, 4)));
}

async function framesUnder(who) {
  await attempt(`the board of ${items} items takes less than ${mostMs} ms a frame`, async () => {
    check('the story plays', (await story(who)).playing);
    let best = null;
    for (let n = 1; n <= tries && !(best?.median < mostMs && best?.p95 < mostMs); ++n) {
      await who.page.waitForTimeout(n === 1 ? 10_000 : 3_000);
      const cdp = await who.seat.newCDPSession(who.page);
      await cdp.send('HeapProfiler.collectGarbage'); // what loading the page left behind is not the board's work
      await cdp.detach();
      best = frameTimes(await traced(who, 22_000));
      console.log(`board of ${items} items, try ${n}: heaviest frame of a second ${best.median.toFixed(1)} ms at the median; 95 % of ${best.frames} frames with work within ${best.p95.toFixed(1)} ms; the worst ${best.worst.toFixed(1)} ms`);
      check('twenty seconds were watched', best.seconds >= 20 && best.frames > 40, JSON.stringify(best));
    }
    check('median', best.median < mostMs, `${best.median.toFixed(1)} ms`);
    check('95 %', best.p95 < mostMs, `${best.p95.toFixed(1)} ms`);
  }, who);
}

// The last row is drawn and counts on when it comes into sight, and on paper every row is.
async function farRows(who) {
  await attempt('a row that was far is right when it comes into sight', async () => {
    const last = who.page.locator('.bd-open').last();
    await last.scrollIntoViewIfNeeded();
    await who.page.locator('.bd-rows .bd-row').last().locator('.bd-curve').waitFor();
    await shownRight(who);
    await inspect(who, 'board of 500');
    await who.page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await who.page.waitForFunction((n) => document.querySelectorAll('.bd-rows .bd-curve').length >= n, items);
    await picture(who, folder, 'board-500.en');
  }, who);
}

async function bench(browser) {
  const running = await startProgram(program);
  try {
    const tablet = await sit(browser, running.base, { account: 'lei.fan', width: 1280, height: 800 });
    const next = await drawsADose(tablet, program, folder);
    await tablet.close();
    for (const language of languages)
      for (const width of [1280, 360]) {
        const who = await sit(browser, running.base, { account: 'lei.fan', language, width, height: 800 });
        await drawPage(who, next, `${language}.${width}`, folder);
        await who.close();
      }
  } finally {
    await running.stop();
  }
}

async function board(browser) {
  const running = await startProgram(program);
  try {
    const who = await sit(browser, running.base, { account: 'lei.fan' });
    await stocked(who);
    await who.page.emulateMedia({ reducedMotion: 'no-preference' });
    await go(who, '/board');
    await attempt('the board shows what the record says', () => shownRight(who), who);
    await framesUnder(who);
    await farRows(who);
  } finally {
    await running.stop();
  }
}

const browser = await openBrowser();
try {
  await bench(browser);
  await board(browser);
} finally {
  await browser.close();
}
process.exit(tally() ? 0 : 1);
