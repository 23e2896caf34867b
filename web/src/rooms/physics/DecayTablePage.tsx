import { Fragment, useMemo } from 'react';
import { Nuclide } from '../../pages/board/Nuclide';
import { useNow } from '../desk/data';
import { shownUnit } from '../desk/Fields';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { PageHead, Shown as Waits } from '../desk/pieces';
import { Refusal } from '../desk/Refusal';
import { useWords } from '../desk/words';
import { plainText, written } from '../desk/written';
import { useExact } from './AnswerView';
import { useAnswer, useNuclide, useNuclides, useQuestion } from './asking';
import { Chooser } from './Chooser';
import { Copy } from './Copy';
import { Formula } from './Formula';
import type { Answer, Calculation, Workbench } from './physics-types';
import { readableUnit } from './quantities';
import { bodyOf, entriesOf, questionOf } from './question';
import { QuestionField } from './QuestionForm';
import { useWorkbench } from './workbench';
import './physics.css';

const asks = ['nuclide', 'activity', 'reference', 'every', 'count'];

// One nuclide from its reference on, for the wall of the hot lab: printed on A4 under a head like the vial's label.
export default function DecayTablePage() {
  const workbench = useWorkbench();
  const decay = workbench.data?.calculations.find((c) => c.name === 'decay');
  return (
    <div className="rm-page ph-page">
      <Waits pending={workbench.isPending} problem={workbench.error}>{workbench.data && decay && <Table workbench={workbench.data} decay={decay} />}</Waits>
    </div>
  );
}

function Table({ workbench, decay }: { workbench: Workbench; decay: Calculation }) {
  const t = useWords('physics');
  const f = useFigures();
  const entries = useMemo(() => entriesOf(decay).filter((e) => asks.includes(e.name)).map((e) => ({ ...e, required: true })), [decay]);
  const example = questionOf(decay.examples[0] ?? {});
  const hour = `${f.nowLocal().slice(0, 13)}:00:00[${f.zone}]`;
  const q = useQuestion('/physics/table', [...asks, 'item'], { nuclide: example.nuclide, activity: example.activity, reference: hour, every: '15 min', count: '47' });
  const answer = useAnswer('decay', useMemo(() => bodyOf(entries, q.asked), [entries, q.asked]));
  const nuclides = useNuclides();
  const errors = answer.error?.errors ?? [];
  useKeys({ p: () => window.print() });
  return (
    <>
      <PageHead title={t('decay_table')} sub={t('table_sub')}>
        <Copy text={() => window.location.origin + q.address} label={t('copy_link')} />
        <button type="button" className="rm-button rm-primary" onClick={() => window.print()}>{t('print')} <kbd>P</kbd></button>
      </PageHead>
      <Chooser list={workbench.calculations} at="decay-table" />
      <form className="rm-card rm-pad ph-table-tools" aria-label={t('question')} onSubmit={(e) => e.preventDefault()}>
        {entries.map((e) => <QuestionField key={e.name} entry={e} question={q.question} set={q.set} nuclides={nuclides} error={errors.find((x) => x.field === e.name)} />)}
      </form>
      {answer.error && <Refusal problem={answer.error} />}
      {!answer.error && answer.data && <Sheet answer={answer.data} workbench={workbench} item={q.asked.item} reference={q.asked.reference} address={window.location.origin + q.address} />}
    </>
  );
}

