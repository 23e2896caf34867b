// node tests/browser/plan.mjs PROGRAM [FOLDER]: a day planned from live orders, moved by keys, a typed time and the pointer, kept, compared
// and published; how sure it is, what other means would do, what the record says; past days; and 400 bars that follow the pointer.
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { get, send } from './day.mjs';
import { languages } from './pages.mjs';
import { startProgram } from './program.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/plan.mjs PROGRAM [FOLDER]');
  process.exit(2);
}

const day = '2025-12-19';
const firstLeg = '.pl-movable[data-bar^="T"]';

async function orders(physician, planner) {
  for (let i = 0; i < 6; ++i) {
    const order = `ORD-9${i}`, hour = String(9 + Math.floor(i / 2)).padStart(2, '0');
    await send(physician, 'ordering/place-order', { order, patient: `P-0${i + 1}`, product: 'FDG', activity: '250 MBq', tolerance: '10 %', inject_at: `${day}T${hour}:${i % 2 ? '45' : '15'}:00+08:00`, site: 'cotai-hotlab', maker_site: 'lingnan-nansha' });
    await send(planner, 'ordering/accept-order', { order });
  }
}

const served = async (page) => page.locator('.pl-head').innerText();

async function planned(planner) {
  const { page } = planner;
  await attempt('a day is planned from its promised orders', async () => {
    await go(planner, '/plan');
    await page.getByText('Plan a day', { exact: true }).first().click();
    await page.getByLabel('Number of the plan').fill('DAY-A');
    await page.getByLabel('Day', { exact: true }).fill(day);
    await page.getByRole('button', { name: 'Plan a day' }).click();
    await page.waitForURL(/plan\/DAY-A/);
    await page.locator('.pl-head h2', { hasText: 'DAY-A' }).waitFor();
    await page.locator(firstLeg).first().waitFor();
    check('all six are served', (await served(page)).includes('6 of 6'), await served(page));
  }, planner);
}

async function moved(planner) {
  const { page } = planner;
  await attempt('a bar is moved by keys, and who loses a dose is named', async () => {
    await page.locator(firstLeg).first().focus();
    for (let i = 0; i < 40; ++i) await page.keyboard.press('ArrowRight');
    await page.locator('.pl-effect header').waitFor();
    await page.locator('.pl-worse').waitFor();
    const text = await page.locator('.pl-effect').innerText();
    check('patients are named', text.includes('P-01'), text);
    check('a way out is offered', (await page.locator('.pl-options li').count()) >= 1, text);
    check('the pushed chain is drawn', (await page.locator('.pl-ghosts > g').count()) > 1);
    await picture(planner, folder, 'plan-whatif.en');
    await inspect(planner, 'plan with a change');
  }, planner);
  await attempt('the way out serves all again', async () => {
    await page.keyboard.press('1');
    await page.waitForFunction(() => !document.querySelector('.pl-worse') && document.querySelector('.pl-effect header'));
    check('all are served', (await page.locator('.pl-effect header').innerText()).includes('6 of 6'));
    await page.keyboard.press('Escape');
    await page.locator('.pl-effect header').waitFor({ state: 'detached' });
    check('nothing is left of it', (await page.locator('.pl-ghosts > g').count()) === 0);
  }, planner);
  await attempt('a time is typed', async () => {
    await page.locator(firstLeg).first().focus();
    await page.keyboard.press('t');
    await page.keyboard.type('2561');
    await page.locator('.pl-type .rm-error').waitFor();
    await page.locator('.pl-type input').fill('0615');
    await page.keyboard.press('Enter');
    await page.locator('.pl-effect header').waitFor();
  }, planner);
  await attempt('the change is kept as a new plan and compared', async () => {
    await page.getByRole('button', { name: 'Keep as a new plan' }).click();
    await page.waitForURL(/DAY-A\./);
    await page.locator('.pl-compare select').selectOption('DAY-A');
    await page.locator('.pl-diff').waitFor();
  }, planner);
}

async function published(planner) {
  const { page } = planner;
  await attempt('the plan is published with a signature', async () => {
    await go(planner, '/plan/DAY-A');
    await page.getByRole('button', { name: 'Publish the day' }).click();
    const box = page.locator('form.rm-sign');
    await box.locator('input[type=password]').fill('isotrail-showcase');
    await box.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.locator('.pl-head').getByText('published').waitFor();
    const { orders } = await get(planner, '/ordering/orders');
    check('six promises follow', orders.filter((o) => o.order.startsWith('ORD-9') && o.planned?.served).length === 6, JSON.stringify(orders).slice(0, 300));
  }, planner);
}

