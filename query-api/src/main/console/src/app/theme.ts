import { useSyncExternalStore } from "react";

/** Light or dark, as the system has it until somebody says otherwise; kept in this browser. */
export type Theme = "light" | "dark";

const KEY = "tributary-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

let fixed: Theme | null = null;

/** For a page whose theme somebody else has chosen; null leaves it to the reader. */
export function fixTheme(theme: Theme | null): void {
  fixed = theme;
  applyTheme();
}

function now(): Theme {
  return fixed ?? stored() ?? (system.matches ? "dark" : "light");
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = now();
  listeners.forEach((listener) => listener());
}

export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing follows the system.
  }
  applyTheme();
}

system.addEventListener("change", applyTheme);

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, now);
}
