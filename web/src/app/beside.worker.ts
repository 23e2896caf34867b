import { readers } from './readers';

// Answers of hundreds of kilobytes are fetched, parsed and compared here; the page hears of what changed.
const turns: Partial<Record<keyof typeof readers, Promise<void>>> = {};

addEventListener('message', ({ data: { n, what, language } }: MessageEvent<{ n: number; what: keyof typeof readers; language: string }>) => {
  turns[what] = (turns[what] ?? Promise.resolve()).then((): Promise<unknown> => readers[what](language)).then((read) => postMessage({ n, read }), (problem: unknown) => postMessage({ n, problem }));
});
