import { CommandForm } from '../desk/acts';
import { useWords } from '../desk/words';

// Survey first, decision last: dose rate at the surface and at 1 m, wipe, meter, then accept or refuse.
export function Receive({ item, onDone }: { item: string; onDone: () => void }) {
  const t = useWords('hotlab');
  return (
    <div className="hl-receive">
      <h3>{t('receive_title', { item })}</h3>
      <CommandForm key={item} command="hotlab/receive-package" fixed={{ package: item }} signed meaning={t('meaning_received')} submit={t('receive_sign')} preview={t('may_i')} go onDone={onDone}
        fields={[
          { name: 'surface_rate', label: t('field_surface'), unit: ['uSv/h', 'mSv/h'], required: true },
          { name: 'rate_1m', label: t('field_1m'), unit: ['uSv/h'], required: true },
          { name: 'wipe', label: t('field_wipe'), unit: ['Bq/cm2'], required: true },
          { name: 'meter', label: t('field_meter'), of: 'survey_meter', required: true },
          { name: 'decision', label: t('field_decision'), value: 'accept', required: true,
            options: [['accept', t('accept')], ['accept_with_remark', t('accept_with_remark')], ['refuse', t('refuse')]] },
          { name: 'remark', label: t('field_remark'), wide: true },
        ]} />
    </div>
  );
}
