// node tests/browser/outbox.mjs PROGRAM [FOLDER]: a package received on a phone while the server cannot be reached. What was entered is kept
// through a reload, shown with a count, and recorded once when the server is back; no password is kept. Then the same on a device whose app was
// closed: it opens without the server, takes the receipt, and forgets the person who signs out. And a device whose app is older than the
// server's (versions.mjs).
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { get, jump, until } from './day.mjs';
import { startProgram } from './program.mjs';
import { usesTheNewVersion } from './versions.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/outbox.mjs PROGRAM [FOLDER]');
  process.exit(2);
}
const password = 'isotrail-showcase', package_id = 'P-251217-01';
const second_id = 'P-251217-02';
const receive = '**/api/v1/hotlab/receive-package', survey = '**/api/v1/protection/survey-place';

const entries = async (who, type) => (await get(who, `/audit/entries?type=${type}`)).entries.length;
const stored = (page) => page.evaluate(() => new Promise((done) => {
  const asked = indexedDB.open('isotrail', 1);
  asked.onsuccess = () => { const all = asked.result.transaction('outbox').objectStore('outbox').getAll(); all.onsuccess = () => done(JSON.stringify(all.result)); };
}));
const count = (page) => page.locator('.sh-outbox-count');

async function receipt({ page }, id, surface = '20', far = '1') {
  await page.locator('.rm-row', { hasText: id }).getByRole('button').click();
  const form = page.locator('.hl-receive');
  await form.waitFor();
  await form.locator('input[inputmode=decimal]').nth(0).fill(surface);
  await form.locator('input[inputmode=decimal]').nth(1).fill(far);
  await form.locator('input[inputmode=decimal]').nth(2).fill('0.1');
  await form.getByLabel('meter', { exact: false }).last().fill('SM-51');
  await form.locator('select').last().selectOption('accept_with_remark');
  await form.getByLabel('remark', { exact: false }).last().fill('lighter than expected');
  await form.locator('button[type=submit]').click();
  await form.locator('input[type=password]').fill(password);
  await form.getByRole('button', { name: 'Sign', exact: true }).click();
}

async function entered(phone) {
  const { page } = phone;
  await attempt('a receipt without the server is kept', async () => {
    await page.route(receive, (r) => r.abort());
    await go(phone, '/hotlab');
    await receipt(phone, package_id);
    const form = page.locator('.hl-receive');
    await count(page).waitFor();
    check('one waits', (await count(page).innerText()).startsWith('1 '), await count(page).innerText());
    check('it is said beside the form', await form.getByText('Kept on this device', { exact: false }).isVisible());
    phone.troubles.splice(0);  // the request that was cut off
    await inspect(phone, 'waiting');
    await picture(phone, folder, 'outbox.en');
  }, phone);
  await attempt('an answer that is lost on its way keeps the entry too', async () => {
    await page.route(survey, async (r) => { await r.fetch(); await r.abort(); });
    await go(phone, '/protection?show=rooms');
    await page.locator('summary', { hasText: 'Survey' }).first().click();
    const form = page.locator('details[open] form');
    await form.getByLabel('Site').selectOption('cotai-hotlab');
    await form.getByLabel('Place').fill('bench 9');
    await form.locator('input[inputmode=decimal]').first().fill('0.1');
    await form.getByLabel('Survey meter').fill('SM-51');
    await form.locator('button[type=submit]').click();
    await page.waitForFunction(() => document.querySelector('.sh-outbox-count')?.textContent?.startsWith('2 '));
    check('the server has it', (await entries(phone, 'protection.PlaceSurveyed')) === 1);
  }, phone);
  await attempt('a reload loses nothing', async () => {
    await page.reload();
    await page.waitForFunction(() => document.querySelector('.sh-outbox-count')?.textContent?.startsWith('2 '));
    check('no password is kept', !(await stored(page)).includes(password));
  }, phone);
}

