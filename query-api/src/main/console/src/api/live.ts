import { useEffect, useRef, useState } from "react";
import type { LiveCell } from "./types";

/**
 * A live stream and what it has said so far. It connects again by itself, for as long as somebody looks, and says meanwhile that
 * what is shown is stale; a new connection begins with the whole picture, so nothing is ever added up twice.
 */
export interface Live {
  cells: ReadonlyMap<string, LiveCell>;
  asOf: string | null;
  state: "connecting" | "live" | "stale" | "ended";
  why: string | null;
}

const LONGEST_PAUSE_MS = 10_000;
/** The stream says something every 10 s; without a word for longer, the connection is dead. */
const SILENCE_MS = 25_000;

export function cellKey(cell: LiveCell): string {
  return `${cell.account_public_id ?? ""}|${cell.public_id ?? ""}|${cell.product_family}|${cell.usage_type}|${cell.bucket_start}`;
}

interface Event {
  name: string;
  data: Record<string, unknown>;
}

async function* events(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<Event> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const name = lines.find((line) => line.startsWith("event:"))?.slice(6).trim();
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim()).join("\n");
      if (name && data) yield { name, data: JSON.parse(data) as Record<string, unknown> };
    }
  }
}

export function useLive(url: string | null, headers: Record<string, string> = {}): Live {
  const [live, setLive] = useState<Live>({ cells: new Map(), asOf: null, state: "connecting", why: null });
  const more = useRef(headers);
  useEffect(() => {
    setLive({ cells: new Map(), asOf: null, state: "connecting", why: null });
    if (url === null) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const patch = (next: Partial<Live>) => !stop.signal.aborted && setLive((was) => ({ ...was, ...next }));

    const connect = async () => {
      const quiet = new AbortController();
      let watch: ReturnType<typeof setTimeout> | undefined;
      const heard = () => {
        clearTimeout(watch);
        watch = setTimeout(() => quiet.abort(), SILENCE_MS);
      };
      try {
        heard();
        const response = await fetch(url, {
          headers: { Accept: "text/event-stream", "X-Tributary-Console": "1", ...more.current },
          credentials: "same-origin", cache: "no-store", signal: AbortSignal.any([stop.signal, quiet.signal]),
        });
        if (!response.ok || !response.body) {
          const reasons = await response.json().then((json) => (json.errors as string[]).join("; "), () => `the server answers ${response.status}`);
          if (response.status >= 400 && response.status < 500 && response.status !== 429) {
            patch({ state: "ended", why: reasons });
            return;
          }
          throw new Error(reasons);
        }
        let next = new Map<string, LiveCell>();
        for await (const { name, data } of events(response.body, heard)) {
          const asOf = data.as_of as string;
          if (name === "snapshot") {
            (data.cells as LiveCell[]).forEach((cell) => next.set(cellKey(cell), cell));
          } else if (name === "ready") {
            failures = 0;
            patch({ cells: next, asOf, state: "live", why: null });
          } else if (name === "cells") {
            next = new Map(next);
            (data.cells as LiveCell[]).forEach((cell) => next.set(cellKey(cell), cell));
            patch({ cells: next, asOf });
          } else if (name === "heartbeat") {
            patch({ asOf });
          } else if (name === "stale") {
            patch({ state: "stale", asOf, why: data.reason as string });
          } else if (name === "fresh") {
            patch({ state: "live", asOf, why: null });
          } else if (name === "end") {
            throw new Error(data.reason as string);
          }
        }
        throw new Error("the connection was closed");
      } catch (failure) {
        if (stop.signal.aborted) return;
        failures++;
        patch({ state: "stale", why: quiet.signal.aborted || failure instanceof TypeError ? "the server cannot be reached" : (failure as Error).message });
        timer = setTimeout(() => void connect(), Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(5, failures)));
      } finally {
        clearTimeout(watch);
      }
    };
    void connect();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [url]);
  return live;
}
