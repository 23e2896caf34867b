export interface Gate { code: string; rule?: string; clause?: string; text: string; remedy?: string; params?: Record<string, unknown>; pass?: boolean }
export interface Problem {
  type?: string; title: string; status: number; detail?: string; code?: string; instance?: string;
  errors?: { field: string; code: string; text: string; value?: unknown; accepted?: unknown; near?: string }[]; gates?: Gate[];
}

const api = '/api/v1';

// One question to the server, in a page and beside it; what is refused is thrown as a Problem, status 0 when nothing answers.
export async function ask<T>(path: string, language: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(api + path, { ...init, headers: { Accept: 'application/json', 'Accept-Language': language, ...init?.headers } });
  } catch (e) {
    throw { title: String(e), status: 0, code: 'UNREACHABLE' } satisfies Problem;
  }
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw { title: response.statusText, status: response.status, ...(body as object) } as Problem;
  return body as T;
}
