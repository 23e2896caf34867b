import { CommandForm } from '../desk/acts';
import { useWords } from '../desk/words';
import { testKey, type BatchRecord } from './batch-types';

// What is measured and filled outside the numbered steps: yield, vials, sample, test results.
export function BatchWork({ b }: { b: BatchRecord }) {
  const t = useWords('production');
  const nextVial = `${b.batch}.V${b.vials.length + 1}`;
  const tests = b.tests.filter((x) => x.verdict === 'pending').map((x) => x.test);
  return (
    <section className="rm-card pr-current" aria-label={t('work_title')}>
      <div className="pr-title"><h2>{t('work_title')}</h2></div>
      <div className="pr-body">
        <details open={!b.yield?.eos_bq}>
          <summary>{t('work_synthesis')}</summary>
          <CommandForm command="production/complete-synthesis" fixed={{ batch: b.batch }} signed meaning={t('meaning_performed')} submit={t('work_synthesis')}
            fields={[
              { name: 'activity', label: t('field_activity'), unit: ['GBq', 'MBq'], required: true },
              { name: 'volume', label: t('field_volume'), unit: ['mL'], required: true },
              { name: 'calibrator', label: t('field_calibrator'), of: 'calibrator', required: true },
            ]} />
        </details>
        <details open={!!b.yield?.eos_bq && !b.vials.length}>
          <summary>{t('work_fill')}</summary>
          <CommandForm key={nextVial} command="production/fill-vial" fixed={{ batch: b.batch }} submit={t('work_fill')}
            fields={[
              { name: 'vial', label: t('field_vial'), value: nextVial, required: true },
              { name: 'volume', label: t('field_volume'), unit: ['mL'], required: true },
            ]} />
        </details>
        <details>
          <summary>{t('work_sample')}</summary>
          <CommandForm command="quality/take-sample" fixed={{ batch: b.batch }} submit={t('work_sample')}
            fields={[
              { name: 'sample', label: t('field_sample'), value: `${b.batch}.Q1`, required: true },
              { name: 'volume', label: t('field_volume'), unit: ['mL'], required: true },
            ]} />
        </details>
        <details open={!!b.vials.length && tests.length > 0}>
          <summary>{t('work_result')}</summary>
          <CommandForm key={tests.join()} command="quality/record-result" fixed={{ batch: b.batch }} signed meaning={t('meaning_tested')} submit={t('work_result')}
            fields={[
              { name: 'test', label: t('field_test'), options: [...new Set(b.tests.map((x) => x.test))].map((x) => [x, t.or(`test_${testKey(x)}`, x)]), value: tests[0] ?? '', required: true },
              { name: 'value', label: t('field_value'), type: 'number' },
              { name: 'text', label: t('field_text') },
              { name: 'equipment', label: t('field_equipment') },
            ]} />
        </details>
      </div>
    </section>
  );
}
