import { useRoomView } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Block, Mark, Shown } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import { useReading } from '../../rooms/desk/ReadingSwitch';
import { Amendments, Values } from './Amendments';
import { flat, inForce, signaturesOf, type EntryWhole } from './audit-types';

export function EntryPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useWords('audit');
  const f = useFigures();
  const reading = useReading();
  const view = useRoomView<EntryWhole>(reading.ready ? `/audit/entries/${encodeURIComponent(id)}?${reading.params.toString()}` : null);
  const e = view.data;
  return (
    <aside className="rm-card au-panel" aria-label={t('entry')}>
      <div className="rm-block au-head">
        <h2>{t('entry')} {e?.seq ?? ''}</h2>
        <button type="button" className="rm-button" onClick={onClose} aria-label={`${t('close')} ✕ Esc`}>✕ <kbd>Esc</kbd></button>
      </div>
      <Shown pending={view.pending} problem={view.error}>
        {e && (
          <>
            <div className="rm-block">
              <p className="au-text">{f.inWords(e.text || e.type, e.zone)}</p>
              <dl className="rm-pairs au-pairs">
                <dt>{t('when')}</dt><dd>{f.dateTime(e.at ?? e.occurred_at ?? '', e.zone)}</dd>
                {e.entered_at && <><dt>{t('entered_on_device')}</dt><dd>{f.dateTime(e.entered_at, e.zone)}</dd></>}
                <dt>{t('who')}</dt><dd>{e.actor_name || e.actor || '–'}</dd>
                <dt>{t('type')}</dt><dd>{e.type}</dd>
                <dt>{t('stream')}</dt><dd>{e.stream ?? '–'}</dd>
                <dt>{t('chain')}</dt><dd>{e.site_name || e.site} {e.position ?? ''}</dd>
                {e.reason && <><dt>{t('reason')}</dt><dd>{e.reason}</dd></>}
              </dl>
            </div>
            <Block title={t('signatures')} empty={!signaturesOf(e).length && t('unsigned')}>
              {signaturesOf(e).map((s, i) => (
                <div key={i} className="au-sign">
                  <Mark tone={s.state === 'broken' ? 'crit' : 'ok'}>{s.name || s.person || s.by || s.id || '–'}</Mark>
                  {s.state === 'broken' && <p className="au-broken">{t('signature_broken')}</p>}
                  {s.state !== 'broken' && inForce(e).map((a) => (
                    <p key={a.id}>{t('signed_then_amended', { name: a.name || a.by, at: f.dateTime(a.at, e.zone), reason: a.reason })}</p>
                  ))}
                  {s.meaning && <p>{s.meaning}</p>}
                  {s.at && <small>{f.dateTime(s.at, e.zone)}</small>}
                </div>
              ))}
            </Block>
            <Amendments e={e} />
            <Block title={t('link')}>
              {e.intact === false && <p className="au-broken"><Mark tone="crit">{t('not_intact')}</Mark></p>}
              <dl className="au-hash"><dt>{t('hash')}</dt><dd><code>{e.hash}</code></dd>{e.prev_hash && <><dt>{t('before_it')}</dt><dd><code>{e.prev_hash}</code></dd></>}</dl>
              <p className="rm-quiet">{t('verify_hint')}</p>
            </Block>
            {!!flat(e.payload).length && (
              <Block title={t('payload')}>
                <Values e={e} />
              </Block>
            )}
            {!!e.movements?.length && <Block title={t('movements')}>{e.movements.map((m, i) => <p key={i} className="au-move">{flat(m).map(([k, v]) => `${k} ${v}`).join(' · ')}</p>)}</Block>}
          </>
        )}
      </Shown>
    </aside>
  );
}
