import { may } from '../../app/permissions';
import { Act, CommandForm, type Field } from '../../rooms/desk/acts';
import { useAddress, useNow, useRoomView, useSession } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Mark, PageHead, Shown, type Tone } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import './lists.css';

interface Order {
  order: string; patient?: string | null; product: string; product_name?: string; nuclide?: string; activity_bq: number; tolerance_percent: number; inject_at: string; site: string; site_name: string; maker_site: string; maker_site_name: string; state: string; zone?: string;
}

const tones: Record<string, Tone> = { requested: 'warn', promised: 'info', drawn: 'info', fulfilled: 'ok', cancelled: 'idle' };
const states = ['requested', 'promised', 'drawn', 'fulfilled', 'cancelled'] as const;

export default function OrdersPage() {
  const t = useWords('lists');
  const f = useFigures();
  const now = useNow();
  const { query, setQuery, Link } = useAddress();
  const view = useRoomView<{ orders: Order[] }>('/ordering/orders');
  const session = useSession();
  const promise = may(session?.permissions, 'ordering.accept-order');
  const cancel = may(session?.permissions, 'ordering.cancel-order');
  const all = view.data?.orders ?? [];
  const state = query.get('state') ?? '';
  const text = (query.get('q') ?? '').toLowerCase();
  const rows = all.filter((o) => (!state || o.state === state) && (!text || [o.order, o.patient, o.product, o.product_name].some((x) => x?.toLowerCase().includes(text))))
    .sort((a, b) => Date.parse(a.inject_at) - Date.parse(b.inject_at));
  return (
    <div className="rm-page">
      <PageHead title={t('orders')} sub={t('orders_sub')} />
      {may(session?.permissions, 'ordering.place-order') && <NewOrder orders={all} site={session?.site ?? ''} />}
      <Shown pending={view.pending} problem={view.error}>
        <section className="rm-card">
          <div className="ls-tools">
            <div className="rm-field"><label htmlFor="ls-q">{t('find')}</label><input id="ls-q" className="rm-input" type="search" value={query.get('q') ?? ''} onChange={(e) => setQuery({ q: e.target.value || null })} /></div>
            <div className="rm-field"><label htmlFor="ls-s">{t('state')}</label>
              <select id="ls-s" className="rm-input" value={state} onChange={(e) => setQuery({ state: e.target.value || null })}>
                <option value="">{t('all')} ({all.length})</option>
                {states.filter((s) => all.some((o) => o.state === s)).map((s) => <option key={s} value={s}>{t(`order_${s}`)} ({all.filter((o) => o.state === s).length})</option>)}
              </select>
            </div>
          </div>
          {!rows.length && <p className="rm-empty">{all.length ? t('none_found') : t('orders_none')}</p>}
          {!!rows.length && (
            <table className="rm-table rm-cards">
              <thead><tr>
                <th scope="col">{t('inject_at')}</th><th scope="col">{t('order')}</th><th scope="col">{t('patient')}</th><th scope="col">{t('product')}</th><th scope="col">{t('activity')}</th><th scope="col">{t('from_to')}</th><th scope="col">{t('state')}</th>
              </tr></thead>
              <tbody>
                {rows.map((o) => {
                  const late = ['requested', 'promised'].includes(o.state) && Date.parse(o.inject_at) < now;
                  return (
                    <tr key={o.order}>
                      <th scope="row">{f.dateTime(o.inject_at, o.zone)}</th>
                      <td data-label={t('order')}><Link to={`/doses/${encodeURIComponent(o.order)}`}>{o.order}</Link></td>
                      <td data-label={t('patient')}>{o.patient || '–'}</td>
                      <td data-label={t('product')}>{o.product_name || o.product}</td>
                      <td data-label={t('activity')}>{f.activity(o.activity_bq)} ± {f.number(o.tolerance_percent)} %</td>
                      <td data-label={t('from_to')}>{o.maker_site_name} → {o.site_name}</td>
                      <td data-label={t('state')}><Mark tone={late ? 'crit' : tones[o.state] ?? 'idle'}>{t.or(`order_${o.state}`, o.state)}{late ? ` · ${t('past_slot')}` : ''}</Mark>
                        {promise && o.state === 'requested' && <Act command="ordering/accept-order" body={{ order: o.order }}>{t('promise')}</Act>}
                        {cancel && ['requested', 'promised'].includes(o.state) && (
                          <details>
                            <summary>{t('cancel_order')}</summary>
                            <CommandForm command="ordering/cancel-order" fixed={{ order: o.order }} submit={t('cancel_order')} danger fields={[{ name: 'reason', label: t('reason'), required: true, wide: true }]} />
                          </details>
                        )}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )}
        </section>
      </Shown>
    </div>
  );
}

// One patient slot. Whoever has a whole list of them brings it as CSV.
function NewOrder({ orders, site }: { orders: Order[]; site: string }) {
  const t = useWords('lists');
  const distinct = (values: string[], first: string[]): [string, string][] => [...new Set([...first, ...values])].filter(Boolean).map((v) => [v, v]);
  const fields: Field[] = [
    { name: 'order', label: t('order'), required: true }, { name: 'patient', label: t('patient'), required: true },
    { name: 'product', label: t('product'), options: distinct(orders.map((o) => o.product), ['FDG', 'MDP', 'LUD']), value: 'FDG', required: true },
    { name: 'activity', label: t('activity'), unit: ['MBq', 'GBq'], required: true }, { name: 'tolerance', label: t('tolerance'), unit: ['%'], value: '10', required: true },
    { name: 'inject_at', label: t('inject_at'), type: 'instant', value: 'now', required: true },
    { name: 'site', label: t('to'), options: distinct(orders.map((o) => o.site), [site]), value: site || orders[0]?.site || '', required: true },
    { name: 'maker_site', label: t('from'), options: distinct(orders.map((o) => o.maker_site), [site]), value: orders[0]?.maker_site ?? site, required: true },
  ];
  return (
    <details className="rm-card ls-new">
      <summary>{t('new_order')}</summary>
      <CommandForm command="ordering/place-order" fields={fields} submit={t('place_order')} preview={t('would_it')} />
    </details>
  );
}
