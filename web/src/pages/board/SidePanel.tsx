import { useAddress, useNow } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Block, Mark, type Tone } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import { type BoardRow } from './board-types';
import { statusIn } from './BoardRows';
import { activityAt, parentAt, percentPerMinute } from './decay';
import { Nuclide } from './Nuclide';
import { WhatIf } from './WhatIf';

export function SidePanel({ row, late, onLate, onClose }: { row: BoardRow; late: number; onLate: (minutes: number) => void; onClose: () => void }) {
  const t = useWords('board');
  const { go } = useAddress();
  const next = row.coverage.find((c) => c.covered);
  return (
    <aside className="rm-card bd-panel" aria-label={t('selected')}>
      <div className="rm-block bd-panel-head">
        <Nuclide name={row.nuclide} tile />
        <div><h2>{row.item}</h2><small>{[row.product_name ?? row.label, row.volume_ml ? `${row.volume_ml.toFixed(1)} mL` : ''].filter(Boolean).join(' · ')}</small></div>
        <button type="button" className="rm-button" onClick={onClose} aria-label={`${t('close')} ✕ Esc`}>✕ <kbd>Esc</kbd></button>
      </div>
      <Figure row={row} />
      {!!row.coverage.length && <Coverage row={row} />}
      {!!row.coverage.length && <WhatIf row={row} late={late} onLate={onLate} />}
      <Holding row={row} />
      <div className="rm-block bd-acts">
        {row.consignment && <button type="button" className="rm-button rm-primary" onClick={() => go(`/logistics/${encodeURIComponent(row.consignment!)}`)}>{t('follow')}</button>}
        {!row.consignment && next && <button type="button" className="rm-button rm-primary" onClick={() => go(`/doses/${encodeURIComponent(next.order)}`)}>{t('next_dose', { order: next.order })}</button>}
        {row.calibration && row.nuclide && !row.elutions && <button type="button" className="rm-button" onClick={() => go(tableOf(row))}>{t('decay_table')}</button>}
        <button type="button" className="rm-button" onClick={() => go(`/lineage?item=${encodeURIComponent(row.item)}`)}>{t('lineage')} <kbd>O</kbd></button>
      </div>
    </aside>
  );
}

// The printable table of this item, from its calibration on.
function tableOf(row: BoardRow): string {
  const search = new URLSearchParams({ nuclide: row.nuclide!, activity: `${Number((row.calibration!.activity_bq / 1e6).toPrecision(12))} MBq`, reference: row.calibration!.at, every: '15 min', count: '47', item: row.item });
  return `/physics/table?${search.toString()}`;
}

function Figure({ row }: { row: BoardRow }) {
  const t = useWords('board');
  const f = useFigures();
  const now = useNow();
  const bq = activityAt(row, now);
  const [value, unit] = f.parts(bq, 4);
  const others = (['MBq', 'GBq', 'mCi'] as const).map((u) => f.parts(bq, 4, u)).filter(([, u]) => u !== unit).slice(0, 2).map((p) => p.join(' '));
  const half = row.elutions?.daughter_half_life_s ?? row.half_life_s;
  const fall = percentPerMinute(half);
  const until = row.usable_until;
  return (
    <div className="rm-block">
      <p className="bd-big"><b>{value}</b> <span>{row.elutions ? t('unit_as_now', { unit, nuclide: row.elutions.daughter }) : t('unit_now', { unit })}</span></p>
      <p className="bd-sub">{[...new Set(others), !row.elutions && fall >= 0.01 ? t('falls', { percent: f.number(fall, 2) }) : ''].filter(Boolean).join(' · ')}</p>
      <dl className="rm-pairs bd-pairs">
        {row.calibration && <><dt>{t('calibrated')}</dt><dd>{f.activityOn(row.calibration.activity_bq, row.calibration.at, row.at, row.zone)}</dd></>}
        {row.elutions && <><dt>{t('parent')}</dt><dd>{row.elutions.parent} {f.siActivity(parentAt(row, now))}</dd></>}
        {half > 0 && <><dt>{t('half_life')}</dt><dd>{half < 86400 ? `${f.number(half / 60)} min` : t('days', { n: f.number(half / 86400) })}</dd></>}
        {row.eta && <><dt>{t('on_arrival', { time: f.shortTime(row.eta, row.zone) })}</dt><dd>{f.activity(activityAt(row, Date.parse(row.eta)))} {t('forecast')}</dd></>}
        {row.elutions?.last_elution_at && <><dt>{t('last_elution')}</dt><dd>{f.time(row.elutions.last_elution_at, row.zone)}</dd></>}
        {until && <><dt>{t('usable_until')}</dt><dd>{f.time(until, row.zone)}{Date.parse(until) > now ? ` · ${t('in_time', { time: f.duration((Date.parse(until) - now) / 1000) })}` : ''}</dd></>}
        {row.released && <><dt>{t('released')}</dt><dd>{f.time(row.released.at, row.zone)}{row.released.by_name ? ` · ${row.released.by_name}` : ''}</dd></>}
      </dl>
    </div>
  );
}

