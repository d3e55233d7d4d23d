import { createContext, useContext } from "react";
import { forget, load, send } from "../api/http";
import type { Self } from "../api/types";

const SelfContext = createContext<Self | null>(null);
export const SelfProvider = SelfContext.Provider;

/** Whose keys the session stands for. */
export function useSelf(): Self {
  return useContext(SelfContext)!;
}

export async function whoAmI(): Promise<Self> {
  return (await load("/api/v2/tributary/me")).data as Self;
}

export async function signIn(apiKey: string, applicationKey: string): Promise<Self> {
  await send("POST", "/console/session", { api_key: apiKey, application_key: applicationKey });
  forget();
  return whoAmI();
}

export async function signOut(): Promise<void> {
  await send("DELETE", "/console/session");
  forget();
}

/** The server's month: a browser's clock may be wrong. */
export function thisMonth(self: Self): string {
  return self.now.slice(0, 7);
}
