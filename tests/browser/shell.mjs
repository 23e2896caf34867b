// Sign-in, keys, search, units, languages, themes, and what is loaded before the first page stands.
import { attempt, check } from './checks.mjs';
import { go, inspect, picture, sit } from './browser.mjs';
import { languages } from './pages.mjs';

export async function signInPage(browser, base, folder) {
  for (const language of languages) {
    const who = await sit(browser, base, { language, width: language === 'pt' ? 360 : 1280 });
    await who.page.locator('[data-account]').first().waitFor();
    await inspect(who, `sign-in in ${language}`);
    await picture(who, folder, `sign-in.${language}`);
    await who.close();
  }
  await attempt('a wrong password is refused in words', async () => {
    const who = await sit(browser, base, {});
    await who.page.getByLabel('Account').fill('nobody');
    await who.page.getByLabel('Password').fill('not the password');
    await who.page.getByRole('button', { name: 'Sign in' }).click();
    await who.page.locator('.rm-refusal').waitFor();
    check('its code is shown', (await who.page.locator('.rm-refusal').innerText()).includes('BAD_CREDENTIALS'));
    await who.close();
  });
}

export async function firstLoad(browser, base) {
  const who = await sit(browser, base, { account: 'wong.ieng' });
  await go(who, '/');
  await who.page.waitForTimeout(300);
  check('first load of script is at most 180 kB as sent', who.bytes.js > 0 && who.bytes.js <= 2 * 180 * 1024, `${Math.round(who.bytes.js / 1024)} kB in two loads`);
  await who.close();
}

export async function keys(who) {
  const { page } = who;
  await go(who, '/');
  await attempt('g d goes to the board', async () => {
    await page.locator('main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/board/);
  });
  await attempt('v turns the board into a table and back', async () => {
    await page.locator('.bd-rows').waitFor();
    await page.keyboard.press('v');
    await page.locator('main table').waitFor();
    await page.keyboard.press('v');
    await page.locator('.bd-rows').waitFor();
  });
  await attempt('every row of the board is reached by key', async () => {
    const rows = await page.locator('.bd-open').count();
    await page.locator('.bd-open').first().focus();
    for (let i = 1; i < rows; ++i) await page.keyboard.press('ArrowDown');
    const last = await page.locator('.bd-open').last().getAttribute('data-item');
    await page.waitForURL((u) => u.searchParams.get('item') === last);
    await page.keyboard.press('Escape');
  });
  await attempt('a number in the search box opens its lineage', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('(01)04012345678901(21)FDG-251217-A.V1');
    await page.keyboard.press('Enter');
    await page.waitForURL(/lineage\?item=FDG-251217-A\.V1/);
  });
  await attempt('? shows the keys, Escape closes them', async () => {
    await page.locator('main').focus();
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  });
  await attempt('the unit is kept', async () => {
    await go(who, '/board');
    await page.locator('.sh-units').getByRole('button', { name: 'mCi', exact: true }).click();
    await page.locator('.bd-figure u').filter({ hasText: 'mCi' }).first().waitFor();
    await page.reload();
    await page.locator('.bd-figure u').filter({ hasText: 'mCi' }).first().waitFor();
    await page.locator('.sh-units').getByRole('button', { name: 'GBq', exact: true }).click();
  });
}

export async function speaks(who) {
  const { page } = who;
  await go(who, '/board');
  const titles = new Set();
  for (const [name, html] of [['简体中文', 'zh-Hans'], ['繁體中文', 'zh-Hant-MO'], ['Português', 'pt-PT'], ['English', 'en']]) {
    await attempt(`the page speaks ${name}`, async () => {
      await page.locator('.sh-top .sh-languages').getByRole('button', { name }).click();
      await page.waitForFunction((h) => document.documentElement.lang === h, html);
      titles.add(await page.locator('main h1').innerText());
    });
  }
  check('four languages, four titles', titles.size === 4, [...titles].join(' | '));
}

export async function looks(who) {
  for (const theme of ['hotcell', 'contrast', 'light']) {
    await go(who, '/board');
    await who.page.locator('.sh-me-button').click();
    await who.page.locator('#sh-theme').selectOption(theme);
    await who.page.keyboard.press('Escape');
    await inspect(who, `board in ${theme}`);
  }
}

export async function lostStream(who) {
  await attempt('a lost server is said, and comes back', async () => {
    await go(who, '/board');
    await who.page.locator('.sh-live-live').waitFor();
    await who.seat.setOffline(true);
    await who.page.locator('.sh-live-slow, .sh-live-offline').waitFor({ timeout: 15_000 });
    await who.seat.setOffline(false);
    await who.page.locator('.sh-live-live').waitFor();
    who.troubles.splice(0);
  });
}
