import { CommandForm, type Field } from '../desk/acts';
import { useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';

interface Blood { test: string; least?: number; most?: number; unit: string; within_s: number }
export interface Protocol {
  protocol: string; org: string; product: string; name: string; card: string; reference: string; dose: string; reference_bq?: number; repeat_after_s?: number | null; contraindications: string[];
  paired_scan?: string | null; paired_within_s?: number | null; limits: { bloods: Blood[]; organs: { organ: string; gray: number; source: string }[] };
}
export interface Course {
  course: string; patient: string; protocol: string; product: string; planned_cycles: number; per_cycle_bq: number; most_bq: number; least_gap_s: number; given_bq: number;
  cycles: { cycle: number; order: string; at?: string | null; activity_bq: number }[]; organs: { organ: string; limit_gy: number; sum_gy: number; next_gy?: number | null; missing: string }[];
}
interface Tables { cards: string[]; references: { level: string; examination: string }[]; interruptions: string[]; doses: string[]; bloods: { test: string; unit: string }[] }

const organs = ['kidneys', 'red_marrow', 'liver', 'lungs', 'salivary_glands', 'spleen', 'whole_body'];
const none: [string, string] = ['', '–'];
const same = (v: string): [string, string] => [v, v];

export const apart = (v: unknown) => (typeof v === 'string' ? v.split(/[;；]/).map((x) => x.trim()).filter(Boolean) : []);

// How the house examines and treats: protocols on rows of the shipped tables, with what they ask of bloods and organs.
export function Protocols() {
  const t = useWords('clinic');
  const f = useFigures();
  const view = useRoomView<{ protocols: Protocol[] }>('/protocols/protocols');
  const rows = view.data?.protocols ?? [];
  const days = (s?: number | null) => (s ? t('days', { n: f.number(s / 86400) }) : '');
  return (
    <section className="rm-card rm-pad cl-defined" aria-label={t('protocols')}>
      <h2 className="rm-h2">{t('protocols')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('protocols_none')}</p>}
        {rows.map((p) => (
          <div className="rm-row" key={p.protocol}>
            <span><b>{p.name}</b> <span className="rm-quiet">{p.protocol} · {p.product}</span></span>
            <span>{p.reference_bq ? f.siActivity(p.reference_bq) : ''}</span>
            <small>
              {[p.card && t('by_card', { row: p.card }), p.dose && t('by_dose', { row: p.dose }), p.repeat_after_s && t('not_sooner', { time: days(p.repeat_after_s) }), p.paired_scan && t('after_scan', { scan: p.paired_scan, time: days(p.paired_within_s) }),
                ...p.limits.bloods.map((b) => `${t(`test_${b.test}`)} ${[b.least !== undefined ? `≥ ${f.number(b.least)}` : '', b.most !== undefined ? `≤ ${f.number(b.most)}` : ''].filter(Boolean).join(' ')} ${b.unit} (${days(b.within_s)})`),
                ...p.limits.organs.map((o) => `${t(`organ_${o.organ}`)} ≤ ${f.number(o.gray)} Gy`), p.contraindications.join('; ')].filter(Boolean).join(' · ')}
            </small>
          </div>
        ))}
      </Shown>
      <Define rows={rows} />
      {!!rows.length && <Limits rows={rows} />}
    </section>
  );
}

function Define({ rows }: { rows: Protocol[] }) {
  const t = useWords('clinic');
  const session = useSession();
  const tables = useRoomView<Tables>('/protocols/tables').data;
  const pick = (list?: string[]): [string, string][] => [none, ...(list ?? []).map(same)];
  const fields: Field[] = [
    { name: 'protocol', label: t('protocol_id'), required: true }, { name: 'org', label: t('hospital'), of: 'org', value: session?.org ?? '', required: true }, { name: 'product', label: t('product'), of: 'product', required: true },
    { name: 'name', label: t('name_en'), required: true }, { name: 'name_zh_hans', label: t('name_zh_hans'), required: true }, { name: 'name_zh_hant', label: t('name_zh_hant'), required: true }, { name: 'name_pt', label: t('name_pt'), required: true },
    { name: 'card', label: t('card_row'), options: pick(tables?.cards) }, { name: 'reference', label: t('reference_row'), options: [none, ...(tables?.references ?? []).map((r): [string, string] => [r.level, r.examination])] },
    { name: 'dose', label: t('dose_row'), options: pick(tables?.doses) }, { name: 'interruption', label: t('interruption_row'), options: pick(tables?.interruptions) }, { name: 'repeat_after', label: t('repeat_after'), unit: ['d', 'h'] },
    { name: 'paired_scan', label: t('scan_before'), options: [none, ...rows.map((p): [string, string] => [p.protocol, p.name])] }, { name: 'paired_within', label: t('scan_within'), unit: ['d'] },
    { name: 'contraindications', label: t('contraindications_list'), wide: true },
  ];
  const shape = ({ contraindications, ...rest }: Record<string, unknown>) => (contraindications ? { ...rest, contraindications: apart(contraindications) } : rest);
  return (
    <details>
      <summary>{t('define_protocol')}</summary>
      <CommandForm key={`${rows.length} ${tables ? 1 : 0} ${session?.org ?? ''}`} command="protocols/define-protocol" submit={t('define_protocol')} preview={t('may_i')} shape={shape} fields={fields} />
    </details>
  );
}

