import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BoardRow } from '../../../pages/board/board-types';
import { call, useRoomView, type Gate, type Problem } from '../../desk/data';
import { commandId } from '../../../app/commandId';
import { newDoseId, type DoseView } from '../dose-types';

export interface Calibrator { instrument: string; kind: string; site: string; address?: string | null }

// The calibrators where the vial stands.
export function useCalibrators(site: string | undefined): Calibrator[] {
  const all = useRoomView<{ instruments: Calibrator[] }>('/instruments/instruments').data?.instruments ?? [];
  return all.filter((i) => i.kind === 'calibrator' && i.site === site);
}

// What only the measured syringe can answer.
const ofTheReading = /^(READING_|DRAW_OUTSIDE_TOLERANCE)/;

interface Said { verdict: string; code?: string; title?: string; detail?: string; gates?: Gate[] }

// All that can be asked before anything is drawn, asked of the server as soon as the three scans are there.
export function useProof(d: DoseView | undefined, vial: BoardRow | undefined, patient: string | undefined, calibrator: string | undefined, onRefused: (p: Problem) => void): { proven: boolean; problem: Problem | null } {
  const ready = !!(d && !d.drawn && vial && patient && calibrator);
  const q = useQuery<Problem | null, Problem>({
    queryKey: ['proof', d?.order, vial?.item, patient, calibrator], enabled: ready, staleTime: Infinity,
    queryFn: async () => {
      const body = { dose: newDoseId(d!), vial: vial!.item, order: d!.order, patient, product: vial!.product, activity: `${d!.prescribed_bq / 1e6} MBq`, volume: '0.01 mL', calibrator };
      const said = await call<Said>('/hotlab/draw-dose?preview=true', { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'Command-Id': commandId() } });
      const gates = (said.gates ?? []).filter((g) => g.pass !== true && !ofTheReading.test(g.code));
      return said.verdict === 'accepted' || !gates.length ? null : { title: said.title ?? '', detail: said.detail, status: 200, code: said.code, gates };
    },
  });
  const problem = q.error ?? q.data ?? null;
  useEffect(() => { if (problem) onRefused(problem); }, [problem]);
  return { proven: !!d?.drawn || (ready && q.isSuccess && !q.data), problem: ready ? problem : null };
}
