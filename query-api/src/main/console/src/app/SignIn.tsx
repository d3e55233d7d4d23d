import { type FormEvent, useState } from "react";
import { ApiError } from "../api/http";
import type { Self } from "../api/types";
import { Logo } from "./Logo";
import { signIn } from "./session";

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
