import { useState } from 'react';
import { CommandForm } from '../desk/acts';
import type { Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { DoseView, Released } from './dose-types';

const households = ['alone', 'adults', 'children', 'pregnant'];
const ways = ['own_car', 'hospital_car', 'public_transport'];
const ways_of_emptying: Record<string, string[]> = { 'I-131': ['thyroid_cancer', 'hyperthyroidism'], 'Lu-177': ['dotatate', 'psma'] };
const papers: [string, string][] = [['zh-Hant', '繁體中文'], ['zh-Hans', '简体中文'], ['pt', 'Português'], ['en', 'English']];

// Letting a therapy patient go: what is kept, the limits of the place, until when each precaution lasts, and the paper taken home.
export function Release({ d, dose, onRefused }: { d: DoseView; dose: string; onRefused: (p: Problem) => void }) {
  const t = useWords('clinic');
  const f = useFigures();
  const [told, setTold] = useState<Released | null>(null);
  const done = d.release;
  const models = ['physical', ...(ways_of_emptying[d.nuclide ?? ''] ?? [])];
  const choice = (prefix: string, values: string[]) => values.map((v): [string, string] => [v, t(`${prefix}_${v}`)]);
  return (
    <section className="rm-card rm-pad" aria-label={t('release')}>
      <h2 className="rm-h2">{t('release')}</h2>
      {done ? (
        <>
          <p><Mark tone="ok">{t('release_done', { time: f.dateTime(done.at, d.zone), name: done.by })}</Mark></p>
          <Found r={done} zone={d.zone} />
          <p className="cl-papers">{t('release_print')}{' '}
            {papers.map(([tag, name]) => <a key={tag} className="rm-button" lang={tag} target="_blank" rel="noreferrer" href={`/api/v1/print/clinic/release-sheet/${encodeURIComponent(dose)}?lang=${tag}`}>{name}</a>)}
          </p>
        </>
      ) : (
        <>
          <CommandForm command="clinic/release-patient" fixed={{ dose }} signed meaning={t('meaning_release', { dose })} submit={t('release_sign')} go onRefused={onRefused}
            question={{ path: '/clinic/release-forecast', label: t('release_forecast'), onAnswer: (a) => setTold(a as Released) }}
            fields={[
              { name: 'rate', label: t('release_rate'), unit: ['uSv/h', 'mSv/h'] }, { name: 'meter', label: t('release_meter'), of: 'survey_meter' },
              { name: 'rate_at_start', label: t('release_rate_at_start'), unit: ['uSv/h', 'mSv/h'] }, { name: 'retained', label: t('release_retained'), unit: ['MBq', 'GBq'] },
              { name: 'model', label: t('release_model'), value: models[0], options: choice('release_model', models) }, { name: 'effective_half_life', label: t('release_half_life'), unit: ['h', 'd'] },
              { name: 'household', label: t('release_household'), value: households[0], options: choice('release_household', households), required: true },
              { name: 'separate_bed', label: t('release_bed'), type: 'flag' }, { name: 'other_carer', label: t('release_carer'), type: 'flag' },
              { name: 'way_home', label: t('release_way'), value: ways[0], options: choice('release_way', ways), required: true }, { name: 'journey', label: t('release_journey'), unit: ['min', 'h'] },
              { name: 'remark', label: t('remark'), wide: true },
            ]} />
          {told && <Found r={told} zone={d.zone} />}
        </>
      )}
    </section>
  );
}

function Found({ r, zone }: { r: Released; zone?: string }) {
  const t = useWords('clinic');
  const f = useFigures();
  const shown = (quantity: string, v: number) =>
    quantity === 'retained' ? f.activity(v) : quantity === 'rate_1m' ? `${f.number(v * 1e6, 2)} µSv/h` : quantity === 'stay' ? `${f.number(v / 3600, 1)} h` : `${f.number(v * 1e3, 2)} mSv`;
  return (
    <div role="status">
      <p>{t('release_kept', { activity: f.activity(r.retained_bq), method: t.or(`release_method_${r.method}`, r.method) })}
        {r.rate_sv_h !== null && <> · {t('release_rate_shown', { rate: f.number(r.rate_sv_h * 1e6, 2) })}</>} · {t('release_dose_adult', { dose: f.number(r.dose_adult_sv * 1e3, 2) })}</p>
      <table className="rm-table rm-cards">
        <thead><tr><th scope="col">{t('release_limit')}</th><th scope="col">{t('release_found')}</th><th scope="col">{t('state')}</th><th scope="col">{t('release_clause')}</th></tr></thead>
        <tbody>
          {r.limits.map((l) => (
            <tr key={l.quantity}>
              <th scope="row">{t.or(`release_q_${l.quantity}`, l.quantity)} {shown(l.quantity, l.limit)}{l.per && <small className="rm-sub">{t(`release_per_${l.per}`)}</small>}</th>
              <td data-label={t('release_found')}>{shown(l.quantity, l.found)}{!!l.earlier && <small className="rm-sub">{t('release_earlier', { dose: shown(l.quantity, l.earlier) })}</small>}</td>
              <td data-label={t('state')}><Mark tone={l.met ? 'ok' : 'crit'}>{t(l.met ? 'release_met' : 'release_not_met')}</Mark>{l.from && <> {t('release_met_from', { time: f.dateTime(l.from, zone) })}</>}</td>
              <td data-label={t('release_clause')}>{l.clause}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(r.cycles?.length ?? 0) > 1 && (
        <table className="rm-table rm-cards">
          <thead><tr><th scope="col">{t('release_cycle')}</th><th scope="col">{t('release_given')}</th><th scope="col">{t('release_q_dose_adult')}</th><th scope="col">{t('release_share')}</th><th scope="col">{t('release_counts')}</th></tr></thead>
          <tbody>
            {r.cycles!.map((c) => (
              <tr key={c.dose}>
                <th scope="row">{c.dose}</th>
                <td data-label={t('release_given')}>{f.dateTime(c.given_at, zone)}</td>
                <td data-label={t('release_q_dose_adult')}>{f.number(c.dose_adult_sv * 1e3, 2)} mSv</td>
                <td data-label={t('release_share')}>{f.number(c.share * 100, 0)} %</td>
                <td data-label={t('release_counts')}>{[c.in_year && t('release_per_year'), c.in_treatment && t('release_per_treatment')].filter(Boolean).join(', ') || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <table className="rm-table rm-cards">
        <thead><tr><th scope="col">{t('release_precaution')}</th><th scope="col">{t('release_free')}</th></tr></thead>
        <tbody>{r.precautions.map((p) => <tr key={p.contact}><th scope="row">{t.or(`release_c_${p.contact}`, p.contact)}</th><td data-label={t('release_free')}>{p.until || t('release_none')}</td></tr>)}</tbody>
      </table>
    </div>
  );
}
