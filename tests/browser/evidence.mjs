// node tests/browser/evidence.mjs PROGRAM: the evidence of a dose opened from a file, without a server; and changed in every way.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { keepsRules, openBrowser } from './browser.mjs';
import { check, tally } from './checks.mjs';
import { startProgram } from './program.mjs';

const program = process.argv[2];
if (!program) {
  console.error('usage: node tests/browser/evidence.mjs PROGRAM');
  process.exit(2);
}
// The same dose from the server, for an agency: what names the patient is proved without its bytes.
async function asAnInspector(open, own) {
  const patients = [...new Set(own.entries.flatMap((e) => [...e.bytes.matchAll(/"patient":"([^"]+)"/g)].map((m) => m[1])))];
  const running = await startProgram(resolve(program), { played: true });
  try {
    const signedIn = await fetch(`${running.base}/api/v1/session`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ account: 'inspector.ssm', password: 'isotrail-showcase' }),
    });
    const cookie = signedIn.headers.get('set-cookie').split(';')[0];
    const answer = await fetch(`${running.base}/api/v1/log/evidence?item=S-251217-01`, { headers: { cookie } });
    const page = await answer.text();
    check('evidence: an inspector gets it', answer.status === 200, page.slice(0, 200));
    check('evidence: an inspector learns no patient', patients.length > 0 && patients.every((p) => !page.includes(p)), patients.join(' '));
    const shown = await open(page);
    check('evidence: what is withheld is proved', shown.verdict === 'good' && shown.withheld > 0, JSON.stringify(shown));
  } finally {
    await running.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'isotrail-evidence-'));
const browser = await openBrowser();
try {
  const run = (...words) => execFileSync(resolve(program), words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  run('showcase', '--play', '--db', 'day.db', '--json');
  writeFileSync(join(folder, 'coa.pdf'), 'certificate of the dose');
  run('document', 'attach', 'coa.pdf', '--about', 'S-251217-01', '--title', 'Certificate', '--retention', 'batch_record', '--db', 'day.db');
  const made = JSON.parse(run('ledger', 'evidence', 'S-251217-01', 'dose.html', '--db', 'day.db', '--json'));
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  const asked = [];
  page.on('request', (r) => { if (!r.url().startsWith('file:')) asked.push(r.url()); });
  const original = readFileSync(join(folder, 'dose.html'), 'utf8');
  const open = async (text) => {
    const file = join(folder, 'shown.html');
    writeFileSync(file, text);
    await page.goto(pathToFileURL(file).href);
    await page.locator('[data-verdict]').waitFor();
    return { verdict: await page.locator('#verdict').getAttribute('data-verdict'), bad: await page.locator('tr[data-state="bad"]').evaluateAll((rows) => rows.map((r) => Number(r.dataset.seq))), withheld: await page.locator('tr[data-state="withheld"]').count() };
  };
  const evidence = JSON.parse(/id="evidence">(.*?)<\/script>/s.exec(original)[1]);
  const changed = (change) => {
    const copy = structuredClone(evidence);
    change(copy);
    return original.replace(/(id="evidence">).*?(<\/script>)/s, (all, before, after) => before + JSON.stringify(copy).replaceAll('<', '\\u003c') + after);
  };

  const whole = await open(original);
  check('evidence: whole, it fits', whole.verdict === 'good' && whole.bad.length === 0, await page.locator('#verdict').textContent());
  check('evidence: every entry is shown', (await page.locator('#entries tr').count()) === made.entries && made.entries > 10);
  check('evidence: signatures are checked', (await page.locator('tr[data-state="signature"]').count()) > 3);
  check('evidence: nothing is asked of a server', asked.length === 0, asked.join(' '));
  await keepsRules(page, 'evidence');
  check('evidence: fits a phone', await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  for (const language of ['zh-Hans', 'zh-Hant', 'pt']) {
    await page.locator('#language').selectOption(language);
    await page.waitForFunction((l) => document.documentElement.lang === l, language);
    check(`evidence: in ${language}`, (await page.locator('#verdict').getAttribute('data-verdict')) === 'good' && !(await page.locator('h1').textContent()).startsWith('Evidence'));
  }
  const say = async (text) => { await page.locator('#key').fill(text); await page.waitForTimeout(300); return page.locator('#verdict').getAttribute('data-verdict'); };
  check('evidence: the key a reader knows', (await say(made.log_key)) === 'good');
  check('evidence: another key is refused', (await say(made.log_key.slice(0, -4) + 'AAA=')) === 'bad');

  for (const i of [0, 5, evidence.entries.length - 1]) {
    const seq = evidence.entries[i].seq;
    const names = async (what, change) => {
      const found = await open(changed(change));
      check(`evidence: entry ${seq}, ${what}, is named`, found.verdict === 'bad' && found.bad.includes(seq), JSON.stringify(found));
    };
    await names('a changed byte', (e) => { e.entries[i].bytes = e.entries[i].bytes.replace('"v":1', '"v":2'); });
    await names('a changed leaf', (e) => { e.entries[i].leaf_hash = e.entries[(i + 1) % e.entries.length].leaf_hash; });
    await names('a changed path', (e) => { e.entries[i].path[0] = e.entries[i].leaf_hash; });
    await names('a cut path', (e) => { e.entries[i].path.pop(); });
  }
  const paper = evidence.documents[0], named = evidence.entries.find((e) => e.id === paper.entry).seq;
  check('evidence: a document is checked against the entry that names it', (await open(original)).verdict === 'good' && (await page.locator('tr[data-state="document"]').count()) === 1);
  const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('tr[data-state="document"] a[download]').click()]);
  check('evidence: a document can be saved', readFileSync(await saved.path(), 'utf8') === 'certificate of the dose');
  const documentNamed = async (what, change) => {
    const found = await open(changed((e) => change(e.documents[0], e)));
    check(`evidence: a document, ${what}, is named by its entry`, found.verdict === 'bad' && found.bad.length === 1 && found.bad[0] === named, JSON.stringify(found));
  };
  for (const at of [0, 11, 22]) {
    await documentNamed(`byte ${at} changed`, (d) => {
      const bytes = Buffer.from(d.bytes, 'base64');
      bytes[at] ^= 1;
      d.bytes = bytes.toString('base64');
    });
  }
  await documentNamed('changed with its hash', (d) => { d.bytes = 'eA=='; d.sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'; });
  await documentNamed('left out', (d, e) => { e.documents = []; });
  await documentNamed('without its bytes', (d) => { d.bytes = null; });
  const gone = await open(changed((e) => { e.documents[0].bytes = null; e.documents[0].state = 'removed'; }));
  check('evidence: a removed document is shown with its hash', gone.verdict === 'good' && (await page.locator('tr[data-state="no_document"]').textContent()).includes(paper.sha256));

  check('evidence: an entry under another number is refused', (await open(changed((e) => { e.entries[3].seq += 1; }))).verdict === 'bad');
  const withheld = await open(changed((e) => { e.entries[0].bytes = null; }));
  check('evidence: an entry without its bytes is still proved', withheld.verdict === 'good');
  const note = await open(changed((e) => { e.checkpoint = e.checkpoint.replace(/\n(\d+)\n/, (all, n) => `\n${Number(n) + 1}\n`); }));
  check('evidence: a changed checkpoint is refused', note.verdict === 'bad');
  await asAnInspector(open, evidence);
  const emptied = await open(changed((e) => { e.entries = []; }));
  check('evidence: nothing proves nothing', emptied.verdict === 'bad');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = tally() ? 0 : 1;
