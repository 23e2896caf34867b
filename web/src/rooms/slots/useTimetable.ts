import i18n from 'i18next';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, type Problem } from '../desk/data';
import type { SlotChange, SlotDay } from './slot-types';

// The timetable of a day, asked anew whenever the day, what happens to it or the record (`beat`) changes. Nothing is kept.
export function useTimetable(day: string, site: string | undefined, changes: readonly SlotChange[]) {
  const [said, setSaid] = useState<SlotDay | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [beat, setBeat] = useState(0);
  const asked = useRef(0);
  useEffect(() => {
    const mine = ++asked.current;
    setBusy(true);
    call<SlotDay>('/slots/timetable', {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': i18n.language },
      body: JSON.stringify({ day, ...(site ? { site } : {}), ...(changes.length ? { changes } : {}) }),
    }).then((answer) => {
      if (mine !== asked.current) return;
      setSaid(answer);
      setProblem(null);
    }, (e: unknown) => mine === asked.current && setProblem(e as Problem))
      .finally(() => mine === asked.current && setBusy(false));
  }, [day, site, changes, beat]);
  return { said, problem, busy, again: useCallback(() => setBeat((b) => b + 1), []) };
}
