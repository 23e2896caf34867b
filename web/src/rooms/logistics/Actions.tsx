import { useState } from 'react';
import { CommandForm, type Field } from '../desk/acts';
import { useWords } from '../desk/words';
import type { Consignment } from './consignment-types';

interface Deed { command: string; signed?: boolean; meaning?: string; fixed: Record<string, unknown>; fields: Field[]; danger?: boolean }

// Every deed can be asked for at any time: "may I?" runs the gates without writing and names each reason.
export function Actions({ c }: { c: Consignment }) {
  const t = useWords('logistics');
  const [open, setOpen] = useState<string | null>(usual(c.state));
  const consignment = c.consignment;
  const post: Field = { name: 'post', label: t('field_post'), required: true, value: nextPost(c), options: posts(c) };
  const direction: Field = { name: 'direction', label: t('field_direction'), required: true, value: c.state === 'export_cleared' ? 'import' : 'export',
    options: [['export', t('direction_export')], ['import', t('direction_import')]] };
  const deeds: Record<string, Deed> = {
    pack: { command: 'logistics/pack', fixed: { consignment }, fields: [
      { name: 'package', label: t('field_package'), required: true }, { name: 'items', label: t('field_items'), type: 'list', required: true },
      { name: 'surface_rate', label: t('field_surface'), unit: ['uSv/h', 'mSv/h'], required: true }, { name: 'rate_1m', label: t('field_1m'), unit: ['uSv/h'], required: true },
      { name: 'meter', label: t('field_meter'), of: 'survey_meter', required: true }] },
    hand_over: { command: 'logistics/hand-over', signed: true, meaning: t('meaning_hand_over'), fixed: { consignment }, fields: [{ name: 'to', label: t('field_to'), value: c.driver ?? c.carrier ?? '', required: true }] },
    take_over: { command: 'logistics/take-over', signed: true, meaning: t('meaning_take_over'), fixed: { consignment }, fields: [] },
    report_delay: { command: 'logistics/report-delay', fixed: { consignment }, fields: [
      { name: 'minutes', label: t('field_delay'), unit: ['min'], required: true }, { name: 'reason', label: t('field_reason'), required: true, wide: true }] },
    arrive: { command: 'logistics/arrive', fixed: { consignment }, fields: [post] },
    extend_window: { command: 'logistics/extend-window', fixed: { consignment }, fields: [post, { name: 'until', label: t('field_until'), type: 'instant', value: 'now', required: true }, { name: 'permit', label: t('field_permit'), required: true }] },
    clear: { command: 'logistics/clear', signed: true, meaning: t('meaning_clear'), fixed: { consignment }, fields: [post, direction, { name: 'declaration', label: t('field_declaration'), required: true }] },
    deliver: { command: 'logistics/deliver', signed: true, meaning: t('meaning_deliver'), fixed: { consignment }, fields: [] },
  };
  return (
    <section className="rm-card rm-pad" aria-label={t('actions')}>
      <h2 className="rm-h2">{t('actions')}</h2>
      <div className="lg-deeds" role="group" aria-label={t('actions')}>
        {Object.keys(deeds).map((k) => (
          <button key={k} type="button" className={open === k ? 'rm-chip rm-on' : 'rm-chip'} aria-expanded={open === k} onClick={() => setOpen(open === k ? null : k)}>{t(`do_${k}`)}</button>
        ))}
      </div>
      {open && deeds[open] && <CommandForm key={open + c.state} {...deeds[open]} submit={t(`do_${open}`)} preview={t('may_i')} />}
    </section>
  );
}

const posts = (c: Consignment): [string, string][] | undefined => {
  const named = [...new Set(c.windows.map((w) => w.post))];
  return named.length ? named.map((p) => [p, p]) : undefined;
};

const nextPost = (c: Consignment) => c.windows.find((w) => w.state !== 'cleared')?.post ?? '';

function usual(state: string): string | null {
  const next: Record<string, string> = { booked: 'pack', packed: 'hand_over', papers_complete: 'hand_over', handed_over: 'report_delay', at_border: 'clear', export_cleared: 'clear', import_cleared: 'deliver' };
  return next[state] ?? null;
}
