import { useAddress } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import { CategoryLabel } from './CategoryLabel';
import type { Consignment } from './consignment-types';

export function Packages({ packages }: { packages: Consignment['packages'] }) {
  const t = useWords('logistics');
  const f = useFigures();
  const { Link } = useAddress();
  return (
    <section className="rm-card rm-pad" aria-label={t('packages')}>
      <h2 className="rm-h2">{t('packages')}</h2>
      {!packages.length && <p className="rm-empty">{t('packages_none')}</p>}
      <div className="lg-packages">
        {packages.map((p) => {
          const total = p.contents.reduce((sum, x) => sum + x.activity_bq, 0);
          const nuclides = [...new Set(p.contents.map((x) => x.nuclide))].join(', ');
          return (
            <article key={p.item} className="lg-package">
              {p.category
                ? <CategoryLabel category={p.category} contents={nuclides} activity={f.siActivity(total)} ti={p.ti ?? 0}
                    title={t('label_of', { item: p.item, category: p.category, contents: nuclides, activity: f.siActivity(total), ti: f.ti(p.ti ?? 0) })} />
                : <p className="rm-quiet">{t('no_category')}</p>}
              <div>
                <h3><Link to={`/lineage?item=${encodeURIComponent(p.item)}`}>{p.item}</Link></h3>
                <p className="lg-un"><b>{p.un_number ? `UN ${String(p.un_number).replace(/^UN\s*/, '')}` : ''}</b> {p.proper_shipping_name}</p>
                <dl className="rm-pairs">
                  {p.category && <><dt>{t('category')}</dt><dd>{p.category}</dd></>}
                  <dt>{t('ti')}</dt><dd>{f.ti(p.ti ?? 0)}</dd>
                  {p.surface_usv_h !== undefined && <><dt>{t('surface')}</dt><dd>{f.number(p.surface_usv_h)} µSv/h</dd></>}
                  {p.contents.map((x) => (
                    <div key={x.item} className="lg-content"><dt>{x.label || x.item} · {x.nuclide}</dt><dd>{f.activityNow(x.activity_bq)}</dd></div>
                  ))}
                </dl>
              </div>
            </article>
          );
        })}
      </div>
    </section>
  );
}
