import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../desk/data';
import type { Change, Day, Option, WhatIf } from './plan-types';
import { askPlanning } from './useAsked';

const pause = 250; // ms without a further move before the server is asked

// The changes that are tried, and what the server says to them. Nothing is kept anywhere until a plan is revised.
export function useWhatIf(plan: string | undefined) {
  const [changes, setChanges] = useState<Change[]>([]);
  const [said, setSaid] = useState<WhatIf | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [solving, setSolving] = useState<string | null>(null);
  const asked = useRef(0);
  const ask = useCallback(async (these: Change[], solve: string | null) => {
    const mine = ++asked.current;
    setBusy(true);
    try {
      const answer = await askPlanning<WhatIf>('what-if', { plan, changes: these, ...(solve ? { solve } : {}) });
      if (mine !== asked.current) return;
      setSaid(answer);
      setProblem(null);
    } catch (e) {
      if (mine === asked.current) setProblem(e as Problem);
    } finally {
      if (mine === asked.current) setBusy(false);
    }
  }, [plan]);
  useEffect(() => {
    if (!plan || !changes.length) return undefined;
    const timer = setTimeout(() => void ask(changes, solving), pause);
    return () => clearTimeout(timer);
  }, [plan, changes, solving, ask]);
  const discard = useCallback(() => {
    asked.current++;
    setChanges([]);
    setSolving(null);
    setSaid(null);
    setProblem(null);
    setBusy(false);
  }, []);
  useEffect(discard, [plan, discard]);
  const choose = useCallback((o: Option) => {
    setSolving(o.solve ?? null);
    if (o.changes) setChanges(o.changes);
  }, []);
  return { changes, solving, said, problem, busy, discard, setChanges, choose, solve: () => (changes.length ? setSolving('best') : void ask([], 'best')) };
}

/** One bar stands at one place: a further move of it takes the place of the one before. */
export const withMove = (changes: readonly Change[], bar: string, starts: number): Change[] =>
  [...changes.filter((c) => c.kind !== 'move' || c.bar !== bar), { kind: 'move', bar, starts: new Date(starts).toISOString() }];

/** Which bars stand elsewhere at once, before the server has said the rest: those moved, and the first of a run or trip held up. */
export function movedBars(day: Day, changes: readonly Change[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const c of changes) {
    if (c.kind === 'move') out.set(c.bar, Date.parse(c.starts));
    if (c.kind !== 'delay') continue;
    const of = day.bars.filter((b) => (c.run && b.run === c.run) || (c.trip && b.trip === c.trip)).sort((a, b) => a.starts.localeCompare(b.starts));
    if (of.length) out.set(of[0].id, Date.parse(of[0].starts) + c.minutes * 60_000);
  }
  return out;
}
