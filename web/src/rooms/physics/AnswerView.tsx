import { shownUnit } from '../desk/Fields';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { plainText, tenTo, written } from '../desk/written';
import { Chart } from './chart/Chart';
import { Formula } from './Formula';
import type { Answer, Curve, Figure, Used } from './physics-types';
import { readableUnit } from './quantities';
import { unitFor, UnitPick, type Shown } from './UnitPick';

export function AnswerView({ answer, shown, title }: { answer: Answer; shown: Shown; title: string }) {
  const t = useWords('physics');
  return (
    <>
      {!!answer.notes.length && <ul className="ph-notes">{answer.notes.map((n) => <li key={n.code + n.text}><Mark tone="info">{n.text}</Mark></li>)}</ul>}
      {!!answer.figures.length && <dl className="rm-card ph-figures">{answer.figures.map((x, i) => <OneFigure key={x.name + i} x={x} shown={shown} />)}</dl>}
      {chartsOf(answer.curves).map((group) => <Curves key={group[0].name + group[0].x_kind} curves={group} shown={shown} title={title} />)}
      {!!answer.rows.length && <Rows answer={answer} shown={shown} />}
      <section className="rm-card rm-pad ph-how">
        <h2 className="rm-h2">{t('how')}</h2>
        {answer.formula && <p className="ph-formula"><Formula text={answer.formula} /></p>}
        <Inputs inputs={answer.inputs} shown={shown} />
        {answer.dataset && <p className="rm-quiet">{t('dataset', { name: answer.dataset })}</p>}
      </section>
    </>
  );
}

// A word the models answer with: a state, a source of doubt. What is no such word stays as it came.
function useSaid() {
  const t = useWords('physics');
  return (text: string) => t.or(`option_${text}`, text);
}

// An instant to the second: a label's reference time is not rounded to the minute.
export function useExact() {
  const f = useFigures();
  return (iso: string) => (/^\d{4}-\d\d-\d\dT/.test(iso) ? `${f.date(iso)} ${f.seconds(iso)}` : iso);
}

function OneFigure({ x, shown }: { x: Figure; shown: Shown }) {
  const t = useWords('physics');
  const f = useFigures();
  const exact = useExact();
  const said = useSaid();
  if (typeof x.value === 'string') return <div><dt>{x.word}</dt><dd><b>{x.kind === 'instant' ? exact(x.value) : said(x.value)}</b></dd></div>;
  const unit = unitFor(shown, x.name, x.kind, [x.value]);
  const w = written(x.value / unit.inside, x.u === undefined ? undefined : x.u / unit.inside, f);
  // A conventional unit never stands alone: the SI value follows.
  const si = readableUnit(shown.units, x.kind, [x.value]);
  const also = unit.readable || si === unit ? null : `${plainText(written(x.value / si.inside, undefined, f, 4))} ${shownUnit(si.unit)}`;
  return (
    <div>
      <dt>{x.word}</dt>
      <dd>
        <span className="ph-value">{w.power && w.pm ? '(' : ''}<b>{w.value}</b>{w.pm && <> ± {w.pm}</>}{w.power && w.pm ? ')' : ''}{!!w.power && ` × ${tenTo(w.power)}`}</span>{' '}
        <UnitPick shown={shown} name={x.name} kind={x.kind} word={x.word} unit={unit} />
        {also && <small>{also}</small>}{w.pm && <small>{t('coverage')}</small>}
      </dd>
    </div>
  );
}

// Curves over the same axes share one drawing, at most five of them.
export function chartsOf(curves: Curve[]): Curve[][] {
  const groups: Curve[][] = [];
  for (const c of curves) {
    const group = groups.find((g) => g[0].x_kind === c.x_kind && g[0].y_kind === c.y_kind && g[0].x_word === c.x_word && g.length < 5);
    if (group) group.push(c);
    else groups.push([c]);
  }
  return groups;
}