function Limits({ rows }: { rows: Protocol[] }) {
  const t = useWords('clinic');
  const bloods = useRoomView<Tables>('/protocols/tables').data?.bloods ?? [];
  const protocol: Field = { name: 'protocol', label: t('protocol'), options: rows.map((p): [string, string] => [p.protocol, p.name]), value: rows[0].protocol, required: true };
  return (
    <>
      <details>
        <summary>{t('limit_blood')}</summary>
        <CommandForm key={`${rows.length} ${bloods.length}`} command="protocols/limit-blood" submit={t('limit_blood')}
          shape={({ test, ...rest }) => ({ ...rest, test, unit: bloods.find((b) => b.test === test)?.unit ?? '' })}
          fields={[protocol, { name: 'test', label: t('test'), options: bloods.map((b): [string, string] => [b.test, `${t(`test_${b.test}`)} (${b.unit})`]), value: bloods[0]?.test ?? '', required: true },
            { name: 'least', label: t('least'), type: 'number' }, { name: 'most', label: t('at_most'), type: 'number' }, { name: 'within', label: t('not_older'), unit: ['d'], value: '14', required: true }]} />
      </details>
      <details>
        <summary>{t('limit_organ')}</summary>
        <CommandForm key={rows.length} command="protocols/limit-organ" submit={t('limit_organ')}
          fields={[protocol, { name: 'organ', label: t('organ'), options: organs.map((o): [string, string] => [o, t(`organ_${o}`)]), value: organs[0], required: true }, { name: 'gray', label: t('gray_all'), type: 'number', required: true },
            { name: 'source', label: t('source'), required: true, wide: true }]} />
      </details>
    </>
  );
}

// Courses of therapy: cycles, what they have come to, what organs have received, and the bloods before the next.
export function Courses() {
  const t = useWords('clinic');
  const f = useFigures();
  const view = useRoomView<{ courses: Course[] }>('/protocols/courses');
  const protocols = useRoomView<{ protocols: Protocol[] }>('/protocols/protocols').data?.protocols ?? [];
  const bloods = useRoomView<Tables>('/protocols/tables').data?.bloods ?? [];
  const site = useSession()?.site ?? '';
  const rows = view.data?.courses ?? [];
  return (
    <section className="rm-card rm-pad cl-defined" aria-label={t('courses')}>
      <h2 className="rm-h2">{t('courses')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('courses_none')}</p>}
        {rows.map((c) => (
          <div className="rm-row" key={c.course}>
            <span><b>{c.course}</b> {c.patient} <span className="rm-quiet">{c.protocol}</span></span>
            <span>{t('course_stands', { given: f.siActivity(c.given_bq), most: f.siActivity(c.most_bq), done: c.cycles.filter((x) => x.at).length, planned: c.planned_cycles })}</span>
            <small>{c.organs.map((o) => `${t(`organ_${o.organ}`)}: ${f.number(o.sum_gy)} / ${f.number(o.limit_gy)} Gy${o.next_gy ? ` (${t('next_adds', { gray: f.number(o.next_gy) })})` : ''}`).join(' · ')}</small>
            {c.organs.some((o) => o.missing) && <Mark tone="warn">{t('dosimetry_missing', { cycles: [...new Set(c.organs.map((o) => o.missing).filter(Boolean))].join('; ') })}</Mark>}
          </div>
        ))}
      </Shown>
      {!!protocols.length && (
        <details>
          <summary>{t('plan_course')}</summary>
          <CommandForm key={`${protocols.length} ${site}`} command="protocols/plan-course" signed meaning={t('meaning_course')} submit={t('plan_course')} preview={t('may_i')}
            fields={[{ name: 'course', label: t('course'), required: true }, { name: 'patient', label: t('patient'), required: true }, { name: 'protocol', label: t('protocol'), options: protocols.map((p): [string, string] => [p.protocol, p.name]), value: protocols[0].protocol, required: true },
              { name: 'cycles', label: t('cycles'), type: 'number', required: true }, { name: 'per_cycle', label: t('per_cycle'), unit: ['GBq', 'MBq'], required: true }, { name: 'most', label: t('most_together'), unit: ['GBq', 'MBq'], required: true },
              { name: 'least_gap', label: t('least_gap'), unit: ['d'], required: true }, { name: 'site', label: t('site'), of: 'site', value: site }]} />
        </details>
      )}
      <details>
        <summary>{t('record_blood')}</summary>
        <CommandForm key={bloods.length} command="clinic/record-blood" submit={t('record_blood')}
          fields={[{ name: 'patient', label: t('patient'), required: true }, { name: 'test', label: t('test'), options: bloods.map((b): [string, string] => [b.test, t(`test_${b.test}`)]), value: bloods[0]?.test ?? '', required: true },
            { name: 'value', label: t('value'), type: 'number', required: true }, { name: 'unit', label: t('unit'), required: true }, { name: 'taken_at', label: t('taken_at'), type: 'instant', value: 'now', required: true }]} />
      </details>
      {!!rows.length && (
        <details>
          <summary>{t('record_dosimetry')}</summary>
          <CommandForm key={rows.length} command="protocols/record-dosimetry" signed meaning={t('meaning_dosimetry')} submit={t('record_dosimetry')}
            fields={[{ name: 'course', label: t('course'), options: rows.map((c): [string, string] => [c.course, `${c.course} ${c.patient}`]), value: rows[0].course, required: true }, { name: 'cycle', label: t('cycle'), type: 'number', required: true },
              { name: 'organ', label: t('organ'), options: organs.map((o): [string, string] => [o, t(`organ_${o}`)]), value: organs[0], required: true }, { name: 'gray', label: t('gray'), type: 'number', required: true }, { name: 'method', label: t('method'), required: true, wide: true }]} />
        </details>
      )}
    </section>
  );
}