function Sheet({ answer, workbench, item, reference, address }: { answer: Answer; workbench: Workbench; item?: string; reference?: string; address: string }) {
  const t = useWords('physics');
  const f = useFigures();
  const exact = useExact();
  const now = useNow();
  const input = (name: string) => answer.inputs.find((u) => u.name === name);
  const [nuclide, activity, half] = [input('nuclide'), input('activity'), input('half_life')];
  const stated = input('reference');
  const u = useNuclide(String(nuclide?.value ?? ''))?.half_life_u_s;
  const inUnit = (kind: string, v: number, digits: number, u?: number) => {
    const unit = readableUnit(workbench.units, kind, [v]);
    const w = written(v / unit.inside, u && u / unit.inside, f, digits, kind === 'activity');
    return `${w.pm ? `(${plainText(w)})` : plainText(w)} ${shownUnit(unit.unit)}${w.pm ? `, ${t('coverage')}` : ''}`;
  };
  return (
    <section className="rm-card ph-sheet" aria-label={t('decay_table')}>
      <div className="ph-label">
        <span className="ph-label-nuclide"><Nuclide name={String(nuclide?.value ?? '')} /></span>
        <p className="ph-label-value">{activity && typeof activity.value === 'number' && inUnit('activity', activity.value, 4)}{typeof stated?.value === 'string' && ` ${t('stated_at', { time: exact(stated.value) })}`}</p>
        <dl>
          {item && <div><dt>{t('item')}</dt><dd>{item}</dd></div>}
          {half && typeof half.value === 'number' && <div><dt>{half.word}</dt><dd>{inUnit('time', half.value, 6, u)}</dd></div>}
          {half && <div><dt>{t('half_life_source')}</dt><dd>{half.source}</dd></div>}
          <div><dt>{t('dataset_word')}</dt><dd>{answer.dataset}</dd></div>
          {reference && <div><dt>{t('zone_word')}</dt><dd>{f.zone}</dd></div>}
          <div><dt>{t('formula')}</dt><dd><Formula text={answer.formula} /></dd></div>
        </dl>
      </div>
      <Steps answer={answer} workbench={workbench} nuclide={String(nuclide?.value ?? '')} />
      <p className="rm-quiet">{t('table_use')}</p>
      <p className="ph-foot">{t('printed', { time: f.dateTime(new Date(now).toISOString()), dataset: answer.dataset })} · {address}</p>
    </section>
  );
}

// Two columns of rows; each new day has a line of its own.
function Steps({ answer, workbench, nuclide }: { answer: Answer; workbench: Workbench; nuclide: string }) {
  const t = useWords('physics');
  const f = useFigures();
  const column = (name: string) => answer.columns.findIndex((c) => c.name === name);
  const [at, elapsed, activity, share] = [column('at'), column('elapsed'), column(nuclide), column('share')];
  const all = (k: number) => answer.rows.map((r) => r[k]).filter((v): v is number => typeof v === 'number');
  const units = workbench.units;
  const [time, bq] = [readableUnit(units, 'time', all(elapsed)), readableUnit(units, 'activity', all(activity))];
  const whole = all(elapsed).every((v) => Number.isInteger(v / 60));
  const day = (k: number) => f.date(String(answer.rows[k][at]));
  const clock = (k: number) => (whole ? f.shortTime : (iso: string) => f.seconds(iso).split(' ')[0])(String(answer.rows[k][at]));
  const half = Math.ceil(answer.rows.length / 2);
  const parts = answer.rows.length > 12 ? [[0, half], [half, answer.rows.length]] : [[0, answer.rows.length]];
  const since = (v: number) => `${f.number(Number((v / time.inside).toPrecision(6)))}`;
  return (
    <div className={parts.length > 1 ? 'ph-columns' : undefined}>
      {parts.map(([from, to]) => (
        <table key={from} className="ph-decays">
          <thead><tr>
            {at >= 0 && <th scope="col">{t('time_of_place')}</th>}<th scope="col">{answer.columns[elapsed].word} ({shownUnit(time.unit)})</th><th scope="col">{t('factor')}</th>
            {activity >= 0 && <th scope="col">{t('kind_activity')} ({shownUnit(bq.unit)})</th>}
          </tr></thead>
          <tbody>
            {answer.rows.slice(from, to).map((r, i) => (
              <Fragment key={i}>
              {at >= 0 && (i === 0 || day(from + i) !== day(from + i - 1)) && <tr className="ph-day"><th scope="rowgroup" colSpan={4}>{day(from + i)}</th></tr>}
              <tr>
                {at >= 0 && <th scope="row">{clock(from + i)}</th>}
                <td>{since(Number(r[elapsed]))}</td>
                <td>{plainText(written(Number(r[share]), undefined, f, 5, true))}</td>
                {activity >= 0 && <td><b>{plainText(written(Number(r[activity]) / bq.inside, undefined, f, 4, true))}</b></td>}
              </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
