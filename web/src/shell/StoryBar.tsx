import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Problem } from '../rooms/desk/data';
import { useFigures } from '../rooms/desk/figures';
import { Choice, Mark } from '../rooms/desk/pieces';
import { useWords } from '../rooms/desk/words';
import { Icon } from './icons';

interface Chapter { id: string; title: string; first: number; done?: boolean }
interface Outcome { n: number; at: string; by?: string; text: string; outcome: string; codes?: string[] }
export interface Story {
  title: string; zone?: string; playing: boolean; speed: number; step: number; total: number; chapter?: string;
  chapters: Chapter[]; next?: { n: number; at: string; text: string } | null; recent: Outcome[];
}

interface Wish { action: 'play' | 'pause' | 'speed' | 'step' | 'jump'; speed?: number; to?: string | number }

// Only a showcase node has a story: its day can be played, stopped, stepped through and entered at a chapter.
export function StoryBar({ canSteer }: { canSteer: boolean }) {
  const t = useWords('story');
  const shell = useWords('shell');
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const story = useQuery({ queryKey: ['story'], queryFn: () => call<Story & { now: string }>('/story'), refetchInterval: (q) => (q.state.data?.playing ? 1500 : 10_000), select: ({ now: _now, ...told }) => told }).data;
  const wish = useMutation<Story, Problem, Wish>({
    mutationFn: (w) => call<Story>('/story', { method: 'POST', body: JSON.stringify(w), headers: { 'Content-Type': 'application/json' } }),
    onSettled: () => client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' && q.queryKey[0] !== 'about' }),
  });
  if (!story) return null;
  const ask = (w: Wish) => wish.mutate(w);
  return (
    <section className={open ? 'st-bar st-open' : 'st-bar'} aria-label={t('story')}>
      <div className="st-line">
        <span className="sh-showcase st-tag">{shell('showcase_data')}</span>
        {canSteer && <Controls story={story} busy={wish.isPending} ask={ask} />}
        <Scrubber story={story} onJump={canSteer ? (to) => ask({ action: 'jump', to }) : undefined} />
        <Next story={story} />
        <button type="button" className="rm-button" aria-expanded={open} aria-controls="st-recent" onClick={() => setOpen(!open)}>{t('recent')}</button>
      </div>
      {wish.error && <p role="alert" className="rm-error">{wish.error.detail ?? wish.error.title}</p>}
      {open && <Recent story={story} />}
    </section>
  );
}

function Controls({ story, busy, ask }: { story: Story; busy: boolean; ask: (w: Wish) => void }) {
  const t = useWords('story');
  const ended = story.step >= story.total;
  return (
    <div className="st-controls">
      <button type="button" className="rm-button st-play" disabled={busy && !story.playing} aria-label={story.playing ? t('pause') : t('play')} title={story.playing ? t('pause') : t('play')}
        onClick={() => ask({ action: story.playing ? 'pause' : 'play' })}><Icon name={story.playing ? 'pause' : 'play'} size={14} /></button>
      <button type="button" className="rm-button" disabled={busy || ended} aria-label={t('step')} title={t('step')} onClick={() => ask({ action: 'step' })}><Icon name="step" size={14} /></button>
      <Choice<string> label={t('speed')} value={String(story.speed)} onChange={(s) => ask({ action: 'speed', speed: Number(s) })} options={[['1', '1×'], ['60', '60×'], ['600', '600×']]} />
    </div>
  );
}

function Scrubber({ story, onJump }: { story: Story; onJump?: (chapter: string) => void }) {
  const t = useWords('story');
  return (
    <ol className="st-chapters" aria-label={t('chapters')}>
      {story.chapters.map((c, i) => {
        const end = story.chapters[i + 1]?.first ?? story.total + 1;
        const share = Math.min(1, Math.max(0, (story.step - c.first + 1) / Math.max(1, end - c.first)));
        const here = story.chapter === c.id;
        const state = here ? t('here') : c.done || share >= 1 ? t('done') : t('ahead');
        return (
          <li key={c.id} className={here ? 'st-here' : undefined} style={{ flexGrow: Math.max(1, Math.sqrt(end - c.first)) }}>
            <button type="button" title={c.title} disabled={!onJump} aria-current={here ? 'step' : undefined} aria-label={`${c.title}, ${state}`} onClick={() => onJump?.(c.id)}>
              <span className="st-fill" style={{ width: `${Math.round((c.done ? 1 : share) * 100)}%` }} /><span className="st-name">{c.title}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Next({ story }: { story: Story }) {
  const t = useWords('story');
  const f = useFigures();
  const chapter = story.chapters.find((c) => c.id === story.chapter);
  return (
    <p className="st-next">
      <b>{chapter?.title ?? story.title}</b>
      <span>{story.next ? `${f.shortTime(story.next.at, story.zone)} ${story.next.text}` : t('ended')}</span>
      <small>{t('count', { step: story.step, total: story.total })}</small>
    </p>
  );
}

const tones = { accepted: 'ok', refused: 'crit', failed: 'crit', replayed: 'idle', skipped: 'idle' } as Record<string, 'ok' | 'crit' | 'idle'>;

function Recent({ story }: { story: Story }) {
  const t = useWords('story');
  const f = useFigures();
  return (
    <ol className="st-recent" id="st-recent">
      {!story.recent.length && <li>{t('nothing_yet')}</li>}
      {[...story.recent].sort((a, b) => b.n - a.n).map((r) => (
        <li key={r.n}>
          <time dateTime={r.at}>{f.shortTime(r.at, story.zone)}</time>
          <Mark tone={tones[r.outcome] ?? 'info'}>{t.or(`outcome_${r.outcome}`, r.outcome)}</Mark>
          <span>{r.text}{r.by && <small> {r.by}</small>}{!!r.codes?.length && <code> {r.codes.join(' ')}</code>}</span>
        </li>
      ))}
    </ol>
  );
}
