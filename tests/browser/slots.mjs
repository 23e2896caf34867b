// node tests/browser/slots.mjs PROGRAM [FOLDER]: a hospital's day timed so that the least activity serves it, tried with a weak vial, a late
// one and a late patient, accepted, and asked again with a camera of its own.
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { get, send, until } from './day.mjs';
import { languages } from './pages.mjs';
import { startProgram } from './program.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/slots.mjs PROGRAM [FOLDER]');
  process.exit(2);
}

const day = '2025-12-19';
// Booked first come, the smallest doses first: the dearest way to use a vial.
const booked = [['09:00', 120], ['09:15', 150], ['09:30', 200], ['09:45', 260], ['10:00', 330], ['10:15', 400]];

async function orders(physician, planner) {
  for (const [i, [time, mbq]] of booked.entries()) {
    const order = `ORD-9${i}`;
    await send(physician, 'ordering/place-order', { order, patient: `P-0${i + 1}`, product: 'FDG', activity: `${mbq} MBq`, tolerance: '10 %', inject_at: `${day}T${time}:00+08:00`, site: 'cotai-hotlab', maker_site: 'lingnan-nansha' });
    await send(planner, 'ordering/accept-order', { order });
  }
}

const summary = (page) => page.locator('.sl-summary');
const settled = (page) => page.locator('.sl-summary[aria-busy=false]').waitFor();

async function change(page, kind, amount) {
  await page.getByLabel('What happens').selectOption(kind);
  await page.locator('.sl-change input').fill(String(amount));
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.waitForTimeout(50);
  await settled(page);
}

async function proposed(hotlab) {
  const { page } = hotlab;
  await attempt('the least activity is proposed against the booking', async () => {
    await go(hotlab, `/slots?day=${day}`);
    await summary(page).getByText('6 of 6 served').first().waitFor();
    const text = await summary(page).innerText();
    const share = Number(/\(([\d.]+) %\)/.exec(text)?.[1] ?? 0);
    check('it saves activity', share > 3 && share < 60, text);
    check('it is proven', text.includes('no timetable needs less'), text);
    check('every patient has a bar in a room and on a camera', (await page.locator('.sl-proposed.sl-inject').count()) === 6 && (await page.locator('.sl-proposed.sl-scan').count()) === 6);
    const prices = (await page.locator('td[data-label="Price of waiting"]').allInnerTexts()).map(Number.parseFloat);
    check('who can best wait comes first', prices.length === 6 && prices.every((p, i) => !i || prices[i - 1] <= p), prices.join(' '));
    await picture(hotlab, folder, 'slots.en');
    await inspect(hotlab, 'slots');
  }, hotlab);
}

async function tried(hotlab) {
  const { page } = hotlab;
  await attempt('a weak vial leaves somebody out, with the reason', async () => {
    await change(page, 'vial_weak', 60);
    await page.locator('.sl-left li').first().waitFor();
    check('what is missing is said', /MBq|GBq/.test(await page.locator('.sl-left').innerText()), await page.locator('.sl-left').innerText());
    await inspect(hotlab, 'slots with a weak vial');
    await picture(hotlab, folder, 'slots-weak.en');
    await page.getByRole('button', { name: 'Take back' }).click();
    await summary(page).getByText('Every patient is served.').waitFor();
  }, hotlab);
  await attempt('a late vial moves everybody behind it', async () => {
    await change(page, 'vial_late', 60);
    await page.locator('.sl-said li', { hasText: '60 min late' }).waitFor();
    const names = await page.locator('.sl-proposed.sl-inject').evaluateAll((all) => all.map((b) => b.getAttribute('aria-label')));
    check('nobody is injected before 10:00', names.every((n) => /1\d:\d\d –/.test(n)), names.join('; '));
    await page.getByRole('button', { name: 'Take back' }).click();
    await settled(page);
  }, hotlab);
  await attempt('a late patient by keys alone', async () => {
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('j');
    await page.locator('tr.rm-picked').waitFor();
    await page.keyboard.press('c');
    check('the amount has the focus', await page.evaluate(() => document.activeElement?.closest('.sl-change') !== null));
    await page.getByLabel('What happens').selectOption('patient_late');
    await page.locator('.sl-change input').fill('25');
    await page.keyboard.press('Enter');
    await page.locator('.sl-said li', { hasText: '25 min late' }).waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await settled(page);
  }, hotlab);
}

async function accepted(hotlab) {
  const { page } = hotlab;
  await attempt('the proposal is accepted, and the orders follow', async () => {
    await page.getByRole('button', { name: 'Accept the proposal' }).click();
    await until('the orders', async () => {
      const { orders: now } = await get(hotlab, '/ordering/orders');
      const time = (o) => now.find((x) => x.order === o)?.inject_at;
      return time('ORD-95') < time('ORD-90');
    }, 20_000);
    const answer = await get(hotlab, `/slots/days/${day}?site=cotai-hotlab`);
    check('the booking is the proposal now', answer.booked.served === 6 && answer.booked.left_out.length === 0, JSON.stringify(answer.booked).slice(0, 300));
  }, hotlab);
  await attempt('a declared camera counts', async () => {
    await page.locator('summary', { hasText: 'Declare a place' }).click();
    const form = page.locator('details', { hasText: 'Declare a place' }).locator('form');
    await form.getByLabel('Its number').fill('PET-1');
    await form.getByLabel('Name', { exact: true }).fill('PET/CT 1');
    await form.getByRole('button', { name: 'Declare a place' }).click();
    await page.locator('.sl-name', { hasText: 'PET/CT 1' }).waitFor();
  }, hotlab);
}

const running = await startProgram(program);
const browser = await openBrowser();
try {
  const hotlab = await sit(browser, running.base, { account: 'lei.fan' });
  const planner = await sit(browser, running.base, { account: 'wong.ieng' });
  const physician = await sit(browser, running.base, { account: 'dr.fong' });
  await orders(physician, planner);
  await proposed(hotlab);
  await tried(hotlab);
  await accepted(hotlab);
  for (const language of languages) {
    const phone = await sit(browser, running.base, { account: 'lei.fan', language, width: 360, height: 780 });
    await go(phone, `/slots?day=${day}`);
    await phone.page.locator('.sl-chart').waitFor();
    await inspect(phone, `slots on a phone, ${language}`);
    await picture(phone, folder, `slots-phone.${language}`);
    await phone.close();
  }
} finally {
  await browser.close();
  await running.stop();
}
process.exit(tally() ? 0 : 1);
