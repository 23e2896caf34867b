import { useWords } from '../desk/words';
import { useFigures } from '../desk/figures';
import { Block } from '../desk/pieces';
import type { TraceView } from './graph-types';

// Who touched it, with which instruments, in which packages, over which border.
export function TraceLists({ view }: { view: TraceView }) {
  const t = useWords('lineage');
  const f = useFigures();
  return (
    <>
      <Block title={t('people')} empty={!view.people?.length && t('people_none')}>
        {view.people?.map((p, i) => (
          <Row key={i} main={p.name || p.person} sub={f.inWords(p.did)} end={f.dateTime(p.at)} />
        ))}
      </Block>
      <Block title={t('equipment')} empty={!view.equipment?.length && t('equipment_none')}>
        {view.equipment?.map((e, i) => (
          <Row key={i} main={e.name || e.equipment} sub={f.inWords(e.did)} end={f.dateTime(e.at)} />
        ))}
      </Block>
      <Block title={t('packages')} empty={!view.packages?.length && t('packages_none')}>
        {view.packages?.map((p, i) => (
          <Row key={i} main={p.label || p.item || p.package || ''} sub={p.consignment ?? p.state ?? ''} end={p.at ? f.dateTime(p.at) : ''} />
        ))}
      </Block>
      <Block title={t('border')} empty={!view.border?.length && t('border_none')}>
        {view.border?.map((b, i) => (
          <Row key={i} main={b.post} sub={`${t.or(`direction_${b.direction}`, b.direction)} · ${b.declaration}`} end={f.dateTime(b.at)} />
        ))}
      </Block>
      <Block title={t('record')} empty={!view.events?.length && t('record_none')}>
        {view.events?.slice().reverse().slice(0, 40).map((e) => (
          <Row key={e.seq} main={f.inWords(e.text || e.type)} end={f.dateTime(e.at)}
            sub={[e.actor ?? '', ...(e.amendments ?? []).filter((a) => a.state === 'in_force').map((a) => t('amended', { reason: a.reason }))].filter(Boolean).join(' · ')} />
        ))}
      </Block>
    </>
  );
}

function Row({ main, sub, end }: { main: string; sub: string; end: string }) {
  return (
    <div className="rm-row">
      <span>{main}</span><span className="rm-quiet">{end}</span>
      {sub && <small>{sub}</small>}
    </div>
  );
}
