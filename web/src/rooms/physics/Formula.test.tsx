import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Formula } from './Formula';

const html = (text: string) => {
  const { container } = render(<Formula text={text} />);
  return container.querySelector('.ph-law')!.innerHTML;
};

it('formulas in plain letters are set as in print', () => {
  expect(html('A = A0 2^(-t/T)')).toBe('A = A<sub>0</sub> 2<sup>−t/T</sup>');
  expect(html('sum_p L_p N_p - l t')).toBe('Σ<sub>p</sub> λ<sub>p</sub> N<sub>p</sub> − λ t');
  expect(html('exp(-mu_i x) / d^2 >= (mu_en/rho)')).toBe('exp(−μ<sub>i</sub> x) / d<sup>2</sup> ≥ (μ<sub>en</sub>/ρ)');
  expect(html('e^(-(a + b_i) t), ld lp')).toBe('e<sup>−(a + b<sub>i</sub>) t</sup>, λ<sub>d</sub> λ<sub>p</sub>');
  expect(html('geometric-progression fit (SSR-6 paras 523-524), Level multiple')).toBe('geometric-progression fit (SSR-6 paras 523-524), Level multiple');
});
