// Chromium of the system, watched: no other host, no error on the page, no accessibility violation, nothing cut off.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { check } from './checks.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function openBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!executablePath) throw new Error('no Chromium found; install the package chromium');
  return chromium.launch({ executablePath, args: flags });
}

// One person at one screen: an own session, cookies and language. `offline`: the screen keeps the app, so that it opens without the server.
export async function sit(browser, base, { account, language = 'en', width = 1440, height = 900, offline = false }) {
  const seat = await browser.newContext({ viewport: { width, height }, bypassCSP: false, serviceWorkers: offline ? 'allow' : 'block', reducedMotion: 'reduce' });
  await seat.addInitScript((l) => { if (!localStorage.getItem('isotrail.language')) localStorage.setItem('isotrail.language', l); }, language);
  const page = await seat.newPage();
  page.setDefaultTimeout(20_000);
  const troubles = [];
  const bytes = { js: 0 };
  page.on('request', (r) => { const u = new URL(r.url()); if (u.protocol.startsWith('http') && u.origin !== base) troubles.push(`asks ${u.host}`); });
  page.on('pageerror', (e) => troubles.push(`error ${e.message.slice(0, 200)}`));
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 40[0-9]|status of 422/.test(m.text())) troubles.push(m.text().slice(0, 200)); });
  page.on('response', async (r) => {
    if (!r.url().endsWith('.js')) return;
    const sizes = await r.request().sizes().catch(() => null);
    if (sizes) bytes.js += sizes.responseBodySize;
  });
  await page.goto(base + '/');
  if (account) await signIn(page, account);
  return { seat, page, troubles, bytes, account, language, base, close: () => seat.close() };
}

export async function signIn(page, account) {
  await page.locator(`[data-account="${account}"]`).click();
  await page.locator('.sh-app').waitFor();
}

export async function go(who, path) {
  await who.page.goto(who.base + path);
  await who.page.locator('main h1, main .rm-page').first().waitFor();
  await who.page.locator('.rm-skeleton').first().waitFor({ state: 'detached' }).catch(() => {});
}

export async function keepsRules(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  check(`${name}: accessible`, found.violations.length === 0, found.violations.map((v) => `${v.id} (${v.nodes.length}: ${v.nodes[0].target.join(' ')})`).join('; '));
}

// The checks that hold for every page in every language and width.
export async function inspect(who, name, { rules = true } = {}) {
  const { page, troubles } = who;
  const cut = await page.evaluate(() => {
    const out = [];
    const main = document.querySelector('main');
    if (document.documentElement.scrollWidth > innerWidth) out.push(`page scrolls sideways by ${document.documentElement.scrollWidth - innerWidth} px`);
    if (main && main.scrollWidth > main.clientWidth) out.push(`content scrolls sideways by ${main.scrollWidth - main.clientWidth} px`);
    for (const e of document.querySelectorAll('main h1, main h2, main button, main label, main td, main th, nav .sh-word')) {
      if (e.closest('.rm-scroll, .ov-scroll, .ln-scroll, .ls-gantt, .rm-hidden, .sh-rail') || !e.offsetParent) continue;
      if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden') out.push(`cut: ${e.textContent.slice(0, 40)}`);
    }
    return out;
  });
  check(`${name}: nothing is cut off`, cut.length === 0, cut.slice(0, 3).join('; '));
  if (rules) await keepsRules(page, name);
  check(`${name}: quiet`, troubles.length === 0, troubles.splice(0).slice(0, 3).join('; '));
  const missing = await page.evaluate(() => [...document.querySelectorAll('main, nav, header')].flatMap((e) => e.innerText.match(/\{[a-z_]+\}/g) ?? []));
  check(`${name}: no word is missing`, missing.length === 0, missing.join(' '));
}

export async function picture(who, folder, name) {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await who.page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 60 });
}
