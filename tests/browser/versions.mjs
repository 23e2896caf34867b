// An app of an older build on a device, while the server already has the next: the line that says so, and the app it runs after the click.
// A house's reverse proxy stands between, which first passes on the older build and then the one of the program.
import { createServer, request } from 'node:http';
import { inspect, picture, sit } from './browser.mjs';
import { attempt, check } from './checks.mjs';
import { get, until } from './day.mjs';

const survey = '/api/v1/protection/survey-place';

// `older`: the page and its service worker are of a build before; `refused`: a path that is not reached just now.
async function front(program) {
  const as = { older: true, refused: '', gone: false };
  const old = (path, text) => (path === '/sw.js' ? text.replace(/const version = '[^']*'/, "const version = 'older'") : text.replace('<head>', '<head><meta name="build" content="older">'));
  const server = createServer((asked, answer) => {
    const path = asked.url.split('?')[0];
    if (as.gone || path === as.refused) return answer.destroy();
    const headers = { ...asked.headers, host: `127.0.0.1:${program.port}`, 'accept-encoding': 'identity' };
    if (headers.origin) headers.origin = program.base;
    if (as.older) delete headers['if-none-match'];
    const page = (asked.headers.accept ?? '').includes('text/html') || path === '/';
    const onward = request({ host: '127.0.0.1', port: program.port, method: asked.method, path: asked.url, headers }, (said) => {
      if (!as.older || !(page || path === '/sw.js')) {
        answer.writeHead(said.statusCode, said.headers);
        return said.pipe(answer);
      }
      const parts = [];
      said.on('data', (part) => parts.push(part));
      said.on('end', () => {
        const { 'content-length': _length, etag: _etag, ...rest } = said.headers;  // another build has another mark
        answer.writeHead(said.statusCode, rest);
        answer.end(old(path, Buffer.concat(parts).toString()));
      });
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { as, base: `http://127.0.0.1:${server.address().port}`, stop: () => { server.closeAllConnections(); server.close(); } };
}

const buildOf = (page) => page.evaluate(() => document.querySelector('meta[name=build]')?.content ?? 'newer');
const keptBy = (page) => page.evaluate(async () => (await caches.keys()).filter((k) => k.startsWith('isotrail-')));
const controlled = (page) => until('control', async () => page.evaluate(() => !!navigator.serviceWorker?.controller));

// A person who comes back to the page: only then it asks whether there is a newer build.
const comesBack = (page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

async function keepsAnEntry(device, as) {
  as.refused = survey;
  const { page } = device;
  const form = page.locator('details').filter({ has: page.locator('summary:text-is("Survey another place")') });
  await form.locator('summary').click();
  await form.getByLabel('Place', { exact: true }).fill('corridor');
  await form.getByLabel('Wipe', { exact: true }).fill('0.1');
  await form.getByLabel('Survey meter').fill('SM-51');
  await form.locator('button[type=submit]').click();
  await page.locator('.sh-outbox-count').waitFor();
}

export async function usesTheNewVersion(browser, program, folder) {
  const { as, base, stop } = await front(program);
  const device = await sit(browser, base, { account: 'lei.fan', width: 360, height: 740, offline: true });
  const { page } = device;
  const line = page.locator('.sh-version'), use = line.getByRole('button', { name: 'Use it now' });
  try {
    await attempt('a device with an older build is told of the newer one, and goes on with its own', async () => {
      await page.goto(`${base}/protection?show=rooms`);
      await page.locator('main h1').waitFor();
      await controlled(page);
      check('the device has the older build', (await buildOf(page)) === 'older' && (await keptBy(page)).join() === 'isotrail-older', `${await buildOf(page)} ${await keptBy(page)}`);
      await comesBack(page);
      await page.waitForTimeout(1500);
      check('nothing is said while there is no other', (await line.count()) === 0);
      as.older = false;
      await comesBack(page);
      await use.waitFor();
      check('what runs is still the older one', (await buildOf(page)) === 'older');
      await inspect(device, 'a newer version');
      await picture(device, folder, 'version.en');
    }, device);
    await attempt('it is not used while something is unsent', async () => {
      const before = (await get(device, '/audit/entries?type=protection.PlaceSurveyed')).entries.length;
      await keepsAnEntry(device, as);
      await use.waitFor({ state: 'detached' });
      check('the line says what it waits for', (await line.innerText()).includes('sent'), await line.innerText());
      as.refused = '';
      await use.waitFor();
      check('the entry was sent', (await get(device, '/audit/entries?type=protection.PlaceSurveyed')).entries.length === before + 1);
      device.troubles.splice(0);  // the request that was cut off
    }, device);
    await attempt('after the click the newer build runs, with and without the server', async () => {
      await Promise.all([page.waitForEvent('load'), use.click()]);
      await page.locator('main h1').waitFor();
      check('the page is of the newer build', (await buildOf(page)) === 'newer');
      await line.waitFor({ state: 'detached' });
      const own = /const version = '([^']*)'/.exec(await (await fetch(`${base}/sw.js`)).text())[1];
      check('the newer build is kept', (await keptBy(page)).includes(`isotrail-${own}`), `${await keptBy(page)}`);
      as.gone = true;
      await page.goto(`${base}/protection?show=rooms`);
      await page.locator('main h1').waitFor();
      check('without the server it is the newer one too', (await buildOf(page)) === 'newer');
    }, device);
  } finally {
    await device.close();
    stop();
  }
}
