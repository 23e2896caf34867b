// The decay law of the pages, taken from their own source, held against the engine behind the API.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { attempt, check } from './checks.mjs';
import { get, story, until } from './day.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const ts = require('typescript');
const source = readFileSync(new URL('../../web/src/pages/board/decay.ts', import.meta.url), 'utf8');
const script = ts.transpileModule(source, { compilerOptions: { target: 'ES2022', module: 'ESNext' } }).outputText;

export const law = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const post = (who, wish) => who.page.evaluate((w) => fetch('/api/v1/story', { method: 'POST', body: JSON.stringify(w), headers: { 'Content-Type': 'application/json' } }).then((r) => r.status), wish);

const shown = (row) => (row.elutions ? row.elutions.daughter_bq : row.activity_bq);

// Two boards with nothing recorded between them: what the page counts on from the first is what the second says.
async function twoBoards(who) {
  const entries = async () => (await who.page.evaluate(() => fetch('/healthz').then((r) => r.json()))).entries;
  const before = await entries();
  const first = await get(who, '/board');
  await who.page.waitForTimeout(700);
  const second = await get(who, '/board');
  return (await entries()) === before && law.moment(second.now) - law.moment(first.now) > 10_000 ? [first, second] : null;
}

export async function liveValues(who) {
  await attempt('live values count on as the engine does, to 1e-9', async () => {
    const { playing, speed } = await story(who);
    await post(who, { action: 'speed', speed: 60 });
    if (!playing) await post(who, { action: 'play' });
    const [first, second] = await until('a quiet moment', () => twoBoards(who));
    if (!playing) await post(who, { action: 'pause' });
    await post(who, { action: 'speed', speed });
    let worst = 0;
    let rows = 0;
    for (const row of first.rows) {
      const now = second.rows.find((r) => r.item === row.item);
      if (!now || !shown(now)) continue;
      worst = Math.max(worst, Math.abs(law.activityAt(row, law.moment(second.now)) / shown(now) - 1));
      ++rows;
    }
    check('items were compared', rows > 5, `${rows}`);
    check('the worst of them is within 1e-9', worst < 1e-9, `${worst}`);
    console.log(`live values: ${rows} items, worst relative difference ${worst.toExponential(1)}`);
  }, who);
}
