import { Link } from '@tanstack/react-router';
import { useAddress } from '../desk/data';
import { useWords } from '../desk/words';
import type { Calculation } from './physics-types';
import { pageOf } from './workbench';

// Chips where there is room, a list to choose from on a phone.
export function Chooser({ list, at }: { list: Calculation[]; at?: string }) {
  const t = useWords('physics');
  const { go } = useAddress();
  return (
    <>
      <nav className="ph-chooser" aria-label={t('calculations')}>
        {list.map((c) => <Link key={c.name} to={pageOf(c.name) as never} className={c.name === at ? 'rm-chip rm-on' : 'rm-chip'} aria-current={c.name === at ? 'page' : undefined}>{c.title}</Link>)}
      </nav>
      <select className="rm-input ph-chooser-phone" aria-label={t('calculations')} value={at ?? ''} onChange={(e) => go(pageOf(e.target.value))}>
        {!at && <option value="" />}
        {list.map((c) => <option key={c.name} value={c.name}>{c.title}</option>)}
      </select>
    </>
  );
}
