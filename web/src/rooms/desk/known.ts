import i18n from 'i18next';
import { useRoomView } from './data';

// What a field may name: chosen by its name where the house knows it, typed or scanned where it cannot be asked.
export type Known = 'site' | 'person' | 'calibrator' | 'survey_meter' | 'wipe_counter';

interface Site { site: string; org: string; name: string; name_local?: string }
interface Person { person: string; name?: string }
interface Instrument { instrument: string; kind: string; name?: string }

const nameOf = (s: Site) => (i18n.language.startsWith('zh') && s.name_local) || s.name;

// `choices`: id and name; `scanned`: it wears a code, so that it may be typed as well.
export function useKnown(of: Known | undefined): { choices: [string, string][]; scanned: boolean } {
  const sites = useRoomView<{ sites: Site[] }>(of === 'site' ? '/identity/organisations' : null).data?.sites ?? [];
  const people = useRoomView<{ people: Person[] }>(of === 'person' ? '/identity/people' : null).data?.people ?? [];
  const scanned = of !== undefined && of !== 'site' && of !== 'person';
  const instruments = useRoomView<{ instruments: Instrument[] }>(scanned ? '/instruments/instruments' : null).data?.instruments ?? [];
  return {
    scanned,
    choices: [
      ...sites.map((s): [string, string] => [s.site, nameOf(s)]), ...people.map((p): [string, string] => [p.person, p.name || p.person]),
      ...instruments.filter((i) => i.kind === of).map((i): [string, string] => [i.instrument, i.name ?? '']),
    ],
  };
}

// A site by its name in the reader's script, a person of the house by theirs; the id until that is known.
export function useNameOf(of: 'site' | 'person'): (id: string) => string {
  const { choices } = useKnown(of);
  return (id) => choices.find(([known]) => known === id)?.[1] ?? id;
}
