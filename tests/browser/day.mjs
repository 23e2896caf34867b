// The story's bar as a person uses it, and the story itself asked over the same session.
import { attempt, check } from './checks.mjs';

const api = (who, path, init) => who.page.evaluate(async ([p, i]) => {
  const r = await fetch(`/api/v1${p}`, i ?? undefined);
  return { status: r.status, body: await r.json().catch(() => ({})) };
}, [path, init]);

export const story = async (who) => (await api(who, '/story')).body;

export const get = async (who, path) => (await api(who, path)).body;

// A command as a program would send it; what is refused is a failure.
export async function send(who, command, body) {
  const said = await api(who, `/${command}`, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'Command-Id': crypto.randomUUID() } });
  if (said.status !== 200) throw new Error(`${command}: ${JSON.stringify(said.body).slice(0, 400)}`);
  return said.body;
}

const post = (who, wish) => api(who, '/story', { method: 'POST', body: JSON.stringify(wish), headers: { 'Content-Type': 'application/json' } });

export async function until(what, ready, ms = 60_000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ready();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come within ${ms / 1000} s`);
    await new Promise((done) => setTimeout(done, 250));
  }
}

export async function steerByHand(who) {
  const bar = who.page.locator('.st-bar');
  await attempt('the story can be stopped', async () => {
    if ((await story(who)).playing) await bar.getByRole('button', { name: 'Pause' }).click();
    await until('the pause', async () => !(await story(who)).playing);
  });
  await attempt('one step is one step', async () => {
    const before = (await story(who)).step;
    await bar.getByRole('button', { name: 'One step' }).click();
    await until('the step', async () => (await story(who)).step === before + 1);
    await bar.getByText(`${before + 1} of`).waitFor();
  });
  await attempt('at 600 times the day runs', async () => {
    const before = (await story(who)).step;
    await bar.getByRole('button', { name: '600×' }).click();
    if (!(await story(who)).playing) await bar.getByRole('button', { name: 'Play' }).click();
    await until('the day', async () => (await story(who)).step >= before + 3);
    await bar.getByRole('button', { name: 'Pause' }).click();
    await until('the pause', async () => !(await story(who)).playing);
  });
  await attempt('outcomes are told, refusals with their codes', async () => {
    await bar.getByRole('button', { name: 'Outcomes' }).click();
    await bar.locator('.st-recent li').first().waitFor();
    await bar.getByRole('button', { name: 'Outcomes' }).click();
  });
}

export async function jump(who, chapter) {
  const at = await story(who);
  const index = at.chapters.findIndex((c) => c.id === chapter);
  if (index < 0) throw new Error(`the story has no chapter ${chapter}`);
  if (at.step >= at.chapters[index].first - 1) return at;
  if (at.playing) await post(who, { action: 'pause' });
  const answer = await post(who, { action: 'jump', to: chapter });
  if (answer.status !== 200) throw new Error(`jump to ${chapter}: ${JSON.stringify(answer.body).slice(0, 300)}`);
  return story(who);
}

export async function playToEnd(who) {
  for (let i = 0; i < 400; ++i) {
    const at = await story(who);
    if (at.step >= at.total) return at;
    const answer = await post(who, { action: 'step' });
    if (answer.status !== 200) throw new Error(`step ${at.step + 1}: ${JSON.stringify(answer.body).slice(0, 300)}`);
    const last = (await story(who)).recent.find((r) => r.n === at.step + 1);
    check(`row ${at.step + 1} comes as scripted`, !!last && last.outcome !== 'failed', last ? `${last.text} ${last.outcome} ${last.codes}` : 'no outcome');
  }
  throw new Error('the story does not end');
}