async function sent(phone) {
  const { page } = phone;
  await attempt('what needs no signature is sent by itself, and recorded once', async () => {
    await page.unroute(survey);
    await page.waitForFunction(() => document.querySelector('.sh-outbox-count')?.textContent?.startsWith('1 '));
    check('once', (await entries(phone, 'protection.PlaceSurveyed')) === 1);
  }, phone);
  await attempt('what was signed asks for the signature again', async () => {
    await page.unroute(receive);
    const before = await entries(phone, 'hotlab.PackageReceived');
    await count(page).click();
    await page.locator('.sh-outbox').getByText('waits for your signature').waitFor();
    await picture(phone, folder, 'outbox-open.en');
    await inspect(phone, 'outbox opened');
    await page.locator('.sh-outbox').getByRole('button', { name: 'Send now' }).click();
    await page.locator('.sh-outbox input[type=password]').fill(password);
    await page.locator('.sh-outbox').getByRole('button', { name: 'Sign', exact: true }).click();
    await page.locator('.sh-outbox').waitFor({ state: 'detached' });
    await until('the entry', async () => (await entries(phone, 'hotlab.PackageReceived')) === before + 1);
  }, phone);
}

// A program that is stopped is not reached by a closed page either; started again, it stands where it stood.
async function closedAndOpened(browser, first) {
  const phone = await sit(browser, first.base, { account: 'lei.fan', width: 360, height: 740, offline: true });
  const { seat } = phone;
  let app = first;
  await attempt('the app opens without the server', async () => {
    await go(phone, '/hotlab');
    await phone.page.evaluate(async () => { await navigator.serviceWorker.ready; });
    await until('control', async () => phone.page.evaluate(() => !!navigator.serviceWorker.controller));
    const kept = await phone.page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (k) => (await (await caches.open(k)).keys()).map((r) => new URL(r.url).pathname)))).flat());
    check('the shell is kept, no answer of the API is', kept.length > 40 && !kept.some((p) => p.startsWith('/api')), JSON.stringify(kept.slice(0, 5)));
    await phone.page.close();
    const left = await first.crash();
    phone.page = await seat.newPage();
    await phone.page.goto(`${first.base}/hotlab`);
    await phone.page.locator('.rm-row', { hasText: second_id }).waitFor();
    check('it says since when', (await phone.page.locator('.sh-stale').innerText()).includes('2025'.slice(0, 2)), await phone.page.locator('.sh-stale').innerText());
    await inspect(phone, 'opened without the server');
    await picture(phone, folder, 'offline.en');
    await receipt(phone, second_id, '3', '0.3');
    await count(phone.page).waitFor();
    check('one waits', (await count(phone.page).innerText()).startsWith('1 '));
    app = await startProgram(program, { left, port: first.port });
    await seat.request.post(`${first.base}/api/v1/story`, { data: { action: 'pause' } }); // or the day's own technologist receives it
  }, phone);
  await attempt('the entry arrives once', async () => {
    const { page } = phone;
    await page.locator('.sh-stale').waitFor({ state: 'detached', timeout: 30_000 });
    const of = async () => (await get(phone, '/audit/entries?type=hotlab.PackageReceived')).entries.filter((e) => JSON.stringify(e).includes(second_id)).length;
    check('none before', (await of()) === 0);
    await count(page).click();
    await page.locator('.sh-outbox').getByRole('button', { name: 'Send now' }).click();
    await page.locator('.sh-outbox input[type=password]').fill(password);
    await page.locator('.sh-outbox').getByRole('button', { name: 'Sign', exact: true }).click();
    await page.locator('.sh-outbox').waitFor({ state: 'detached' });
    await until('the entry', async () => (await of()) === 1);
  }, phone);
  await attempt('who signs out leaves nothing of his own', async () => {
    const { page } = phone;
    await page.locator('.sh-me-button').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('.si-page').waitFor();
    check('what was read is gone', !(await page.evaluate(() => localStorage.getItem('isotrail.kept'))));
    await app.crash();
    await page.goto(`${first.base}/hotlab`);
    await page.locator('.si-page').waitFor();
    check('nobody is signed in without the server', !(await page.locator('.sh-app').count()));
  }, phone);
  return app;
}

// A day of its own: what was surveyed before would come after what is entered here.
async function renewed(browser) {
  const running = await startProgram(program);
  try {
    const who = await sit(browser, running.base, { account: 'lei.fan' });
    await jump(who, 'receipt');
    await who.close();
    await usesTheNewVersion(browser, running, folder);
  } finally {
    await running.stop();
  }
}

let app = await startProgram(program);
const browser = await openBrowser();
try {
  const phone = await sit(browser, app.base, { account: 'lei.fan', width: 360, height: 740 });
  await jump(phone, 'receipt');
  const at = phone.troubles;
  await entered(phone);
  at.splice(0);
  await sent(phone);
  await phone.close();
  app = await closedAndOpened(browser, app);
  await renewed(browser);
} finally {
  await browser.close();
  await app.stop();
}
process.exit(tally() ? 0 : 1);
