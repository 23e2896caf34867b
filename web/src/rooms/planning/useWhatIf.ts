import i18n from 'i18next';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, type Problem } from '../desk/data';
import type { Change, WhatIf } from './plan-types';

const pause = 250; // ms without a further move before the server is asked

// The changes that are tried, and what the server says to them. Nothing is kept anywhere until a plan is revised.
export function useWhatIf(plan: string | undefined) {
  const [changes, setChanges] = useState<Change[]>([]);
  const [said, setSaid] = useState<WhatIf | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);
  const ask = useCallback(async (these: Change[], solve: boolean) => {
    const mine = ++asked.current;
    setBusy(true);
    try {
      const answer = await call<WhatIf>('/planning/what-if', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': i18n.language }, body: JSON.stringify({ plan, changes: these, solve }) });
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
    const timer = setTimeout(() => void ask(changes, false), pause);
    return () => clearTimeout(timer);
  }, [plan, changes, ask]);
  const discard = useCallback(() => {
    asked.current++;
    setChanges([]);
    setSaid(null);
    setProblem(null);
    setBusy(false);
  }, []);
  useEffect(discard, [plan, discard]);
  return { changes, said, problem, busy, discard, setChanges, solve: () => void ask(changes, true) };
}

/** One bar stands at one place: a further move of it takes the place of the one before. */
export const withMove = (changes: readonly Change[], bar: string, starts: number): Change[] =>
  [...changes.filter((c) => c.kind !== 'move' || c.bar !== bar), { kind: 'move', bar, starts: new Date(starts).toISOString() }];
