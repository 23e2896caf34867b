import { useState } from 'react';
import { CommandForm } from '../desk/acts';
import { useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';

interface Check { check: string; verdict: string; at: string | null; due: string | null; overdue: boolean; limit_percent: number; clause: string }
interface Instrument { instrument: string; kind: string; name: string; zone?: string; state: 'ok' | 'overdue' | 'failed'; address?: string | null; checks: Check[] }

const tone = { ok: 'ok', overdue: 'warn', failed: 'crit' } as const;

const apart = (v: unknown) => (typeof v === 'string' ? v.split(/[;；]/).map((x) => x.trim()).filter(Boolean) : []);

// Instruments with their periodic checks: one that failed or is overdue measures nothing here.
export function Instruments() {
  const t = useWords('hotlab');
  const f = useFigures();
  const view = useRoomView<{ instruments: Instrument[] }>('/instruments/instruments');
  const rows = view.data?.instruments ?? [];
  return (
    <section className="rm-card rm-pad" aria-label={t('instruments')}>
      <h2 className="rm-h2">{t('instruments')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('instruments_none')}</p>}
        {rows.map((i) => (
          <div className="rm-row" key={i.instrument}>
            <b>{i.instrument}</b>
            <Mark tone={tone[i.state]}>{t(`instrument_${i.state}`)}</Mark>
            <small>{i.checks.map((c) => `${t(`check_${c.check}`)}: ${c.due ? t('due', { time: f.dateTime(c.due, i.zone) }) : c.at ? f.dateTime(c.at, i.zone) : t('never_checked')}`).join(' · ')}</small>
          </div>
        ))}
      </Shown>
      {!!rows.length && <Deeds rows={rows} />}
    </section>
  );
}

// A check is offered with what the kind of instrument has; a calibrator also says where its driver listens.
function Deeds({ rows }: { rows: Instrument[] }) {
  const t = useWords('hotlab');
  const [picked, setPicked] = useState(rows[0].instrument);
  const i = rows.find((r) => r.instrument === picked) ?? rows[0];
  return (
    <details className="hl-deed">
      <summary>{t('do_check')}</summary>
      <label className="rm-field">{t('instrument')}{' '}
        <select className="rm-input" value={i.instrument} onChange={(e) => setPicked(e.target.value)}>{rows.map((r) => <option key={r.instrument} value={r.instrument}>{r.name || r.instrument}</option>)}</select>
      </label>
      <CommandForm key={`check ${i.instrument}`} command="instruments/check-instrument" fixed={{ instrument: i.instrument }} signed meaning={t('meaning_checked')} submit={t('do_check')} preview={t('may_i')}
        shape={({ measured, expected, ...rest }) => ({ ...rest, measured: apart(measured), expected: apart(expected) })}
        fields={[{ name: 'check', label: t('check'), options: i.checks.map((c): [string, string] => [c.check, `${t(`check_${c.check}`)} (≤ ${c.limit_percent} %)`]), value: i.checks[0]?.check ?? '', required: true },
          { name: 'measured', label: t('measured_list'), required: true, wide: true }, { name: 'expected', label: t('expected_list'), required: true, wide: true }, { name: 'remark', label: t('remark'), wide: true }]} />
      {i.kind === 'calibrator' && (
        <CommandForm key={`connect ${i.instrument}`} command="instruments/connect-instrument" fixed={{ instrument: i.instrument }} submit={t('connect')}
          fields={[{ name: 'address', label: t('address'), value: i.address ?? '', required: true }]} />
      )}
    </details>
  );
}
