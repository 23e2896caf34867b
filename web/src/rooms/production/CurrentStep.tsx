import { useState } from 'react';
import { Act } from '../desk/acts';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { LimitsBar, zoneOf } from './LimitsBar';
import type { BatchRecord, Step } from './batch-types';

// "1,25" and "1.25" are the same number here; anything else is not a number yet.
const typed = (s: string) => (/^\s*[-−]?\d+([.,]\d+)?\s*$/.test(s) ? Number(s.trim().replace('−', '-').replace(',', '.')) : null);

export function CurrentStep({ b, step, onSigned, onMove }: {
  b: BatchRecord; step: Step; onSigned: () => void; onMove: (by: number) => void;
}) {
  const t = useWords('production');
  const [value, setValue] = useState('');
  const [comment, setComment] = useState('');
  const open = !step.performed;
  const signed = Number(step.performed?.reading);
  const reading = open ? typed(value) : Number.isFinite(signed) && step.performed?.reading !== null ? signed : null;
  const zone = step.reading ? zoneOf(reading, step.reading) : 'unknown';
  const body = {
    batch: b.batch, step: step.no,
    ...(step.reading && value.trim() ? { reading: typed(value) ?? value.trim() } : {}),
    ...(comment.trim() ? { comment: comment.trim() } : {}),
  };
  return (
    <section className="rm-card pr-current" aria-label={t('current')}>
      <div className="pr-title">
        <h2>{step.no} · {step.title}</h2>
        <span>{step.two_people ? t('two_people') : t('one_person')}</span>
      </div>
      <div className="pr-body">
        {step.reading && (
          <div className={`pr-field pr-zone-${zone}`}>
            <div className="pr-label">
              <label htmlFor="pr-reading">{step.reading.name}</label>
              {zone === 'alert' && <Mark tone="warn">{t('zone_alert')}</Mark>}
              {zone === 'action' && <Mark tone="crit">{t('zone_action')}</Mark>}
              {zone === 'in' && <Mark tone="ok">{t('zone_in')}</Mark>}
            </div>
            <div className="pr-reading">
              {open
                ? <input id="pr-reading" inputMode="decimal" autoComplete="off" value={value} onChange={(e) => setValue(e.target.value)} placeholder="–" />
                : <output id="pr-reading">{String(step.performed?.reading ?? '–')}</output>}
              {step.reading.unit && <small>{step.reading.unit}</small>}
            </div>
            <LimitsBar value={reading} limits={step.reading} words={{ limit: t('limit'), alert: t('alert') }} label={t('limits_label', { name: step.reading.name })} />
          </div>
        )}
        {open && zone === 'action' && <p className="pr-notice pr-notice-crit">{t('action_text')}</p>}
        {open && (
          <div className={zone === 'alert' ? 'pr-notice' : 'pr-comment'}>
            <label htmlFor="pr-comment"><b>{zone === 'alert' ? t('comment_needed') : t('comment')}</b></label>
            <textarea id="pr-comment" rows={2} value={comment} onChange={(e) => setComment(e.target.value)} />
          </div>
        )}
        {!open && step.performed?.comment && <p className="pr-notice"><b>{t('comment')}</b> {step.performed.comment}</p>}
        <Signatures b={b} step={step} body={body} onSigned={onSigned} />
      </div>
      <div className="pr-foot">
        <button type="button" className="rm-button rm-big" onClick={() => onMove(-1)}>{t('previous')} <kbd>K</kbd></button>
        <button type="button" className="rm-button rm-big" onClick={() => onMove(1)}>{t('next')} <kbd>J</kbd></button>
      </div>
    </section>
  );
}

function Signatures({ b, step, body, onSigned }: { b: BatchRecord; step: Step; body: Record<string, unknown>; onSigned: () => void }) {
  const t = useWords('production');
  const f = useFigures();
  return (
    <div className="pr-signs">
      <div className={step.performed ? 'pr-sign' : 'pr-sign pr-sign-open'}>
        <div className="pr-label"><span>{t('performed_by')}</span>{step.performed && <Mark tone="ok">{t('signed')}</Mark>}</div>
        <p>{t('meaning_performed')}</p>
        {step.performed
          ? <Signed by={step.performed.by} at={f.dateTime(step.performed.at, b.zone)} hash={step.performed.hash} />
          : <Act command="production/sign-step" body={body} signed meaning={t('meaning_performed')} tone="primary" onDone={onSigned}>{t('sign_step', { no: step.no })} <kbd>F8</kbd></Act>}
      </div>
      {step.two_people && (
        <div className={step.performed && !step.checked ? 'pr-sign pr-sign-open' : 'pr-sign'}>
          <div className="pr-label"><span>{t('checked_by')}</span><Mark tone={step.checked ? 'ok' : 'idle'}>{step.checked ? t('signed') : t('after_first')}</Mark></div>
          <p>{t('meaning_checked')}</p>
          {step.checked && <Signed by={step.checked.by} at={f.dateTime(step.checked.at, b.zone)} />}
          {step.performed && !step.checked && (
            <>
              <p className="rm-quiet">{t('not_self', { name: step.performed.by })}</p>
              <Act command="production/check-step" body={{ batch: b.batch, step: step.no }} signed otherPerson meaning={t('meaning_checked')} tone="primary" onDone={onSigned}>{t('check_step', { no: step.no })}</Act>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Signed({ by, at, hash }: { by: string; at: string; hash?: string }) {
  return <p className="pr-signed"><b>{by}</b> <span>{at}</span>{hash && <code title={hash}>{hash.slice(0, 12)}</code>}</p>;
}
