import { may } from '../../app/permissions';
import { CommandForm } from '../desk/acts';
import { useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, type Tone } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { SlotDay, SlotVial } from './slot-types';

const tones: Record<SlotVial['state'], Tone> = { in_stock: 'ok', expected: 'info', promised: 'idle' };

// Vials, where the numbers come from, and what is said of places and patients so that it counts.
export function Records({ day, onDone }: { day: SlotDay; onDone: () => void }) {
  const t = useWords('slots');
  const f = useFigures();
  const session = useSession();
  const may_ = (act: string) => may(session?.permissions, `slots.${act}`);
  const value = (v: unknown, unit: string) => (typeof v === 'number' ? (unit === 'Bq' ? f.siActivity(v) : `${f.number(v)} ${unit === '1' ? '' : unit}`) : `${f.inWords(String(v), day.zone)} ${unit}`);
  return (
    <section className="rm-card rm-pad sl-records" aria-label={t('records')}>
      <h2 className="rm-h2">{t('vials')}</h2>
      {day.vials.length === 0 && <p className="rm-quiet">{t('no_vials')}</p>}
      {day.vials.map((v) => (
        <div className="rm-row" key={v.vial}>
          <b>{v.vial}</b><Mark tone={tones[v.state]}>{t(v.state)}</Mark>
          <span>{v.product_name} · {f.activityAt(v.activity_bq, day.reference_at, day.zone)}{v.volume_ml ? ` · ${f.volume(v.volume_ml)}` : ''}</span>
          <small>{t('usable', { from: f.shortTime(v.from, day.zone), until: f.shortTime(v.until, day.zone) })} · {v.source}</small>
        </div>
      ))}
      {may_('declare-place') && <details><summary>{t('declare_place')}</summary>
        <CommandForm command="slots/declare-place" submit={t('declare_place')} onDone={onDone} fixed={{ site: day.site }}
          fields={[{ name: 'place', label: t('number'), required: true }, { name: 'kind', label: t('kind'), value: 'camera', options: [['camera', t('camera')], ['injection_room', t('injection_room')]], required: true },
            { name: 'name', label: t('name'), required: true }, { name: 'opens', label: t('opens'), value: '07:30', required: true }, { name: 'closes', label: t('closes'), value: '18:00', required: true }, { name: 'products', label: t('products'), type: 'list' }]} /></details>}
      {may_('shut-place') && <details><summary>{t('shut_place')}</summary>
        <CommandForm command="slots/shut-place" submit={t('shut_place')} onDone={onDone}
          fields={[{ name: 'place', label: t('place'), required: true, value: day.cameras[0]?.id ?? '', options: [...day.rooms, ...day.cameras].map((p): [string, string] => [p.id, p.name]) }, { name: 'from', label: t('from'), type: 'instant', value: 'now', required: true },
            { name: 'until', label: t('until'), type: 'instant', value: 'now', required: true }, { name: 'reason', label: t('reason'), required: true, wide: true }]} /></details>}
      {may_('say-available') && day.orders.length > 0 && <details><summary>{t('say_available')}</summary>
        <CommandForm command="slots/say-available" submit={t('say_available')} onDone={onDone}
          fields={[{ name: 'order', label: t('patient'), required: true, value: day.orders[0].order, options: day.orders.filter((o) => !o.begun).map((o): [string, string] => [o.order, o.patient || o.order]) }, { name: 'from', label: t('from'), type: 'instant', value: 'now', required: true },
            { name: 'until', label: t('until'), type: 'instant', value: 'now', required: true }, { name: 'reason', label: t('reason'), wide: true }]} /></details>}
      <details><summary>{t('inputs', { n: day.inputs.length })}</summary>
        <div className="rm-scroll" role="region" tabIndex={0} aria-label={t('inputs_short')}><table className="rm-table">
          <thead><tr><th scope="col">{t('input')}</th><th scope="col">{t('value')}</th><th scope="col">{t('source')}</th></tr></thead>
          <tbody>{day.inputs.map((i) => <tr key={`${i.what} ${i.of} ${String(i.value)}`}><th scope="row">{i.what}{i.of && i.of !== '*' ? ` · ${i.of}` : ''}</th><td>{value(i.value, i.unit)}</td><td>{i.source}</td></tr>)}</tbody>
        </table></div></details>
    </section>
  );
}
