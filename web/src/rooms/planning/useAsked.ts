import i18n from 'i18next';
import { useCallback, useState } from 'react';
import { call, type Problem } from '../desk/data';

/** A question of the planning room: nothing is kept by asking. */
export const askPlanning = <T>(question: string, body: object): Promise<T> =>
  call<T>(`/planning/${question}`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': i18n.language }, body: JSON.stringify(body) });

// A question that is asked when somebody wants to know, and its last answer.
export function useAsked<T>(question: string) {
  const [said, setSaid] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const ask = useCallback(async (body: object) => {
    setBusy(true);
    setProblem(null);
    try {
      setSaid(await askPlanning<T>(question, body));
    } catch (e) {
      setProblem(e as Problem);
    } finally {
      setBusy(false);
    }
  }, [question]);
  return { said, problem, busy, ask };
}
