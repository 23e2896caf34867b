import { CommandForm, type Field } from '../desk/acts';
import { useRoomView, type Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import { apart, type Course, type Protocol } from './Protocols';
import type { DoseView } from './dose-types';

interface Prescribed { proposed_bq?: number; breastfeeding?: { longest: string; advised: Record<string, string> } }

// The questions of a prescription. What speaks against it is refused by name; the physician sets it aside by that name, with a reason.
export function Prescribe({ d, onRefused }: { d: DoseView; onRefused: (p: Problem) => void }) {
  const t = useWords('clinic');
  const f = useFigures();
  const view = useRoomView<{ protocols: Protocol[] }>('/protocols/protocols');
  const protocols = (view.data?.protocols ?? []).filter((p) => p.product === d.product);
  const courses = (useRoomView<{ courses: Course[] }>('/protocols/courses').data?.courses ?? []).filter((c) => c.patient === d.patient && c.product === d.product);
  const asked = protocols[0]?.contraindications ?? [];
  const none: [string, string] = ['', '–'];
  const fields: Field[] = [
    { name: 'justification', label: t('field_justification'), required: true, wide: true },
    { name: 'protocol', label: t('protocol'), value: protocols[0]?.protocol ?? '', options: [none, ...protocols.map((p): [string, string] => [p.protocol, p.name])] },
    { name: 'weight', label: t('weight'), unit: ['kg'] },
    { name: 'route', label: t('field_route'), value: 'intravenous', options: [['intravenous', t('route_intravenous')], ['oral', t('route_oral')], ['inhalation', t('route_inhalation')]] },
    { name: 'pregnancy', label: t('pregnancy'), options: [none, ['no', t('answer_no')], ['possible', t('answer_possible')], ['yes', t('answer_yes')]] },
    { name: 'breastfeeding', label: t('breastfeeding'), options: [none, ['no', t('answer_no')], ['yes', t('answer_yes')], ['stopped', t('answer_stopped')]] },
    ...(asked.length ? [{ name: 'asked', label: t('contraindications_asked', { list: asked.join('; ') }), type: 'flag' as const }, { name: 'found', label: t('contraindications_found'), wide: true }] : []),
    { name: 'count', label: t('pieces'), type: 'number' }, { name: 'syringes', label: t('syringes'), type: 'number' },
    { name: 'course', label: t('course'), options: [none, ...courses.map((c): [string, string] => [c.course, c.course])] }, { name: 'cycle', label: t('cycle'), type: 'number' },
    { name: 'set_aside', label: t('set_aside'), type: 'list', wide: true }, { name: 'reason', label: t('set_aside_reason'), wide: true },
  ];
  const shape = ({ asked: was, found, ...rest }: Record<string, unknown>) => (was || found ? { ...rest, contraindications: apart(found) } : rest);
  const told = (answer: unknown) => {
    const r = (answer as { result?: Prescribed }).result;
    const parts = [r?.proposed_bq ? t('proposed', { activity: f.activity(r.proposed_bq) }) : '', r?.breastfeeding ? t('breastfeeding_advice', { time: r.breastfeeding.longest }) : ''];
    return parts.filter(Boolean).join(' ');
  };
  return (
    <details>
      <summary>{t('prescribe')}</summary>
      <CommandForm key={`${protocols.length} ${courses.length}`} command="clinic/prescribe" fixed={{ order: d.order }} signed meaning={t('meaning_prescribe')} submit={t('prescribe')} preview={t('may_i')} told={told} shape={shape}
        onRefused={onRefused} fields={fields} />
    </details>
  );
}
