import { useState } from 'react';
import { Act, CommandForm, type Field } from '../../rooms/desk/acts';
import { useSession } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Block, Mark } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import { written, type Amendment, type EntryWhole } from './audit-types';

// The recorded value struck through, with what was put in its place: by whom, when and why.
export function Values({ e }: { e: EntryWhole }) {
  const recorded = Object.entries((e.payload ?? {}) as Record<string, unknown>);
  const now = (e.values ?? {}) as Record<string, unknown>;
  const added = Object.entries(now).filter(([k]) => !recorded.some(([r]) => r === k)).map(([k]) => [k, undefined] as [string, unknown]);
  return (
    <dl className="rm-pairs au-pairs">
      {[...recorded, ...added].map(([k, v]) => {
        const differs = e.values && JSON.stringify(now[k]) !== JSON.stringify(v);
        return [
          <dt key={k}>{k}</dt>,
          <dd key={`${k}=`}>{differs ? <><del>{written(v)}</del> <ins>{written(now[k])}</ins></> : written(v)}</dd>,
        ];
      })}
    </dl>
  );
}

export function Amendments({ e }: { e: EntryWhole }) {
  const t = useWords('audit');
  const [open, setOpen] = useState(false);
  const list = e.amendments ?? [];
  const offered = e.amendable?.may && e.amendable.fields.length > 0;
  if (!list.length && !offered) return null;
  return (
    <Block title={t('amendments')} empty={!list.length && !offered && t('amended_never')}>
      {list.map((a) => <OneAmendment key={a.id} a={a} zone={e.zone} />)}
      {offered && (
        <>
          <button type="button" className="rm-button" aria-expanded={open} onClick={() => setOpen(!open)}>{t('amend')}</button>
          {open && <AmendForm e={e} onDone={() => setOpen(false)} />}
        </>
      )}
    </Block>
  );
}

function OneAmendment({ a, zone }: { a: Amendment; zone?: string }) {
  const t = useWords('audit');
  const f = useFigures();
  const session = useSession();
  const waits = a.state === 'proposed';
  return (
    <div className="au-amend">
      <Mark tone={waits ? 'warn' : a.matches === false ? 'crit' : 'info'}>{waits ? t('amend_proposed') : a.matches === false ? t('amend_mismatch') : t('amended')}</Mark>
      <p>{f.dateTime(a.at, zone)} · {a.name || a.by}{a.proposed_by ? ` · ${t('proposed_by', { name: a.proposed_name || a.proposed_by })}` : ''}</p>
      {a.changes.map((c) => <p key={c.field} className={c.derived ? 'rm-quiet' : undefined}>{c.field}: <del>{written(c.old)}</del> <ins>{written(c.new)}</ins></p>)}
      <p className="rm-quiet">{t('reason')}: {a.reason}</p>
      {waits && a.by !== session?.person && session?.permissions.some((p) => p === '*' || p === 'record.*' || p === 'record.confirm-amendment') && (
        <Act command="record/confirm-amendment" body={{ proposal: a.id }} signed meaning={t('meaning_confirm')} tone="primary">{t('confirm_amendment')}</Act>
      )}
    </div>
  );
}

// What each field is now stands beside it; only what is typed is amended.
function AmendForm({ e, onDone }: { e: EntryWhole; onDone: () => void }) {
  const t = useWords('audit');
  const [field, setField] = useState(e.amendable!.fields[0].name);
  const of = e.amendable!.fields.find((x) => x.name === field) ?? e.amendable!.fields[0];
  const units = of.schema?.['x-units'];
  const options = of.schema?.enum?.map((v): [string, string] => [v, v]);
  const kind: Field['type'] = of.schema?.['x-kind'] === 'instant' ? 'instant' : of.schema?.type === 'number' ? 'number' : of.schema?.type === 'array' ? 'list' : 'text';
  return (
    <div className="au-form">
      {e.amendable!.second_person && <p className="rm-quiet">{t('second_person')}</p>}
      <div className="rm-field"><label htmlFor="au-field">{t('field')}</label>
        <select id="au-field" className="rm-input" value={field} onChange={(x) => setField(x.target.value)}>{e.amendable!.fields.map((x) => <option key={x.name} value={x.name}>{x.name}</option>)}</select>
      </div>
      <p className="rm-quiet">{t('now')}: {written(of.value)}</p>
      <CommandForm key={field} command="record/amend" signed meaning={t('meaning_amend')} submit={t('amend_submit')} onDone={onDone}
        fields={[
          { name: 'value', label: t('right_value'), type: kind, unit: units, options, required: true, wide: true },
          { name: 'reason', label: t('reason'), type: 'long', required: true, wide: true },
        ]}
        shape={({ value, reason }) => ({ entry: e.id, hash: e.hash, changes: { [field]: value }, reason })} />
    </div>
  );
}
