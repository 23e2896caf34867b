// A dose drawn at the bench with gloves on: three scans and one key, nothing pointed at, everything to touch 20 mm wide.
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { attempt, check } from './checks.mjs';
import { go, inspect, picture } from './browser.mjs';
import { get, jump, send, until } from './day.mjs';
import { law } from './law.mjs';

const run = promisify(execFile);
const glove = (20 / 25.4) * 96; // px of 20 mm at the 96 px an inch of CSS
const mostSeconds = 20;

// What a finger could be meant for, with what it measures. A region that scrolls is no target.
const targets = (page) => page.evaluate(() => [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=button]')]
  .filter((e) => e.checkVisibility() && (!document.querySelector('dialog[open]') || e.closest('dialog[open]')))
  .map((e) => { const r = e.getBoundingClientRect(); return { what: (e.id || e.textContent).trim().slice(0, 30), px: Math.min(r.width, r.height) }; }));

async function gloved(page, where, least = 1) {
  const all = await targets(page);
  const small = all.filter((x) => x.px < glove);
  check(`${where}: every target is 20 mm`, all.length >= least && small.length === 0, JSON.stringify(small.length ? small : all));
}

async function scan(page, text) {
  await page.keyboard.type(text, { delay: 4 });
  await page.keyboard.press('Enter');
}

// Tab goes through the page as it is read, and shows where it is.
async function focusOrder(page) {
  await page.locator('#dr-scan').focus();
  const seen = [];
  for (let i = 0; i < 12; ++i) {
    const at = await page.evaluate(() => {
      const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
      return { what: e.id || e.textContent.trim().slice(0, 20), top: Math.round(r.top), left: Math.round(r.left), ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0, body: e === document.body || e.tagName === 'MAIN' };
    });
    if (at.body || seen.some((x) => x.what === at.what)) break;
    seen.push(at);
    await page.keyboard.press('Tab');
  }
  check('every target is reached by Tab', seen.length === (await targets(page)).length, JSON.stringify(seen));
  check('in the order it is read', seen.every((x, i) => !i || x.top > seen[i - 1].top - 4 || x.left > seen[i - 1].left), JSON.stringify(seen));
  check('and the focus is seen', seen.every((x) => x.ring), JSON.stringify(seen));
}

// The calibrator and the small program beside it: as in docs/how-to/connect-a-calibrator.md.
async function calibrator(who, program, activity_mbq) {
  const port = 20_000 + Math.floor(Math.random() * 20_000), address = `tcp://127.0.0.1:${port}`;
  const device = spawn(program, ['calibrator', 'simulate', '--nuclide', 'F-18', '--activity', `${activity_mbq.toFixed(3)} MBq`, '--port', String(port)], { stdio: 'ignore' });
  await send(who, 'instruments/connect-instrument', { instrument: 'DC-5', address });
  return {
    stop: () => device.kill('SIGTERM'),
    async read() {
      const said = JSON.parse((await run(program, ['calibrator', 'read', address, '--nuclide', 'F-18', '--json'])).stdout);
      await send(who, 'instruments/take-reading', { reading: `R-${port}`, instrument: 'DC-5', nuclide: 'F-18', values: said.values });
    },
  };
}

async function ready(who) {
  await jump(who, 'doses');
  await who.page.evaluate(() => fetch('/api/v1/story', { method: 'POST', body: '{"action":"pause"}', headers: { 'Content-Type': 'application/json' } }));
  const { doses } = await get(who, '/clinic/doses');
  const vials = (await get(who, '/board')).rows.filter((r) => r.kind === 'vial' && r.state === 'available' && r.product === 'FDG');
  const d = doses.filter((x) => x.product === 'FDG' && !x.drawn && !x.given).sort((a, b) => a.inject_at.localeCompare(b.inject_at))[0];
  const other = doses.find((x) => x.patient !== d.patient).patient;
  return { d, vial: vials.find((v) => v.coverage.some((c) => c.order === d.order)) ?? vials[0], other };
}

