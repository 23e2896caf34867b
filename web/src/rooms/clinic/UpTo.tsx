import type { BoardRow } from '../../pages/board/board-types';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { DecayWindow } from './DecayWindow';
import { Syringe } from './Syringe';
import type { DoseView } from './dose-types';

const sizes: [number, number][] = [[2.8, 3], [4.7, 5], [9.5, 10]]; // mL up to which a syringe of that size is taken

// The volume to draw as the syringe shows it, what it leaves in the vial, and whom the rest still serves. `perMl`: Bq/mL now.
export function UpTo({ d, vial, volume, perMl }: { d: DoseView; vial?: BoardRow; volume: number | null; perMl: number | null }) {
  const t = useWords('clinic');
  const f = useFigures();
  const part = d.tolerance_percent / 100;
  return (
    <div className="cl-syringe-row">
      {volume !== null && volume > 0 && (
        <Syringe volume={volume} low={volume * (1 - part)} high={volume * (1 + part)} size={sizes.find(([most]) => volume <= most)?.[1] ?? 20}
          volumeText={f.number(volume, 2)} activityText={f.activity(d.prescribed_bq)} title={t('syringe_label', { volume: f.volume(volume) })} />
      )}
      <div className="cl-upto">
        {volume !== null && (
          <>
            <span>{t('draw_up_to')}</span>
            <p className="cl-huge">{f.volume(volume)}</p>
            <span className="rm-quiet">{t('between', { low: f.volume(volume * (1 - part)), high: f.volume(volume * (1 + part)) })}</span>
          </>
        )}
        {vial && (
          <dl className="rm-pairs">
            {!!vial.volume_ml && <><dt>{t('vial_before')}</dt><dd>{f.volume(vial.volume_ml)}</dd></>}
            {perMl && <><dt>{t('per_ml')}</dt><dd>{f.activityNow(perMl)}</dd></>}
            {!!vial.volume_ml && volume !== null && <><dt>{t('vial_after')}</dt><dd>{f.volume(vial.volume_ml - volume)}</dd></>}
          </dl>
        )}
        <Served vial={vial} order={d.order} />
      </div>
    </div>
  );
}

// What this draw leaves for the others booked on the same vial.
function Served({ vial, order }: { vial?: BoardRow; order: string }) {
  const t = useWords('clinic');
  const rest = vial?.coverage?.filter((c) => c.order !== order) ?? [];
  if (!rest.length) return null;
  const missing = rest.filter((c) => !c.covered);
  return (
    <div className="cl-served">
      <span className="rm-quiet">{t('still_serves')}</span>
      <div>{rest.map((c) => <span key={c.order} className={c.covered ? 'cl-served-yes' : 'cl-served-no'}>{c.covered ? '' : '× '}{c.patient}</span>)}</div>
      {missing.length ? <Mark tone="crit">{t('not_served', { patients: missing.map((c) => c.patient).join(', ') })}</Mark> : <Mark tone="ok">{t('all_served')}</Mark>}
    </div>
  );
}

// What the syringe holds against the tolerance, from now past the planned time. `bq`: at `planned` (ms); `half`: s.
export function GoodUntil({ d, planned, bq, half, good, drawn }: { d: DoseView; planned: number; bq: number; half: number; good: number | null; drawn?: { at: number; bq: number } }) {
  const t = useWords('clinic');
  const f = useFigures();
  const part = d.tolerance_percent / 100;
  return (
    <DecayWindow halfLifeS={half} planned={{ at: planned, bq, ...(drawn && { drawnAt: drawn.at, drawnBq: drawn.bq }) }}
      low={d.prescribed_bq * (1 - part)} high={d.prescribed_bq * (1 + part)} target={d.prescribed_bq} good={good}
      label={t('window_label')} time={(ms) => f.shortTime(new Date(ms).toISOString(), d.zone)} activity={(b) => f.siActivity(b)}
      words={{ planned: t('planned'), tooWeak: t('too_weak') }} />
  );
}
