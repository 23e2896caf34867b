import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { Refusal } from '../desk/Refusal';
import type { Problem } from '../desk/data';
import { useWords } from '../desk/words';
import type { Day, Option, WhatIf } from './plan-types';

// What a change does, the breaking thing first, then who has no dose, then what can be done about it (keys 1 2 3).
export function EffectCard({ said, day, busy, problem, onOption }: { said: WhatIf | null; day: Day; busy: boolean; problem: Problem | null; onOption: (o: Option) => void }) {
  const t = useWords('planning');
  const f = useFigures();
  if (problem) return <section className="rm-card pl-effect" aria-label={t('effect')}><Refusal problem={problem} /></section>;
  if (!said) return (
    <section className="rm-card pl-effect" aria-label={t('effect')} aria-busy={busy}>
      <p className="rm-empty">{busy ? t('asking') : t('effect_none')}</p>
    </section>
  );
  const served = said.day.orders.filter((o) => o.served).length;
  const worse = said.lost.length > 0;
  const who = (x: { order: string; patient?: string }) => x.patient ?? day.orders.find((o) => o.order === x.order)?.patient ?? x.order;
  const money = said.cost_change_eur;
  return (
    <section className={`rm-card pl-effect ${worse ? 'pl-worse' : ''}`} aria-label={t('effect')} aria-live="polite" aria-busy={busy}>
      <header><Mark tone={worse ? 'crit' : 'ok'}>{said.first}</Mark><b>{t('served_of', { n: served, total: said.day.orders.length })}</b></header>
      <p className="pl-effect-facts">
        {worse && <strong>{t('no_dose', { who: said.lost.map(who).join(', ') })}</strong>}
        {!!said.moved?.length && <span>{t('moved', { who: said.moved.map((m) => `${who(m)} ${m.minutes > 0 ? '+' : '−'}${Math.abs(Math.round(m.minutes))}`).join(', ') })}</span>}
        {money !== undefined && Math.abs(money) >= 0.5 && <span>{t('cost_change', { n: `${money > 0 ? '+' : '−'}${f.number(Math.abs(Math.round(money)))}` })}</span>}
        {said.activity_change_bq !== undefined && Math.abs(said.activity_change_bq) >= 1e6 && <span>{t(said.activity_change_bq > 0 ? 'activity_more' : 'activity_less', { activity: f.siActivity(Math.abs(said.activity_change_bq)) })}</span>}
      </p>
      {said.options.length > 0 && (
        <ol className="pl-options">
          {said.options.slice(0, 3).map((o, i) => (
            <li key={o.title}>
              <button type="button" onClick={() => onOption(o)}><kbd>{i + 1}</kbd><span>{o.title}</span>
                <small>{[o.patients !== undefined ? t('patients', { n: o.patients }) : '', o.cost_eur !== undefined ? t('eur', { n: f.number(Math.round(o.cost_eur)) }) : ''].filter(Boolean).join(' · ')}</small></button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