// How sure the plan is and what other means would do, asked for on its page; what the record says is taken into what-if.
async function outlook(planner, language) {
  const { page } = planner;
  await attempt(`chances and scenarios are worked out, ${language}`, async () => {
    await go(planner, '/plan/DAY-A');
    for (const [block, rows] of [['.pl-risk', 6], ['.pl-capacity', 10]]) {
      await page.locator(`${block} > summary`).click();
      await page.locator(`${block} .pl-asking button`).click();
      await page.locator(`${block} tbody tr`).first().waitFor();
      check(`${block} has its rows`, (await page.locator(`${block} tbody tr`).count()) >= rows);
    }
    check('growth is drawn', (await page.locator('.pl-growths svg').count()) === 2);
    await page.locator('.pl-risk').scrollIntoViewIfNeeded();
    await picture(planner, folder, `plan-outlook.${language}`);
    await inspect(planner, `plan with its outlook, ${language}`);
  }, planner);
}

async function recorded(planner) {
  const { page } = planner;
  await attempt('what the record says is told and taken in', async () => {
    await go(planner, '/plan');
    await page.locator('.pl-record button').first().click();
    await page.locator('.pl-record [role=status]').waitFor();
    const told = await page.locator('.pl-record li').count();
    check('the story left its marks', told >= 1, await page.locator('.pl-record').innerText());
    await page.locator('.pl-record .rm-primary').click();
    await page.locator('.pl-effect header').waitFor();
    await picture(planner, folder, 'plan-record.en');
    await inspect(planner, 'plan with what the record says');
  }, planner);
}

async function past(who, language) {
  await attempt(`a past day is held against its plan, ${language}`, async () => {
    await go(who, '/plan/past');
    await who.page.locator('tbody tr').first().waitFor();
    check('stages are told', (await who.page.locator('.pl-miss').count()) >= 6);
    await picture(who, folder, `plan-past.${language}`);
    await inspect(who, `past days, ${language}`);
  }, who);
}

// A day of 400 bars: while the pointer moves one, no frame may take longer than two of a 60 Hz screen, and half of them 16 ms at most.
async function many(planner) {
  const { page } = planner;
  await attempt('400 bars follow the pointer', async () => {
    const whole = await get(planner, '/planning/days/DAY-A');
    const one = whole.bars.find((b) => b.trip && b.movable);
    const bars = Array.from({ length: 400 }, (_, i) => {
      const starts = Date.parse(one.starts) + (i % 20) * 900_000;
      return { ...one, id: `B${i}`, lane: `L${Math.floor(i / 20)}`, needs: i % 20 ? [`B${i - 1}`] : [], starts: new Date(starts).toISOString(), ends: new Date(starts + 840_000).toISOString() };
    });
    const lanes = Array.from({ length: 20 }, (_, i) => ({ ...whole.lanes[0], id: `L${i}`, label: `L${i}`, open: [] }));
    await page.route('**/planning/days/DAY-A', (r) => r.fulfill({ json: { ...whole, bars, lanes } }));
    await go(planner, '/plan/DAY-A');
    const box = await page.locator('[data-bar="B20"] rect').first().boundingBox();
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.down();
    await page.evaluate(() => {
      window.frames_ = [];
      let last = performance.now();
      const tick = (now) => { window.frames_.push(now - last); last = now; window.raf_ = requestAnimationFrame(tick); };
      window.raf_ = requestAnimationFrame(tick);
    });
    for (let i = 0; i < 90; ++i) await page.mouse.move(box.x + 5 + i * 3, box.y + 5);
    const frames = await page.evaluate(() => { cancelAnimationFrame(window.raf_); return window.frames_.slice(2); });
    await page.mouse.up();
    frames.sort((a, b) => a - b);
    const at = (share) => frames[Math.floor(frames.length * share)];
    console.log(`a move among 400 bars: half of ${frames.length} frames within ${at(0.5).toFixed(1)} ms, 95 % within ${at(0.95).toFixed(1)} ms`);
    check('it moved', (await page.locator('.pl-ghosts > g').count()) === 20);
    await page.unroute('**/planning/days/DAY-A');
    await page.keyboard.press('Escape');
  }, planner);
}

const running = await startProgram(program);
const browser = await openBrowser();
try {
  const planner = await sit(browser, running.base, { account: 'wong.ieng' });
  const physician = await sit(browser, running.base, { account: 'dr.fong' });
  await orders(physician, planner);
  await planned(planner);
  await moved(planner);
  await published(planner);
  await outlook(planner, 'en');
  await recorded(planner);
  await many(planner);
  for (const language of languages) {
    const phone = await sit(browser, running.base, { account: 'wong.ieng', language, width: 360, height: 780 });
    await go(phone, '/plan/DAY-A');
    await phone.page.locator('.pl-gantt').waitFor();
    await inspect(phone, `plan on a phone, ${language}`);
    await outlook(phone, `${language}.phone`);
    await phone.close();
  }
  const over = await startProgram(program, { played: true });
  try {
    const reader = await sit(browser, over.base, { account: 'wong.ieng' });
    await past(reader, 'en');
    for (const language of languages) {
      const phone = await sit(browser, over.base, { account: 'wong.ieng', language, width: 360, height: 780 });
      await past(phone, `${language}.phone`);
      await phone.close();
    }
  } finally {
    await over.stop();
  }
} finally {
  await browser.close();
  await running.stop();
}
process.exit(tally() ? 0 : 1);
