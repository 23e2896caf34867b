import i18n from 'i18next';
import { useRoomView } from './data';

// What a field may name: chosen by its name where the house knows it, typed or scanned where it cannot be asked.
export type Known = 'site' | 'org' | 'person' | 'product' | 'calibrator' | 'survey_meter' | 'wipe_counter';

interface Named { name: string; name_local?: string }
interface Person { person: string; name?: string }
interface Product { product: string; name: string; name_zh_hans?: string; name_zh_hant?: string; name_pt?: string }
interface Instrument { instrument: string; kind: string; name?: string }

const nameOf = (s: Named) => (i18n.language.startsWith('zh') && s.name_local) || s.name;
const productIn = (p: Product) => ({ 'zh-Hans': p.name_zh_hans, 'zh-Hant': p.name_zh_hant, pt: p.name_pt } as Record<string, string | undefined>)[i18n.language] || p.name;

// `choices`: id and name; `scanned`: it wears a code, so that it may be typed as well.
export function useKnown(of: Known | undefined): { choices: [string, string][]; scanned: boolean } {
  const houses = useRoomView<{ sites: (Named & { site: string })[]; organisations: (Named & { org: string })[] }>(of === 'site' || of === 'org' ? '/identity/organisations' : null).data;
  const people = useRoomView<{ people: Person[] }>(of === 'person' ? '/identity/people' : null).data?.people ?? [];
  const products = useRoomView<{ products: Product[] }>(of === 'product' ? '/catalogue/products' : null).data?.products ?? [];
  const scanned = of === 'calibrator' || of === 'survey_meter' || of === 'wipe_counter';
  const instruments = useRoomView<{ instruments: Instrument[] }>(scanned ? '/instruments/instruments' : null).data?.instruments ?? [];
  return {
    scanned,
    choices: [
      ...(of === 'site' ? houses?.sites ?? [] : []).map((s): [string, string] => [s.site, nameOf(s)]),
      ...(of === 'org' ? houses?.organisations ?? [] : []).map((o): [string, string] => [o.org, nameOf(o)]),
      ...people.map((p): [string, string] => [p.person, p.name || p.person]),
      ...products.map((p): [string, string] => [p.product, productIn(p)]),
      ...instruments.filter((i) => i.kind === of).map((i): [string, string] => [i.instrument, i.name ?? '']),
    ],
  };
}

// A site or a house by its name in the reader's script, a person of the house by theirs; the id until that is known.
export function useNameOf(of: 'site' | 'org' | 'person'): (id: string) => string {
  const { choices } = useKnown(of);
  return (id) => choices.find(([known]) => known === id)?.[1] ?? id;
}
