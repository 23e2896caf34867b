import { useAddress, useNow, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Block, Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Actions } from './Actions';
import { Packages } from './Packages';
import { Papers } from './Papers';
import { StripMap } from './StripMap';
import { stateTone, type Consignment } from './consignment-types';
import './logistics.css';

const windowTone = { ahead: 'info', open: 'ok', closed: 'crit', cleared: 'ok' } as const;

export default function ConsignmentPage() {
  const t = useWords('logistics');
  const f = useFigures();
  const now = useNow();
  const { param, Link } = useAddress();
  const id = param('id');
  const view = useRoomView<Consignment>(`/logistics/consignments/${encodeURIComponent(id)}`);
  const c = view.data;
  const zone = c?.to?.zone;
  return (
    <div className="rm-page">
      <PageHead title={`${t('consignment')} ${id}`} sub={c ? `${c.from.name ?? c.from.site} → ${c.to.name ?? c.to.site}` : ''}>
        {c && <Mark tone={stateTone[c.state] ?? 'idle'}>{t.or(`state_${c.state}`, c.state)}</Mark>}
      </PageHead>
      <Shown pending={view.pending} problem={view.error}>
        {c && (
          <>
            <dl className="lg-facts">
              <div><dt>{t('eta')}</dt><dd>{c.eta ? f.time(c.eta, zone) : '–'}</dd></div>
              <div className={c.delay_minutes ? 'lg-warn' : undefined}><dt>{t('delay')}</dt><dd>{c.delay_minutes ? f.duration(c.delay_minutes * 60) : t('on_time')}</dd></div>
              <div><dt>{t('ti_total')}</dt><dd>{c.ti_total !== undefined ? f.ti(c.ti_total) : '–'}</dd></div>
              <div><dt>{t('carrier')}</dt><dd>{[c.carrier, c.vehicle, c.driver].filter(Boolean).join(' · ') || '–'}</dd></div>
              {!!c.doses_lost_per_minute && <div><dt>{t('lost_rate')}</dt><dd>{f.number(c.doses_lost_per_minute, 2)}</dd></div>}
            </dl>
            <section className="rm-card rm-pad">
              <h2 className="rm-h2">{t('strip')}</h2>
              <StripMap legs={c.legs} zone={zone} now={now} />
            </section>
            <div className="lg-lay">
              <div className="lg-col">
                <Packages packages={c.packages} />
                <Papers papers={c.papers} consignment={c.consignment} zone={zone} />
              </div>
              <div className="lg-col">
                <Actions c={c} />
                <section className="rm-card">
                  <Block title={t('windows')} empty={!c.windows.length && t('windows_none')}>
                    {c.windows.map((w, i) => (
                      <div className="rm-row" key={i}>
                        <b>{w.post} · {t.or(`direction_${w.direction}`, w.direction)}</b>
                        <Mark tone={windowTone[w.state] ?? 'idle'}>{t.or(`window_${w.state}`, w.state)}</Mark>
                        <small>{f.shortTime(w.opens_at, w.zone ?? zone)}–{f.time(w.closes_at, w.zone ?? zone)}{w.extended_until ? ` · ${t('extended', { time: f.time(w.extended_until, w.zone ?? zone) })}` : ''}</small>
                        {w.slack_minutes !== null && w.slack_minutes !== undefined && w.state !== 'cleared' && (
                          <Mark tone={w.slack_minutes < 0 ? 'crit' : w.slack_minutes < 15 ? 'warn' : 'ok'}>
                            {w.slack_minutes < 0 ? t('misses', { time: f.duration(-w.slack_minutes * 60) }) : t('slack', { time: f.duration(w.slack_minutes * 60) })}
                          </Mark>
                        )}
                      </div>
                    ))}
                  </Block>
                  <Block title={t('custody')} empty={!c.custody.length && t('custody_none')}>
                    {c.custody.map((x, i) => (
                      <div className="rm-row" key={i}><span>{x.from} → <b>{x.to}</b></span><span className="rm-quiet">{f.time(x.at, zone)}</span>{x.by && <small>{x.by}</small>}</div>
                    ))}
                  </Block>
                  <Block title={t('record')} empty={!c.record?.length && t('record_none')}>
                    {c.record?.slice().reverse().map((r, i) => (
                      <div className="rm-row" key={r.seq ?? i}><span>{f.inWords(r.text, zone)}</span><span className="rm-quiet">{f.time(r.at, zone)}</span>{r.by && <small>{r.by}</small>}</div>
                    ))}
                  </Block>
                </section>
                {c.packages[0] && <p><Link to={`/lineage?item=${encodeURIComponent(c.packages[0].item)}`}>{t('to_lineage')}</Link></p>}
              </div>
            </div>
          </>
        )}
      </Shown>
    </div>
  );
}
