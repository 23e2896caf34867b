import { beforeEach, expect, it, vi } from 'vitest';
import { forgetKept, sessionOrKept, viewOrKept } from './kept';

const away = () => Promise.reject({ status: 0, code: 'UNREACHABLE' });
const lei = { account: 'lei.fan', permissions: ['*.read'] };

beforeEach(() => { localStorage.clear(); vi.useRealTimers(); });

it('the last person and what the door needs are there without the server', async () => {
  await sessionOrKept(async () => lei, true);
  await viewOrKept('/hotlab/stock', async () => ({ expected: [1] }));
  await viewOrKept('/clinic/doses', async () => ({ doses: [1] }));
  expect(await sessionOrKept<typeof lei>(away, true)).toMatchObject({ account: 'lei.fan', kept: true });
  expect(await viewOrKept('/hotlab/stock', away)).toEqual({ expected: [1] });
  await expect(viewOrKept('/clinic/doses', away)).rejects.toMatchObject({ status: 0 });
});

it('somebody else, a session that ended, signing out and twelve hours end it', async () => {
  await sessionOrKept(async () => lei, true);
  await viewOrKept('/hotlab/stock', async () => ({ expected: [1] }));
  await sessionOrKept(async () => ({ account: 'ho.kam' }), true);
  await expect(viewOrKept('/hotlab/stock', away)).rejects.toMatchObject({ status: 0 });
  await expect(sessionOrKept(() => Promise.reject({ status: 401 }), true)).rejects.toMatchObject({ status: 401 });
  await expect(sessionOrKept(away, true)).rejects.toMatchObject({ status: 0 });
  await sessionOrKept(async () => lei, true);
  forgetKept();
  await expect(sessionOrKept(away, true)).rejects.toMatchObject({ status: 0 });
  await sessionOrKept(async () => lei, true);
  vi.useFakeTimers({ now: Date.now() + 13 * 3_600_000 });
  await expect(sessionOrKept(away, true)).rejects.toMatchObject({ status: 0 });
});

it('nothing is kept where the device is not to', async () => {
  await sessionOrKept(async () => lei, false);
  await viewOrKept('/hotlab/stock', async () => ({}));
  expect(localStorage.length).toBe(0);
});

it('a refusal is a refusal, not an absence', async () => {
  await sessionOrKept(async () => lei, true);
  await viewOrKept('/hotlab/stock', async () => ({ expected: [] }));
  await expect(viewOrKept('/hotlab/stock', () => Promise.reject({ status: 403 }))).rejects.toMatchObject({ status: 403 });
});