function Coverage({ row }: { row: BoardRow }) {
  const t = useWords('board');
  const f = useFigures();
  const served = row.coverage.filter((c) => c.covered).length;
  const full = row.volume_ml || 1;
  return (
    <Block title={t('serves_everyone')}>
      <p className="bd-served"><Mark tone={served === row.coverage.length ? 'ok' : 'crit'}>{t('of', { n: served, total: row.coverage.length })}</Mark></p>
      <table className="bd-doses">
        <thead><tr><th scope="col">{t('dose')}</th><th scope="col">{t('inject')}</th><th scope="col" colSpan={2}>{t('left_after')}</th><th scope="col" className="bd-right">{t('activity')}</th></tr></thead>
        <tbody>
          {row.coverage.map((c) => (
            <tr key={c.order} className={c.covered ? undefined : 'bd-uncovered'}>
              <th scope="row">{c.patient ?? c.order}</th>
              <td>{f.shortTime(c.inject_at, row.zone)}</td>
              <td className="bd-bar-cell">{c.volume_ml_after !== null && c.volume_ml_after !== undefined && <i className="bd-bar"><i style={{ width: `${Math.min(100, (c.volume_ml_after / full) * 100)}%` }} /></i>}</td>
              <td className="bd-right">{c.covered ? (c.volume_ml_after !== null && c.volume_ml_after !== undefined ? `${f.number(c.volume_ml_after, 1)} mL` : '') : t('uncovered')}</td>
              <td className="bd-right">{f.activity(c.needed_bq)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  );
}

// What stands between this item and its use, the worst first.
function Holding({ row }: { row: BoardRow }) {
  const t = useWords('board');
  const f = useFigures();
  const status = statusIn(t, row);
  const lines: [Tone, string][] = [];
  if (row.state === 'on_hold') lines.push(['crit', t('held_text')]);
  else if (['expired', 'failed'].includes(row.state)) lines.push(['crit', status.text]);
  if (row.state === 'waiting_release') lines.push(['warn', t('release_text')]);
  if (row.state === 'untested') lines.push(['warn', t('untested_text')]);
  if (row.eta) lines.push(['info', t('on_road_text', { time: f.time(row.eta, row.zone) })]);
  for (const c of row.coverage.filter((x) => !x.covered)) lines.push(['crit', t('uncovered_text', { who: c.patient ?? c.order, time: f.shortTime(c.inject_at, row.zone) })]);
  return (
    <Block title={t('holding_up')}>
      {!lines.length && <p className="bd-line"><Mark tone="ok">{t('nothing_holds')}</Mark></p>}
      {lines.map(([tone, text]) => <p key={text} className="bd-line"><Mark tone={tone}>{text}</Mark></p>)}
    </Block>
  );
}
