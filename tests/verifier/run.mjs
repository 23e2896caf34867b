// node tests/verifier/run.mjs PROGRAM: the showcase's day, served, and its log checked by Go's own verifier of transparency logs
// (Debian's golang-go and golang-golang-x-mod-dev).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram } from '../browser/program.mjs';

const path = process.argv[2];
if (!path) {
  console.error('usage: node tests/verifier/run.mjs PROGRAM');
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const build = mkdtempSync(join(tmpdir(), 'isotrail-verifier-'));
const program = await startProgram(resolve(path), { played: true });
let code = 1;
try {
  const go = { ...process.env, GOPATH: '/usr/share/gocode', GO111MODULE: 'off', GOFLAGS: '', GOCACHE: join(build, 'cache') };
  execFileSync('go', ['build', '-o', join(build, 'verifier'), join(here, 'verifier.go')], { env: go, stdio: 'inherit' });
  const known = await (await fetch(`${program.base}/api/v1/showcase/accounts`)).json();
  const { account } = known.accounts.find((a) => a.roles.includes('admin'));
  const signedIn = await fetch(`${program.base}/api/v1/session`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ account, password: 'isotrail-showcase' }),
  });
  const token = /isotrail_session=([^;]+)/.exec(signedIn.headers.get('set-cookie'))[1];
  const about = await (await fetch(`${program.base}/api/v1/about`)).json();
  code = spawnSync(join(build, 'verifier'), [program.base, token, about.log_key], { stdio: 'inherit' }).status ?? 1;
} finally {
  await program.stop();
  rmSync(build, { recursive: true, force: true });
}
process.exitCode = code;
