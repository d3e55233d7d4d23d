import { useCallback, useEffect, useRef, useState } from "react";

/** How the console asks: same origin, with the session's cookie, and never for longer than this. */
const PATIENCE_MS = 30_000;
/** An answer is shown again at once for this long, while nobody asks for a new one. */
const FRESH_MS = 20_000;
const MOST_KEPT = 60;
/** How often a server that says "not yet" is asked again before a person is told. */
const TRIES = 4;

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
  }
}

export type Params = Record<string, string | number | boolean | string[] | null | undefined>;

/** Sorted, so that equal questions are equal texts; what is empty is left out. */
export function address(path: string, params: Params = {}): string {
  const query = Object.entries(params)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return query.length ? `${path}?${query.join("&")}` : path;
}

let signedOut: () => void = () => {};

/** Whom to tell that the session has ended. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

async function pause(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms));
}

export async function send(method: string, url: string, body?: unknown, accept = "application/json"): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers: { Accept: accept, "X-Tributary-Console": "1", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (failure) {
      throw new ApiError(0, [failure instanceof DOMException && failure.name === "TimeoutError"
        ? `The server did not answer within ${PATIENCE_MS / 1000} seconds`
        : "The server cannot be reached"]);
    }
    if (response.ok) return response;
    if (response.status === 503 && attempt < TRIES) {
      await pause(Math.min(5, Number(response.headers.get("Retry-After") ?? 1)) * 1000);
      continue;
    }
    const reasons = await response.json().then((json) => json.errors as unknown, () => null);
    const error = new ApiError(response.status, Array.isArray(reasons) && reasons.length
      ? reasons.map((one) => (typeof one === "string" ? one : String((one as { detail?: string }).detail)))
      : [`The server answers ${response.status}`]);
    if (error.status === 401) signedOut();
    throw error;
  }
}

interface Kept {
  at: number;
  data: unknown;
}

const kept = new Map<string, Kept>();
const underWay = new Map<string, Promise<Kept>>();

/** Forgets all answers: after a change, or for another person. */
export function forget(): void {
  kept.clear();
  underWay.clear();
}

export function load(url: string): Promise<Kept> {
  let request = underWay.get(url);
  if (!request) {
    const text = !url.includes("/focus?");
    request = send("GET", url, undefined, text ? "application/json" : "text/csv")
      .then(async (response) => ({ at: Date.now(), data: text ? await response.json() : await response.text() }))
      .then((answer) => {
        kept.delete(url);
        kept.set(url, answer);
        for (const old of kept.keys()) {
          if (kept.size <= MOST_KEPT) break;
          kept.delete(old);
        }
        return answer;
      })
      .finally(() => underWay.delete(url));
    underWay.set(url, request);
  }
  return request;
}

export interface Answer<T> {
  data: T | undefined;
  error: ApiError | undefined;
  loading: boolean;
  /** What is shown belongs to an earlier question, or could not be renewed. */
  stale: boolean;
  reload: () => void;
}

/**
 * The answer to a question, renewed every so often while somebody looks. What was there stays visible, and is called stale, while
 * another question is under way or the server is away.
 *
 * @param url null asks nothing
 */
export function useApi<T>(url: string | null, refreshMs = 0): Answer<T> {
  const [state, setState] = useState<{ url: string | null; data?: T; error?: ApiError }>(() => {
    const known = url === null ? undefined : kept.get(url);
    return known ? { url, data: known.data as T } : { url: null };
  });
  const [round, setRound] = useState(0);
  const shown = useRef(state);
  shown.current = state;

  useEffect(() => {
    if (url === null) return;
    let current = true;
    const known = kept.get(url);
    if (known && (shown.current.url !== url || shown.current.data !== known.data)) setState({ url, data: known.data as T });
    const ask = () =>
      load(url).then(
        (answer) => current && setState({ url, data: answer.data as T }),
        (error: ApiError) =>
          current && setState((was) => ({ url: was.url === url ? url : url, data: was.url === url ? was.data : undefined, error })),
      );
    if (!known || Date.now() - known.at > FRESH_MS || round > 0) void ask();
    const timer = refreshMs ? setInterval(() => document.visibilityState === "visible" && void ask(), refreshMs) : undefined;
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [url, refreshMs, round]);

  const reload = useCallback(() => {
    if (url !== null) kept.delete(url);
    setState((was) => ({ ...was, error: undefined }));
    setRound((before) => before + 1);
  }, [url]);

  const settled = state.url === url;
  return {
    data: url === null ? undefined : state.data,
    error: settled ? state.error : undefined,
    loading: url !== null && (!settled || (!state.data && !state.error)),
    stale: state.data !== undefined && (!settled || state.error !== undefined),
    reload,
  };
}

/**
 * The answer to a question that takes several requests: all of it, or none.
 *
 * @param question tells it from others; null asks nothing
 * @param read asks for its parts with {@link load}
 */
export function useWhole<T>(question: string | null, read: () => Promise<T>): Answer<T> {
  const [state, setState] = useState<{ question: string | null; data?: T; error?: ApiError }>({ question: null });
  const [round, setRound] = useState(0);
  const ask = useRef(read);
  ask.current = read;
  useEffect(() => {
    if (question === null) return;
    let current = true;
    ask.current().then((data) => current && setState({ question, data }), (error: ApiError) => current && setState({ question, error }));
    return () => { current = false; };
  }, [question, round]);
  const settled = state.question === question;
  return {
    data: question === null ? undefined : state.data,
    error: settled ? state.error : undefined,
    loading: question !== null && !settled,
    stale: state.data !== undefined && !settled,
    reload: () => { setState({ question: null }); setRound((before) => before + 1); },
  };
}
