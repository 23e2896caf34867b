// node tests/browser/story.mjs PROGRAM [FOLDER]
// Starts PROGRAM's showcase and walks the day from the beam to the patient in Chromium, in four languages; pictures go to FOLDER.
// ISOTRAIL_FULL=1 looks at every page in every language at both widths.
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { get, jump, playToEnd, steerByHand } from './day.mjs';
import * as hands from './hands.mjs';
import { liveValues } from './law.mjs';
import { filedAndFetched } from './papers.mjs';
import { languages, pages, pictures } from './pages.mjs';
import * as physics from './physics.mjs';
import { definesATherapy, protects } from './protection.mjs';
import { startProgram } from './program.mjs';
import * as shell from './shell.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/story.mjs PROGRAM [FOLDER]');
  process.exit(2);
}
const full = process.env.ISOTRAIL_FULL === '1';
const started = Date.now();
const say = (what) => console.log(`[${((Date.now() - started) / 1000).toFixed(0)} s] ${what}`);

async function everyPage(browser, base) {
  for (const account of [...new Set(pages.map((p) => p.who))]) {
    const mine = pages.filter((p) => p.who === account);
    for (const [i, language] of languages.entries()) {
      for (const width of [1440, 360]) {
        // Quick: wide in one language a page, narrow in all four, the accessibility rules once each. Full: everything.
        const looked = mine.filter((p) => full || width === 360 || languages[pages.indexOf(p) % 4] === language || [pictures[p.name]].flat().includes(language));
        if (!looked.length) continue;
        const who = await sit(browser, base, { account, language, width, height: width === 360 ? 740 : 900 });
        for (const p of looked) {
          const name = `${p.name} in ${language} at ${width} px`;
          await attempt(name, async () => {
            await go(who, p.path);
            await who.page.waitForTimeout(250);
            await inspect(who, name, { rules: full || width === 1440 || languages[(pages.indexOf(p) + 1) % 4] === language });
            if (width === 1440 && (full || [pictures[p.name]].flat().includes(language))) await picture(who, folder, `${p.name}.${language}`);
            if (width === 360 && (full || p.name === 'board')) await picture(who, folder, `${p.name}.phone.${language}`);
          });
        }
        await who.close();
      }
      if (!i) say(`pages of ${account}`);
    }
  }
}

async function followTheThread(who) {
  await attempt('the patient is found from the cassette, and the cassette from the dose', async () => {
    const forward = await get(who, '/trace/forward?item=K-2291');
    const doses = forward.nodes.filter((n) => n.kind === 'dose').map((n) => n.id);
    check('forward from the cassette are doses', doses.length >= 8, `${doses.length}`);
    const back = await get(who, `/trace/back?item=${doses[0]}`);
    check('back from the dose is the cassette', back.nodes.some((n) => n.id === 'K-2291'));
    check('back from the dose is the beam', back.nodes.some((n) => n.kind === 'beam'));
  });
}

async function walk(browser, base) {
  say('sign-in');
  await shell.signInPage(browser, base, folder);
  await shell.firstLoad(browser, base);
  const planner = await sit(browser, base, { account: 'wong.ieng' });
  say('story');
  await steerByHand(planner);
  await attempt('the morning begins', async () => { await jump(planner, 'doses'); });
  say('hands');
  const hoKam = await sit(browser, base, { account: 'ho.kam' });
  const leiFan = await sit(browser, base, { account: 'lei.fan' });
  const drFong = await sit(browser, base, { account: 'dr.fong' });
  await hands.refusedForQualification(hoKam);
  await attempt('four doses are given', async () => {
    for (let i = 0; i < 24; ++i) await planner.page.evaluate(() => fetch('/api/v1/story', { method: 'POST', body: '{"action":"step"}', headers: { 'Content-Type': 'application/json' } }));
    check('doses have been given', (await get(drFong, '/clinic/doses')).doses.filter((d) => d.given).length >= 3);
  });
  await hands.ordered(drFong);
  await hands.promised(planner);
  await hands.prescribed(drFong);
  await hands.drawn(leiFan);
  await hands.given(hoKam);
  await hands.closed(leiFan);
  say('protection');
  const sou = await sit(browser, base, { account: 'sou.rso' });
  await protects(sou, folder);
  await definesATherapy(drFong);
  for (const who of [hoKam, leiFan, drFong, sou]) check(`${who.account}: quiet`, who.troubles.length === 0, who.troubles.join('; '));
  await liveValues(planner);
  say('keys, languages, themes');
  await shell.keys(leiFan);
  await shell.speaks(leiFan);
  await shell.looks(leiFan);
  await shell.lostStream(leiFan);
  say('physics workbench');
  await physics.sameLaw(leiFan);
  await physics.byHand(leiFan);
  await physics.printed(leiFan);
  await physics.everyCalculation(leiFan);
  await everyPage(browser, base);
  say('the rest of the day');
  await attempt('the day ends as scripted', async () => {
    const end = await playToEnd(planner);
    check('every row was played', end.step === end.total, `${end.step} of ${end.total}`);
  });
  const qp = await sit(browser, base, { account: 'liang.wei' });
  await followTheThread(qp);
  await filedAndFetched(qp);
  for (const who of [planner, hoKam, leiFan, drFong, sou, qp]) await who.close();
}

let running = null;
let browser = null;
try {
  running = await startProgram(program);
  say(`the program answers after ${running.seconds.toFixed(1)} s at ${running.base}`);
  browser = await openBrowser();
  await walk(browser, running.base);
} catch (e) {
  check('the walk', false, String(e?.stack ?? e));
  if (running) console.log(running.said().slice(-2000));
} finally {
  await browser?.close();
  await running?.stop();
}
process.exitCode = tally() ? 0 : 1;
