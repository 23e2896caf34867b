import { useAddress } from '../desk/data';
import { Choice, PageHead } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Incidents } from './Incidents';
import { Places } from './Places';
import { PublicDose } from './PublicDose';
import { Tasks } from './Tasks';
import { Workers } from './Workers';
import { Holdings, Workplace } from './Workplace';
import './protection.css';

const shows = ['people', 'rooms', 'amounts', 'public', 'incidents'] as const;

// People's doses, the plan of rooms, what is handled and held, the public outside, and what went wrong.
export default function ProtectionPage() {
  const t = useWords('protection');
  const { query, setQuery } = useAddress();
  const show = shows.find((s) => s === query.get('show')) ?? 'people';
  return (
    <div className="rm-page pr-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <div className="pr-tabs">
        <Choice label={t('title')} value={show} options={shows.map((s): [typeof s, string] => [s, t(`show_${s}`)])} onChange={(s) => setQuery({ show: s === 'people' ? null : s })} />
      </div>
      {show === 'people' && <><Workers /><Tasks /></>}
      {show === 'rooms' && <Places />}
      {show === 'amounts' && <><Workplace /><Holdings /></>}
      {show === 'public' && <PublicDose />}
      {show === 'incidents' && <Incidents />}
    </div>
  );
}
