import { render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hear } from './clock';
import { put, useLive } from './live';

const start = Date.parse('2025-12-17T00:00:00Z');
let drawn = 0;

function Seconds({ going }: { going: boolean }) {
  ++drawn;
  const ref = useLive<HTMLElement>((el, now) => put(el, `${Math.round((now - start) / 1000)} s`), going);
  return <b ref={ref} />;
}

const list = (going: boolean) => Array.from({ length: 20 }, (_, i) => <Seconds key={i} going={going} />);
const said = (box: HTMLElement) => [...box.querySelectorAll('b')].map((b) => b.textContent);

beforeEach(() => { vi.useFakeTimers(); drawn = 0; hear({ now: new Date(start).toISOString(), speed: 60, playing: true }); });
afterEach(() => { vi.useRealTimers(); });

it('counts on a few at a time, and nothing is drawn anew', () => {
  const { container } = render(<>{list(true)}</>);
  expect(new Set(said(container))).toEqual(new Set(['0 s']));
  vi.advanceTimersByTime(1000 + 40);
  const moved = said(container).filter((t) => t === '60 s').length;
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(10);
  vi.advanceTimersByTime(200);
  expect(new Set(said(container))).toEqual(new Set(['60 s']));
  expect(drawn).toBe(20);
});

it('stands while it is not to go on, and is right as soon as it is', () => {
  const { container, rerender } = render(<>{list(false)}</>);
  vi.advanceTimersByTime(2000);
  expect(new Set(said(container))).toEqual(new Set(['0 s']));
  hear({ now: new Date(start + 300_000).toISOString(), speed: 60, playing: true });
  rerender(<>{list(true)}</>);
  expect(new Set(said(container))).toEqual(new Set(['300 s']));
});