function Curves({ curves, shown, title }: { curves: Curve[]; shown: Shown; title: string }) {
  const t = useWords('physics');
  const f = useFigures();
  const [x, y] = [curves[0].x_kind, curves[0].y_kind];
  const xUnit = unitFor(shown, 'x', x, curves.flatMap((c) => c.xs));
  const yUnit = unitFor(shown, 'y', y, curves.flatMap((c) => c.ys));
  const yWord = curves.length === 1 ? curves[0].word : t.or(`kind_${y}`, '');
  const xWord = curves[0].x_word || t.or(`kind_${x}`, '');
  const pick = (kind: string, name: 'x' | 'y', unit: typeof xUnit, word: string) => (shown.units[kind]?.length > 1 ? <UnitPick shown={shown} name={name} kind={kind} word={word} unit={unit} /> : null);
  return (
    <section className="rm-card rm-pad">
      <Chart title={curves.length === 1 ? curves[0].word : title} lines={curves.map((c) => ({ name: c.name, word: c.word, xs: c.xs.map((v) => v / xUnit.inside), ys: c.ys.map((v) => v / yUnit.inside) }))}
        x={{ word: xWord, unit: shownUnit(xUnit.unit) }} y={{ word: yWord, unit: shownUnit(yUnit.unit) }}
        number={(v) => f.number(v)} value={(v) => plainText(written(v, undefined, f, 4))} tools={<>{pick(y, 'y', yUnit, yWord)}{pick(x, 'x', xUnit, xWord)}</>} />
    </section>
  );
}

function Rows({ answer, shown }: { answer: Answer; shown: Shown }) {
  const t = useWords('physics');
  const f = useFigures();
  const exact = useExact();
  const said = useSaid();
  const units = answer.columns.map((c, k) => unitFor(shown, c.name, c.kind, answer.rows.map((r) => r[k]).filter((v): v is number => typeof v === 'number')));
  const cell = (v: number | string | null, k: number) => (v === null ? '–' : typeof v === 'string' ? (answer.columns[k].kind === 'instant' ? exact(v) : said(v)) : plainText(written(v / units[k].inside, undefined, f, 5, answer.columns[k].kind !== 'time' && answer.columns[k].kind !== 'number')));
  return (
    <section className="rm-card ph-rows">
      <h2 className="rm-h2">{t('table')}</h2>
      <div className="rm-scroll ph-tall" tabIndex={0} role="region" aria-label={t('table')}>
        <table className="rm-table">
          <thead><tr>{answer.columns.map((c, k) => <th key={c.name + k} scope="col">{c.word} <UnitPick shown={shown} name={c.name} kind={c.kind} word={c.word} unit={units[k]} /></th>)}</tr></thead>
          <tbody>{answer.rows.map((r, i) => <tr key={i}>{r.map((v, k) => (k === 0 ? <th key={k} scope="row">{cell(v, k)}</th> : <td key={k}>{cell(v, k)}</td>))}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}

// Every input as it was taken, and where it comes from.
function Inputs({ inputs, shown }: { inputs: Used[]; shown: Shown }) {
  const t = useWords('physics');
  const f = useFigures();
  const exact = useExact();
  const said = useSaid();
  const taken = (u: Used) => {
    if (typeof u.value === 'string') return u.kind === 'instant' ? exact(u.value) : said(u.value);
    const unit = unitFor(shown, `input ${u.name}`, u.kind, [u.value]);
    return [plainText(written(u.value / unit.inside, undefined, f, 8)), shownUnit(unit.unit)].filter(Boolean).join(' ');
  };
  if (!inputs.length) return null;
  return (
    <table className="rm-table rm-cards ph-inputs">
      <thead><tr><th scope="col">{t('input')}</th><th scope="col">{t('taken')}</th><th scope="col">{t('source')}</th></tr></thead>
      <tbody>
        {inputs.map((u, i) => (
          <tr key={u.name + i}><th scope="row">{u.word}{u.source && u.typed ? ` ${u.typed}` : ''}</th><td data-label={t('taken')}>{taken(u)}</td><td data-label={t('source')}>{u.source || (u.typed ? t('typed', { what: u.typed }) : t('by_default'))}</td></tr>
        ))}
      </tbody>
    </table>
  );
}