async function wrongPatient(who, { d, vial, other }, folder) {
  const { page } = who;
  await attempt('another patient stops the screen', async () => {
    await go(who, '/draw');
    await gloved(page, 'before a scan', 2);
    await focusOrder(page);
    await page.locator('#dr-scan').focus();
    await scan(page, 'X-000');
    await page.locator('.dr-scan [role=alert]').waitFor();
    for (const text of [d.order, vial.item, other]) await scan(page, text);
    await page.locator('dialog.cl-stop').waitFor();
    check('the stop names the mismatch', (await page.locator('dialog.cl-stop').innerText()).includes('WRONG_PATIENT'));
    await gloved(page, 'the stop');
    await picture(who, folder, 'draw-stop.en');
    await page.keyboard.press('Enter');
    await page.locator('dialog.cl-stop').waitFor({ state: 'detached' });
    check('nothing can be accepted', (await page.locator('[data-f8]').count()) === 0);
  }, who);
}

async function threeScansOneKey(who, { d, vial }, program, folder) {
  const { page } = who;
  await attempt(`a dose is drawn with three scans and one key in less than ${mostSeconds} s`, async () => {
    await go(who, '/draw');
    const now = Date.parse((await get(who, '/clock')).now);
    const device = await calibrator(who, program, law.decayed(d.prescribed_bq, Date.parse(d.inject_at), now, d.half_life_s ?? vial.half_life_s) / 1e6);
    await page.evaluate(() => { window.pointed = 0; for (const e of ['pointerdown', 'mousedown', 'touchstart', 'click']) addEventListener(e, (x) => { if (x.isTrusted && (x.detail || e !== 'click')) ++window.pointed; }, true); });
    try {
      await page.locator('#dr-scan').waitFor();
      const started = Date.now();
      await scan(page, `(01)04012345678901(21)${vial.item}`);
      await scan(page, d.order);
      await scan(page, d.patient);
      const read = device.read().then(() => null, (e) => e); // the syringe stands in the well
      const failed = await read;
      if (failed) throw failed;
      await page.locator('.dr-page .cl-verdict').waitFor();
      const key = Date.now();
      await page.keyboard.press('F8');
      await page.locator('.dr-done').waitFor();
      const took = (Date.now() - started) / 1000;
      console.log(`a dose drawn with three scans and one key: ${took.toFixed(1)} s of machine time, of which ${((Date.now() - key) / 1000).toFixed(1)} s after the key`);
      check(`in less than ${mostSeconds} s`, took < mostSeconds, `${took} s`);
      check('nothing was pointed at', (await page.evaluate(() => window.pointed)) === 0);
      const after = await get(who, `/clinic/doses/${d.order}`);
      check('it is on record, from the vial, with the reading', after.drawn && after.vial === vial.item && Math.abs(after.drawn.activity_bq / d.prescribed_bq - 1) < 0.3, JSON.stringify(after.drawn));
      await gloved(page, 'after the draw', 3);
      await page.keyboard.press('F8');
      await until('the label', async () => !!(await get(who, `/clinic/doses/${d.order}`)).label);
    } finally {
      device.stop();
    }
  }, who);
}

// The page as it stands before the key, in a language and a width: a dose of its own, so nothing is recorded.
export async function drawPage(who, { d, vial }, name, folder) {
  const { page } = who;
  await attempt(`draw page, ${name}`, async () => {
    await go(who, '/draw');
    await page.locator('#dr-scan').focus();
    for (const text of [vial.item, d.order, d.patient]) await scan(page, text);
    await page.locator('.dr-numbers').waitFor();
    await gloved(page, name, 3);
    await inspect(who, `draw page, ${name}`);
    await picture(who, folder, `draw.${name}`);
  }, who);
}

export async function drawsADose(who, program, folder) {
  const first = await ready(who);
  await wrongPatient(who, first, folder);
  await threeScansOneKey(who, first, program, folder);
  return ready(who);
}
