import { CommandForm } from '../desk/acts';
import { useAddress, useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { may } from '../../app/permissions';

interface Peer { node: string; role: string; org: string; name: string; sites: string[]; held: number; waiting: number; contact_at: string | null; clock_offset_s: number | null; open_findings: number }
interface Finding { finding: string; type: string; at: string; text: string; settled: string | null; facts: { item?: string } }

// What the hub's and the site's clock may differ by; more is a finding.
const clockTolerance = 120;

// Which nodes send their record here and how far it is held, and where records contradict each other. Nothing is put right by the machine.
export default function SyncPage() {
  const t = useWords('sync');
  const nodes = useRoomView<{ nodes: Peer[] }>('/sync/nodes');
  const findings = useRoomView<{ findings: Finding[] }>('/sync/findings');
  const all = findings.data?.findings ?? [];
  const open = all.filter((x) => x.settled === null);
  const settled = all.filter((x) => x.settled !== null);
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <Shown pending={findings.pending} problem={findings.error}>
        <section className="rm-card" aria-label={t('findings')}>
          <h2 className="rm-h2">{t('findings')}</h2>
          {!open.length && <p className="rm-empty">{t('findings_none')}</p>}
          {open.map((x) => <Open key={x.finding} x={x} />)}
          {!!settled.length && (
            <details>
              <summary>{t('settled', { n: settled.length })}</summary>
              {settled.map((x) => <p key={x.finding}><Mark tone="ok">{x.text}</Mark><small className="rm-sub">{x.settled}</small></p>)}
            </details>
          )}
        </section>
      </Shown>
      <Shown pending={nodes.pending} problem={nodes.error}><Nodes rows={nodes.data?.nodes ?? []} /></Shown>
    </div>
  );
}

function Open({ x }: { x: Finding }) {
  const t = useWords('sync');
  const f = useFigures();
  const { Link } = useAddress();
  const settles = may(useSession()?.permissions, 'sync.settle-finding');
  return (
    <article>
      <p><Mark tone={x.type === 'sync.ClocksDisagree' ? 'warn' : 'crit'}>{x.text}</Mark></p>
      <p className="rm-quiet">{f.dateTime(x.at)}{x.facts.item && <> · <Link to={`/lineage?item=${encodeURIComponent(x.facts.item)}`}>{x.facts.item}</Link></>}</p>
      {settles && (
        <details>
          <summary>{t('settle')}</summary>
          <CommandForm command="sync/settle-finding" fixed={{ finding: x.finding }} submit={t('settle')} fields={[{ name: 'how', label: t('how'), required: true, wide: true }]} />
        </details>
      )}
    </article>
  );
}

function Nodes({ rows }: { rows: Peer[] }) {
  const t = useWords('sync');
  const f = useFigures();
  return (
    <section className="rm-card" aria-label={t('nodes')}>
      <h2 className="rm-h2">{t('nodes')}</h2>
      {!rows.length && <p className="rm-empty">{t('nodes_none')}</p>}
      {!!rows.length && (
        <table className="rm-table rm-cards">
          <thead><tr><th scope="col">{t('node')}</th><th scope="col">{t('role')}</th><th scope="col">{t('held')}</th><th scope="col">{t('contact')}</th><th scope="col">{t('clock')}</th></tr></thead>
          <tbody>
            {rows.map((n) => (
              <tr key={n.node}>
                <th scope="row">{n.name}<small className="rm-sub">{[n.node, ...n.sites].join(' · ')}</small></th>
                <td data-label={t('role')}>{t(`role_${n.role}`)}</td>
                <td data-label={t('held')}>{f.number(n.held)}{n.waiting > 0 && <small className="rm-sub">{t('waiting', { n: n.waiting })}</small>}</td>
                <td data-label={t('contact')}>{n.contact_at ? f.dateTime(n.contact_at) : <Mark tone="idle">{t('never')}</Mark>}</td>
                <td data-label={t('clock')}>
                  {n.clock_offset_s === null ? '–' : <Mark tone={Math.abs(n.clock_offset_s) > clockTolerance ? 'warn' : 'ok'}>{t('seconds', { n: f.number(Math.round(n.clock_offset_s)) })}</Mark>}
                  {n.open_findings > 0 && <small className="rm-sub">{t('open', { n: n.open_findings })}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
