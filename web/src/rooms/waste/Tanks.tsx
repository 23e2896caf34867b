import { Act, CommandForm } from '../desk/acts';
import { useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';

interface Tank { tank: string; site: string; zone?: string; state: 'filling' | 'closed'; capacity_l: number; volume_l: number; activity_bq: number; nuclide: string; closed_at?: string | null }
interface Permit { permit: string; nuclide: string; per_month_bq: number; month_bq: number }
interface Due { item: string; due: string; zone?: string; state: 'due' | 'overdue'; clause: string }

// Decay tanks with what was discharged this month against each permit, and generators that have to go back.
export function Tanks() {
  const t = useWords('waste');
  const f = useFigures();
  const view = useRoomView<{ tanks: Tank[]; permits: Permit[] }>('/waste/tanks');
  const tanks = view.data?.tanks ?? [], permits = view.data?.permits ?? [];
  return (
    <section className="rm-card rm-pad ws-tanks" aria-label={t('tanks')}>
      <h2 className="rm-h2">{t('tanks')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!tanks.length && <p className="rm-empty">{t('tanks_none')}</p>}
        {tanks.map((k) => (
          <div className="rm-row" key={k.tank}>
            <b>{k.tank}</b>
            <Mark tone={k.state === 'closed' ? 'info' : 'ok'}>{t(`tank_${k.state}`)}</Mark>
            <span>{t('tank_holds', { volume: f.number(k.volume_l, 1), capacity: f.number(k.capacity_l) })} {k.activity_bq > 0 && f.activityNow(k.activity_bq)} {k.nuclide}</span>
            {k.state === 'filling' && k.volume_l > 0 && <Act command="waste/close-tank" body={{ tank: k.tank }}>{t('close_tank')}</Act>}
            {k.state === 'closed' && <Discharge tank={k.tank} permits={permits} />}
          </div>
        ))}
        {permits.map((p) => (
          <div className="rm-row" key={p.permit}>
            <b>{p.permit}</b>
            <span>{t('permit_month', { nuclide: p.nuclide, done: f.siActivity(p.month_bq), most: f.siActivity(p.per_month_bq) })}</span>
          </div>
        ))}
        {!!tanks.length && (
          <details>
            <summary>{t('fill_tank')}</summary>
            <CommandForm key={tanks.length} command="waste/fill-tank" submit={t('fill_tank')}
              fields={[{ name: 'tank', label: t('tank'), options: tanks.filter((k) => k.state === 'filling').map((k): [string, string] => [k.tank, k.tank]), value: tanks.find((k) => k.state === 'filling')?.tank ?? '', required: true },
                { name: 'dose', label: t('of_dose'), required: true }, { name: 'share', label: t('share'), unit: ['%'], required: true }, { name: 'volume', label: t('volume'), unit: ['L'], required: true }]} />
          </details>
        )}
      </Shown>
      <Register />
    </section>
  );
}

// A tank and the permit it is discharged under are said once.
function Register() {
  const t = useWords('waste');
  const site = useSession()?.site ?? '';
  return (
    <>
      <details>
        <summary>{t('register_tank')}</summary>
        <CommandForm key={site} command="waste/register-tank" submit={t('register_tank')} preview={t('may_i')}
          fields={[{ name: 'tank', label: t('tank'), required: true }, { name: 'site', label: t('site'), of: 'site', value: site, required: true }, { name: 'capacity', label: t('capacity'), unit: ['L'], required: true }]} />
      </details>
      <details>
        <summary>{t('register_permit')}</summary>
        <CommandForm key={site} command="waste/register-permit" submit={t('register_permit')} preview={t('may_i')}
          fields={[{ name: 'permit', label: t('permit'), required: true }, { name: 'site', label: t('site'), of: 'site', value: site, required: true }, { name: 'nuclide', label: t('nuclide'), required: true }, { name: 'agency', label: t('agency'), required: true },
            { name: 'number', label: t('permit_number'), required: true }, { name: 'per_release', label: t('per_release'), unit: ['MBq', 'kBq', 'GBq'], required: true }, { name: 'per_month', label: t('per_month'), unit: ['MBq', 'kBq', 'GBq'], required: true },
            { name: 'concentration', label: t('concentration'), unit: ['Bq/L', 'kBq/L'], required: true }, { name: 'valid_from', label: t('valid_from'), type: 'instant', value: 'now', required: true }, { name: 'valid_until', label: t('valid_until'), type: 'instant', required: true }]} />
      </details>
    </>
  );
}

function Discharge({ tank, permits }: { tank: string; permits: Permit[] }) {
  const t = useWords('waste');
  return (
    <details>
      <summary>{t('discharge')}</summary>
      <CommandForm command="waste/discharge-tank" fixed={{ tank }} signed meaning={t('meaning_discharge', { tank })} submit={t('discharge')} preview={t('may_i')} danger
        fields={[{ name: 'permit', label: t('permit'), options: permits.map((p): [string, string] => [p.permit, p.permit]), value: permits[0]?.permit ?? '', required: true },
          { name: 'measured', label: t('sample'), unit: ['Bq/L', 'kBq/L'], required: true }, { name: 'calibrator', label: t('calibrator'), of: 'calibrator', required: true }]} />
    </details>
  );
}

export function Returns() {
  const t = useWords('waste');
  const f = useFigures();
  const view = useRoomView<{ due: Due[]; returned: { item: string; to: string; at: string }[] }>('/waste/returns');
  const due = view.data?.due ?? [], returned = view.data?.returned ?? [];
  if (!due.length && !returned.length) return null;
  return (
    <section className="rm-card rm-pad" aria-label={t('returns')}>
      <h2 className="rm-h2">{t('returns')}</h2>
      {due.map((r) => (
        <div className="rm-row" key={r.item}>
          <b>{r.item}</b>
          <Mark tone={r.state === 'overdue' ? 'crit' : 'warn'}>{t('return_until', { time: f.dateTime(r.due, r.zone) })}</Mark>
          <small>{r.clause}</small>
          <details>
            <summary>{t('return_source')}</summary>
            <CommandForm command="waste/return-source" fixed={{ item: r.item }} signed meaning={t('meaning_return', { item: r.item })} submit={t('return_source')}
              fields={[{ name: 'to', label: t('return_to'), required: true }, { name: 'paper', label: t('paper'), required: true }]} />
          </details>
        </div>
      ))}
      {returned.map((r) => <div className="rm-row" key={r.item}><b>{r.item}</b><span>{t('returned_to', { to: r.to, time: f.dateTime(r.at) })}</span></div>)}
    </section>
  );
}
