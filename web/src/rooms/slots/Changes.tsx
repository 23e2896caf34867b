import { useId, useState, type FormEvent, type RefObject } from 'react';
import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import type { SlotChange, SlotDay } from './slot-types';

type Kind = 'vial_late' | 'vial_weak' | 'patient_late' | 'camera_down';
const kinds: Kind[] = ['vial_late', 'vial_weak', 'patient_late', 'camera_down'];

// What happens to the day, typed: late, weak, not there. The timetable is asked anew; nothing is kept.
export function Changes({ day, changes, onChange, picked, amount }: { day: SlotDay; changes: readonly SlotChange[]; onChange: (c: SlotChange[]) => void; picked: string; amount: RefObject<HTMLInputElement | null> }) {
  const t = useWords('slots');
  const f = useFigures();
  const id = useId();
  const [kind, setKind] = useState<Kind>('vial_late');
  const [of, setOf] = useState('');
  const [n, setN] = useState('30');
  const who = (order: string) => day.orders.find((o) => o.order === order)?.patient || order;
  const choices: [string, string][] = kind === 'patient_late' ? day.orders.filter((o) => !o.begun).map((o) => [o.order, `${who(o.order)} · ${f.shortTime(o.inject_at, day.zone)}`])
    : kind === 'camera_down' ? day.cameras.map((c) => [c.id, c.name]) : day.vials.map((v) => [v.vial, `${v.vial} · ${v.product_name}`]);
  const chosen = choices.some(([v]) => v === of) ? of : kind === 'patient_late' && choices.some(([v]) => v === picked) ? picked : choices[0]?.[0] ?? '';
  const amountOf = Number(n.replace(',', '.'));
  const fits = Number.isFinite(amountOf) && amountOf > 0 && amountOf <= (kind === 'vial_weak' ? 100 : 1440);
  const add = (e: FormEvent) => {
    e.preventDefault();
    if (!fits || !chosen) return;
    const from = Math.max(Date.parse(day.now), Date.parse(day.cameras.find((c) => c.id === chosen)?.opens ?? day.midnight));
    const change: SlotChange = kind === 'vial_late' ? { kind: 'late', vial: chosen, minutes: amountOf } : kind === 'vial_weak' ? { kind: 'weak', vial: chosen, percent: amountOf }
      : kind === 'patient_late' ? { kind: 'late', order: chosen, minutes: amountOf }
        : { kind: 'down', place: chosen, from: new Date(from).toISOString(), until: new Date(from + amountOf * 60_000).toISOString() };
    onChange([...changes, change]);
  };
  const told = (c: SlotChange) => (c.kind === 'weak' ? t('said_weak', { vial: c.vial, n: f.number(c.percent) }) : c.kind === 'down' ? t('said_down', { place: c.place, from: f.shortTime(c.from, day.zone), until: f.shortTime(c.until, day.zone) })
    : 'vial' in c ? t('said_vial_late', { vial: c.vial, n: f.number(c.minutes) }) : t('said_patient_late', { patient: who(c.order), n: f.number(c.minutes) }));
  return (
    <section className="rm-card rm-pad" aria-label={t('changes')}>
      <h2 className="rm-h2">{t('changes')}</h2>
      <form className="sl-change" onSubmit={add}>
        <label>{t('what')}<select className="rm-input" value={kind} onChange={(e) => { setKind(e.target.value as Kind); setOf(''); }}>{kinds.map((k) => <option key={k} value={k}>{t(k)}</option>)}</select></label>
        <label>{t(kind === 'patient_late' ? 'patient' : kind === 'camera_down' ? 'camera' : 'vial')}<select className="rm-input" value={chosen} onChange={(e) => setOf(e.target.value)}>{choices.map(([v, l]) => <option key={v} value={v}>{l}</option>)}</select></label>
        <label htmlFor={id}>{t(kind === 'vial_weak' ? 'percent' : 'minutes')}<input id={id} ref={amount} className="rm-input" inputMode="decimal" value={n} aria-invalid={!fits || undefined} onChange={(e) => setN(e.target.value)} /></label>
        <button type="submit" className="rm-button">{t('try')}</button>
      </form>
      {changes.length > 0 && (
        <ul className="sl-said">
          {changes.map((c, i) => <li key={JSON.stringify(c)}><span>{told(c)}</span> <button type="button" className="rm-link" onClick={() => onChange(changes.filter((_, k) => k !== i))}>{t('take_back')}</button></li>)}
        </ul>
      )}
    </section>
  );
}
