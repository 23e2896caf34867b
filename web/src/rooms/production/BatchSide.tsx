import { useFigures } from '../desk/figures';
import { Block, Mark } from '../desk/pieces';
import { useAddress } from '../desk/data';
import { useWords } from '../desk/words';
import { testKey, type BatchRecord } from './batch-types';

export function BatchSide({ b }: { b: BatchRecord }) {
  const t = useWords('production');
  const f = useFigures();
  const { Link } = useAddress();
  return (
    <aside className="rm-card pr-side">
      <Block title={t('enough')} empty={!b.enough && t('enough_unknown')}>
        {b.enough && <Enough e={b.enough} zone={b.zone} />}
        {b.yield?.percent_decay_corrected !== null && b.yield?.percent_decay_corrected !== undefined && <YieldLine y={b.yield} />}
      </Block>
      {!!b.holds.length && (
        <Block title={t('holds')}>
          {b.holds.map((h, i) => <Mark key={i} tone="crit">{typeof h === 'string' ? h : [h.item, h.reason ?? h.why].filter(Boolean).join(': ')}</Mark>)}
        </Block>
      )}
      <Block title={t('inputs')} empty={!b.inputs.length && t('inputs_none')}>
        {b.inputs.map((i) => (
          <div className="rm-row" key={i.item}>
            <Link to={`/lineage?item=${encodeURIComponent(i.item)}`}>{i.label || i.item}</Link>
            <Mark tone={i.ok ? 'ok' : 'crit'}>{i.ok ? t('input_ok') : t('input_not_ok')}</Mark>
            <small className="rm-full">{t.or(`kind_${i.kind}`, i.kind)}{i.expires_at ? ` · ${t('expires', { at: f.date(i.expires_at) })}` : ''}</small>
          </div>
        ))}
      </Block>
      <Block title={t('tests')} empty={!b.tests.length && t('tests_none')}>
        {b.tests.map((x, i) => (
          <div className="rm-row" key={i}>
            <span>{t.or(`test_${testKey(x.test)}`, x.test)}{x.market ? ` · ${x.market}` : ''}</span>
            <Mark tone={x.verdict === 'pass' ? 'ok' : x.verdict === 'fail' ? 'crit' : 'idle'}>
              {x.value !== null && x.value !== undefined && x.value !== '' ? `${typeof x.value === 'number' ? f.number(x.value) : x.value} ${micro(x.unit)}` : x.text ?? t(`verdict_${x.verdict}`)}
            </Mark>
            <small className="rm-full">{[limitText(x, t('limit')), x.clause, x.timing === 'post_release' ? t('post_release') : ''].filter(Boolean).join(' · ')}</small>
          </div>
        ))}
      </Block>
      <Block title={t('vials')} empty={!b.vials.length && t('vials_none')}>
        {b.vials.map((v) => (
          <div className="rm-row" key={v.item}>
            <Link to={`/lineage?item=${encodeURIComponent(v.item)}`}>{v.item}</Link>
            <span>{v.volume_ml !== null && v.volume_ml !== undefined ? f.volume(v.volume_ml) : ''}</span>
            <small className="rm-full">{[v.activity_bq ? f.activityNow(v.activity_bq) : '', v.state ? t.or(`vial_${v.state}`, v.state) : '', v.place].filter(Boolean).join(' · ')}</small>
          </div>
        ))}
      </Block>
      <Block title={t('record')} empty={!b.record.length && t('record_none')}>
        {b.record.slice().sort((x, y) => y.at.localeCompare(x.at)).map((r, i) => (
          <div className="pr-line" key={r.seq ?? i}><span>{f.time(r.at, b.zone)}</span><span>{f.inWords(r.text, b.zone)} {r.by && <em>{r.by}</em>}</span></div>
        ))}
        <p className="rm-quiet">{t('chained')}</p>
      </Block>
    </aside>
  );
}

function limitText(x: BatchRecord['tests'][number], limit: string) {
  const has = (v: unknown): v is number => typeof v === 'number';
  const range = has(x.lower) && has(x.upper) ? `${x.lower} – ${x.upper}` : has(x.lower) ? `≥ ${x.lower}` : has(x.upper) ? `≤ ${x.upper}` : x.expected_text;
  return range ? `${limit} ${range}${x.unit ? ` ${x.unit}` : ''}` : '';
}

// One bar: what is needed against what will be there, with the difference in words.
function Enough({ e, zone }: { e: NonNullable<BatchRecord['enough']>; zone?: string }) {
  const t = useWords('production');
  const f = useFigures();
  const top = Math.max(e.needed_bq, e.forecast_bq, 1);
  const spare = e.forecast_bq - e.needed_bq;
  return (
    <div className="pr-enough">
      {e.at && <span className="rm-quiet">{t('enough_at', { time: f.time(e.at, zone) })}</span>}
      <svg viewBox="0 0 270 40" role="img" aria-label={`${t('needed')} ${f.activity(e.needed_bq)}, ${t('forecast')} ${f.activity(e.forecast_bq)}`}>
        <rect x="0" y="4" width={(e.forecast_bq / top) * 268} height="28" rx="2" className="pr-have" />
        <rect x="0" y="4" width={(Math.min(e.needed_bq, e.forecast_bq) / top) * 268} height="28" rx="2" className="pr-need" />
        <path d={`M${(e.needed_bq / top) * 268} 0V38`} className="pr-needline" />
      </svg>
      <div className="rm-row"><span>{t('needed')}</span><b>{f.activity(e.needed_bq)}</b></div>
      <div className="rm-row"><span>{t('forecast')}</span><b>{f.activity(e.forecast_bq)}</b></div>
      <Mark tone={spare >= 0 ? 'ok' : 'crit'}>{t(spare >= 0 ? 'spare' : 'short', { activity: f.activity(Math.abs(spare)) })}</Mark>
    </div>
  );
}

function YieldLine({ y }: { y: NonNullable<BatchRecord['yield']> }) {
  const t = useWords('production');
  const f = useFigures();
  const v = y.percent_decay_corrected!;
  const tone = y.action_below !== undefined && v < y.action_below ? 'crit' : y.alert_below !== undefined && v < y.alert_below ? 'warn' : 'ok';
  return <div className="rm-row"><span>{t('yield')}</span><Mark tone={tone}>{f.number(v, 1)} %</Mark></div>;
}

const micro = (unit?: string) => (unit ?? '').replace(/^u(?=g|L|Sv)/, 'µ');
