import { type FormEvent, useState } from "react";
import { ApiError, useApi } from "../api/http";
import type { Self } from "../api/types";
import { Logo } from "./Logo";
import { useRoute } from "./route";
import { signIn } from "./session";

/** Why the server sends somebody back here. The sentences are ours: nothing that a provider writes is shown. */
const FAILED = new Map([
  ["over", "This sign-in took too long, or was begun in another window. Begin again."],
  ["refused", "Your organization's sign-in did not let you in."],
  ["provider", "Your organization's sign-in cannot be relied on at this moment. Try again later, or sign in with keys."],
  ["unverified", "Your organization's sign-in does not say that your e-mail address is verified."],
  ["unknown", "Nobody with your e-mail address may use this console. Somebody who manages access can add you."],
  ["several", "Several organizations here know your e-mail address. Name the one to sign in to."],
  ["later", "The server is still starting. Try again in a moment."],
]);

/** By the provider that the installation's operators chose; nothing where there is none. */
function WithProvider() {
  const offered = useApi<{ offered: boolean }>("/console/oidc/offered").data?.offered;
  const reason = useRoute().params.get("failed") ?? "";
  const [org, setOrg] = useState("");
  if (!offered) return null;
  return (
    <>
      {FAILED.has(reason) && <div className="state failed" role="alert"><p>{FAILED.get(reason)}</p></div>}
      {reason === "several" && <label>Organization's public id<input name="org" type="text" value={org} onChange={(event) => setOrg(event.target.value)} spellCheck={false} /></label>}
      <a className="primary" href={`/console/oidc${org.trim() ? `?org=${encodeURIComponent(org.trim())}` : ""}`}>Sign in with your organization</a>
      <p className="muted">Or with keys:</p>
    </>
  );
}

export function SignIn({ onSignedIn }: { onSignedIn: (self: Self) => void }) {
  const [error, setError] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    signIn(String(form.get("api")).trim(), String(form.get("application")).trim())
      .then(onSignedIn, (failure: ApiError) => setError(failure.reasons))
      .finally(() => setBusy(false));
  };
  return (
    <main className="signin">
      <form onSubmit={submit} aria-labelledby="signin-title">
        <div className="brand"><Logo />Tributary</div>
        <h1 id="signin-title">Sign in</h1>
        <WithProvider />
        <p className="muted">With the pair of keys of your organization. They are sent once; this browser keeps a session of 12 hours that no script can read.</p>
        <label>API key<input name="api" type="password" autoComplete="username" required autoFocus spellCheck={false} /></label>
        <label>Application key<input name="application" type="password" autoComplete="current-password" required spellCheck={false} /></label>
        {error && <div className="state failed" role="alert">{error.map((reason) => <p key={reason}>{reason}</p>)}</div>}
        <button type="submit" className="primary" disabled={busy}>{busy ? "Signing in…" : "Sign in"}</button>
        <p className="muted small">In the demo, keys of every role are in <code>.tributary/demo.json</code>.</p>
      </form>
    </main>
  );
}
