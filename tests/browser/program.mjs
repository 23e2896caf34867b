// Starts the program as a user would, on a free port with a database of its own, and ends it by its process id.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () => new Promise((found) => {
  const probe = createServer();
  probe.listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/// With `played` the day is over: it was played through before the program answers. With `left`, what crash() answered: that one again,
/// at its old address where `port` is given.
export async function startProgram(path, { played = false, left, port: at } = {}) {
  const folder = left ?? mkdtempSync(join(tmpdir(), 'isotrail-browser-'));
  const port = at ?? await freePort();
  const database = join(folder, 'day.db');
  if (played && !left) execFileSync(path, ['showcase', '--play', '--db', database, '--json']);
  const child = spawn(path, [played ? 'serve' : 'showcase', '--db', database, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (d) => { said += d; });
  child.stderr.on('data', (d) => { said += d; });
  let ended = null;
  child.on('exit', (code) => { ended = code ?? -1; });
  const base = `http://127.0.0.1:${port}`;
  const started = Date.now();
  for (;;) {
    if (ended !== null) throw new Error(`the program ended with ${ended}:\n${said}`);
    if (Date.now() - started > 120_000) { child.kill('SIGKILL'); throw new Error(`the program did not answer within two minutes:\n${said}`); }
    const answer = await fetch(`${base}/healthz`).catch(() => null);
    if (answer?.ok) break;
    await sleep(200);
  }
  const over = async () => { for (let i = 0; i < 50 && ended === null; ++i) await sleep(100); };
  return {
    base, port, folder, database, seconds: (Date.now() - started) / 1000, said: () => said,
    async crash() {
      child.kill('SIGKILL');
      await over();
      return folder;
    },
    async stop() {
      if (ended === null) child.kill('SIGTERM');
      await over();
      if (ended === null) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
