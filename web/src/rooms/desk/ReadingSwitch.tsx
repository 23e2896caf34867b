import { useState } from 'react';
import { useAddress } from './data';
import { useFigures } from './figures';
import { Choice } from './pieces';
import { useWords } from './words';

export type ReadAs = 'recorded' | 'corrected' | 'known';

// What the address says of how the record is read, as the views take it; ?as= &at=.
export function useReading() {
  const { query, setQuery } = useAddress();
  const at = query.get('at') ?? '';
  const as = (query.get('as') ?? (at ? 'known' : 'recorded')) as ReadAs;
  const ready = as !== 'known' || !!at;
  const params = new URLSearchParams();
  if (as === 'known' && at) params.set('at', at);
  else if (as === 'corrected') params.set('as', 'corrected');
  return { as, at, ready, params, set: (v: ReadAs, t: string | null) => setQuery({ as: v === 'recorded' ? null : v, at: v === 'known' ? t : null }) };
}

// Three readings of one record: as it was written, as it was corrected since, as it was known at an instant of the place.
export function ReadingSwitch() {
  const t = useWords('desk');
  const f = useFigures();
  const reading = useReading();
  const local = reading.at.replace(/\[.*$/, '') || f.nowLocal();
  const [typed, setTyped] = useState(local);
  const show = (v: string) => v && reading.set('known', `${v}[${f.zone}]`);
  return (
    <div className="rm-reading">
      <Choice<ReadAs> label={t('reading')} value={reading.as} onChange={(v) => (v === 'known' ? show(typed) : reading.set(v, null))}
        options={[['recorded', t('as_recorded')], ['corrected', t('as_corrected')], ['known', t('as_known')]]} />
      {reading.as === 'known' && (
        <label className="rm-reading-at">{t('known_at')} <small>{f.zoneName}</small>
          <input className="rm-input" type="datetime-local" value={typed} onChange={(e) => setTyped(e.target.value)} onBlur={() => show(typed)}
            onKeyDown={(e) => e.key === 'Enter' && show(typed)} />
        </label>
      )}
    </div>
  );
}
