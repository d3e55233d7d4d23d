import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from "react";

/** The address is the state: which view, which month, what is filtered. Whoever has the link sees the same. */
export interface Route {
  path: string;
  params: URLSearchParams;
}

export type Patch = Record<string, string | string[] | null>;

/** What stays when somebody goes to another view. */
const SHARED = ["month", "account"];

const listeners = new Set<() => void>();
let current = read();

function read(): Route {
  return { path: location.pathname, params: new URLSearchParams(location.search) };
}

function changed(): void {
  current = read();
  listeners.forEach((listener) => listener());
}

addEventListener("popstate", changed);

export function useRoute(): Route {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => current);
}

function patched(patch: Patch): string {
  const params = new URLSearchParams(current.params);
  for (const [name, value] of Object.entries(patch)) {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text) params.set(name, text);
    else params.delete(name);
  }
  params.sort();
  return params.toString();
}

/** The address of this view with other state. */
export function withState(patch: Patch): string {
  const query = patched(patch);
  return current.path + (query ? `?${query}` : "");
}

/** Another view's address, with what all views share. */
export function view(path: string, more: Record<string, string> = {}, keep = SHARED): string {
  const params = new URLSearchParams();
  for (const name of keep) {
    const value = current.params.get(name);
    if (value) params.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  params.sort();
  const query = params.toString();
  return path + (query ? `?${query}` : "");
}

export function go(address: string, replace = false): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  changed();
}

export function setState(patch: Patch, replace = false): void {
  go(withState(patch), replace);
}

export function list(params: URLSearchParams, name: string): string[] {
  return (params.get(name) ?? "").split(",").filter(Boolean);
}

export function choice<T extends string>(params: URLSearchParams, name: string, choices: readonly T[]): T {
  const value = params.get(name);
  return choices.find((one) => one === value) ?? choices[0]!;
}

/** A link that a click follows without a new page, and a new tab like any other. */
export function Link({ href, ...others }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent) => {
    if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      go(href);
    }
  };
  return <a href={href} onClick={follow} {...others} />;
}
