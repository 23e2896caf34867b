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
  const checks = ['linearity', 'accuracy', 'geometry', 'calibration', 'efficiency', 'source_check'];
  return (
    <section className="rm-card rm-pad" aria-label={t('instruments')}>
      <h2 className="rm-h2">{t('instruments')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('instruments_none')}</p>}
        {rows.map((i) => (
          <div className="rm-row" key={i.instrument}>
            <b>{i.instrument}</b>
            <Mark tone={tone[i.state]}>{t(`instrument_${i.state}`)}</Mark>
            <small>{i.checks.map((c) => `${t(`check_${c.check}`)}: ${c.due ? t('due', { time: f.dateTime(c.due, i.zone) }) : c.at ? f.dateTime(c.at, i.zone) : '–'}`).join(' · ')}</small>
          </div>
        ))}
      </Shown>
      {!!rows.length && (
        <details className="hl-deed">
          <summary>{t('do_check')}</summary>
          <CommandForm key={rows.length} command="instruments/check-instrument" signed meaning={t('meaning_checked')} submit={t('do_check')}
            shape={({ measured, expected, ...rest }) => ({ ...rest, measured: apart(measured), expected: apart(expected) })}
            fields={[{ name: 'instrument', label: t('instrument'), options: rows.map((i): [string, string] => [i.instrument, i.name || i.instrument]), value: rows[0].instrument, required: true },
              { name: 'check', label: t('check'), options: checks.map((c): [string, string] => [c, t(`check_${c}`)]), value: rows[0].checks[0]?.check ?? checks[0], required: true },
              { name: 'measured', label: t('measured_list'), required: true, wide: true }, { name: 'expected', label: t('expected_list'), required: true, wide: true }]} />
        </details>
      )}
    </section>
  );
}
