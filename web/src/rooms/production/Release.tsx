import { useState } from 'react';
import { Act } from '../desk/acts';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { testKey, finished, type BatchRecord } from './batch-types';

const known = ['CN', 'MO', 'HK'];

// The qualified person reads exceptions first, then certifies for named markets; there is no bulk release.
export function Release({ b }: { b: BatchRecord }) {
  const t = useWords('production');
  const f = useFigures();
  const [markets, setMarkets] = useState<string[]>(['CN', 'MO']);
  const [reason, setReason] = useState('');
  const toggle = (m: string) => setMarkets(markets.includes(m) ? markets.filter((x) => x !== m) : [...markets, m]);
  const exceptions = b.steps.filter((s) => s.state === 'alert' || s.performed?.comment);
  const failed = b.tests.filter((x) => x.verdict === 'fail');
  const pending = b.tests.filter((x) => x.verdict === 'pending' && x.timing !== 'post_release');
  const openSteps = b.steps.filter((s) => !finished(s));
  return (
    <section className="rm-card pr-current" aria-label={t('release_title')}>
      <div className="pr-title"><h2>{t('release_title')}</h2><span>{t('qp_only')}</span></div>
      <div className="pr-body">
        <div className="pr-review">
          <Point tone={openSteps.length ? 'warn' : 'ok'} label={t('rev_steps')} text={openSteps.length ? openSteps.map((s) => `${s.no} ${s.title}`).join(', ') : t('rev_steps_ok')} />
          <Point tone={failed.length ? 'crit' : pending.length ? 'warn' : 'ok'} label={t('rev_tests')}
            text={[...failed, ...pending].length ? [...new Set([...failed, ...pending].map((x) => `${t.or(`test_${testKey(x.test)}`, x.test)}: ${t(`verdict_${x.verdict}`)}`))].join(', ') : t('rev_tests_ok')} />
          <Point tone={exceptions.length ? 'warn' : 'ok'} label={t('rev_exceptions')}
            text={exceptions.length ? exceptions.map((s) => `${s.no} ${s.title}: ${s.performed?.comment ?? t('zone_alert')}`).join(' · ') : t('rev_exceptions_none')} />
          <Point tone={b.holds.length ? 'crit' : 'ok'} label={t('holds')} text={b.holds.length ? t('rev_holds') : t('rev_holds_none')} />
        </div>
        {b.release && (
          <div className="pr-sign">
            <div className="pr-label"><Mark tone="ok">{t('released_for', { markets: b.release.markets.join(', ') })}</Mark></div>
            <p>{b.release.meaning ?? t('meaning_release')}</p>
            <p className="pr-signed"><b>{b.release.by}</b> <span>{f.dateTime(b.release.at, b.zone)}</span>{b.release.hash && <code title={b.release.hash}>{b.release.hash.slice(0, 12)}</code>}</p>
          </div>
        )}
        {!b.release && b.state !== 'rejected' && (
          <div className="pr-sign pr-sign-open">
            <fieldset className="pr-markets">
              <legend>{t('markets')}</legend>
              {known.map((m) => <label key={m}><input type="checkbox" checked={markets.includes(m)} onChange={() => toggle(m)} /> {t(`market_${m}`)}</label>)}
            </fieldset>
            <p>{t('meaning_release')}</p>
            <div className="pr-foot-in">
              <Act command="quality/release-batch" body={{ batch: b.batch, markets }} signed meaning={t('meaning_release')} tone="primary">{t('release_do', { markets: markets.join(', ') })}</Act>
            </div>
            <details>
              <summary>{t('reject')}</summary>
              <label htmlFor="pr-reason">{t('reason')}</label>
              <textarea id="pr-reason" rows={2} value={reason} onChange={(e) => setReason(e.target.value)} />
              <Act command="quality/reject-batch" body={{ batch: b.batch, reason }} signed meaning={t('meaning_reject')} tone="danger">{t('reject_do')}</Act>
            </details>
          </div>
        )}
      </div>
    </section>
  );
}

function Point({ tone, label, text }: { tone: 'ok' | 'warn' | 'crit'; label: string; text: string }) {
  return <div className="pr-point"><Mark tone={tone}>{label}</Mark><span>{text}</span></div>;
}
