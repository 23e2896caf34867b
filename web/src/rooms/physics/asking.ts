import { keepPreviousData, useQuery } from '@tanstack/react-query';
import i18n from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { call, useAddress, type Problem } from '../desk/data';
import type { Answer, NuclideRow } from './physics-types';
import { addressOf, shownIn, type Question } from './question';

const wait = 250; // ms of silence at the keys before the question is asked

// Names of what decays, for the fields that ask for a nuclide.
export const useNuclides = () => useQuery<{ nuclides: NuclideRow[] }, Problem>({ queryKey: ['physics', 'nuclides'], queryFn: () => call<{ nuclides: NuclideRow[] }>('/physics/nuclides'), staleTime: Infinity })
  .data?.nuclides.filter((n) => !n.stable).map((n) => n.nuclide) ?? [];

export const useNuclide = (name: string) => useQuery<NuclideRow, Problem>({
  queryKey: ['physics', 'nuclides', name], enabled: !!name, staleTime: Infinity, retry: false, queryFn: () => call<NuclideRow>(`/physics/nuclides/${encodeURIComponent(name)}`),
}).data;

export const useAnswer = (name: string, body: Record<string, unknown>) => useQuery<Answer, Problem>({
  queryKey: ['physics', name, body, i18n.language], placeholderData: keepPreviousData, staleTime: Infinity, retry: false,
  queryFn: ({ signal }) => call<Answer>(`/physics/${name}`, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, signal }),
});

// What is typed lives here and follows into the address of `page`, which asks the same question again when opened.
export function useQuestion(page: string, names: string[], start: Question) {
  const { query, replace } = useAddress();
  const search = query.toString();
  const read = () => {
    const asked = Object.fromEntries([...query].filter(([k]) => names.includes(k)));
    return { question: Object.keys(asked).length ? asked : start, chosen: shownIn(query) };
  };
  const [state, setState] = useState<{ question: Question; chosen: Record<string, string> }>(read);
  const [asked, setAsked] = useState(state.question);
  const last = useRef(search);
  useEffect(() => {
    if (search === last.current) return;
    last.current = search;
    const now = read();
    setState(now);
    setAsked(now.question);
  });
  const address = addressOf(page, state.question, state.chosen);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(state.question);
      const wanted = address.split('?')[1] ?? '';
      if (wanted === last.current) return;
      last.current = wanted;
      replace(address);
    }, wait);
    return () => clearTimeout(timer);
  }, [address]);
  return {
    ...state, asked, address,
    set: (name: string, v: string) => setState((s) => ({ ...s, question: { ...s.question, [name]: v } })),
    choose: (name: string, unit: string | null) => setState((s) => ({ ...s, chosen: Object.fromEntries([...Object.entries(s.chosen).filter(([k]) => k !== name), ...(unit ? [[name, unit]] : [])]) })),
    start: (q: Question) => setState((s) => ({ ...s, question: q })),
  };
}
