import { useEffect, useState } from "react";
import { ApiError, forget, onSignedOut } from "../api/http";
import type { Self } from "../api/types";
import { Failed, Loading } from "../ui/basics";
import { Icon } from "../ui/icons";
import { Logo } from "./Logo";
import { ROUTES, routesOf } from "./pages";
import { Link, go, useRoute, view } from "./route";
import { SelfProvider, signOut, whoAmI } from "./session";
import { SignIn } from "./SignIn";
import { setTheme, useTheme } from "./theme";

export function App() {
  const [self, setSelf] = useState<Self | null | undefined>(undefined);
  const [error, setError] = useState<ApiError | null>(null);
  const route = useRoute();

  const ask = () => {
    setError(null);
    whoAmI().then(setSelf, (failure: ApiError) => (failure.status === 401 || failure.status === 403 ? setSelf(null) : setError(failure)));
  };
  useEffect(() => {
    onSignedOut(() => {
      forget();
      setSelf(null);
    });
    ask();
  }, []);

  if (error) return <main className="alone"><Failed error={error} retry={ask} /></main>;
  if (self === undefined) return <main className="alone"><Loading height={200} /></main>;
  if (self === null) return <SignIn onSignedIn={(who) => { setSelf(who); if (route.path === "/sign-in") go("/", true); }} />;
  return (
    <SelfProvider value={self}>
      <Frame self={self} onSignOut={() => signOut().finally(() => { setSelf(null); go("/sign-in", true); })} />
    </SelfProvider>
  );
}

function Frame({ self, onSignOut }: { self: Self; onSignOut: () => void }) {
  const route = useRoute();
  const theme = useTheme();
  const [menu, setMenu] = useState(false);
  const groups = routesOf(self);
  const shown = groups.flatMap(([, routes]) => routes);
  const home = shown[0];
  const found = route.path === "/" ? home : shown.find((one) => one.path === route.path);
  const title = found?.title ?? "Not here";
  useEffect(() => {
    document.title = `${title} · Tributary`;
    setMenu(false);
  }, [title]);

  return (
    <div className="frame">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>Skip to content</a>
      <header className="bar">
        <button type="button" className="ghost menu" aria-label="Menu" aria-expanded={menu} aria-controls="nav" onClick={() => setMenu(!menu)}><Icon name={menu ? "close" : "menu"} size={20} /></button>
        <Link href={view("/")} className="brand" aria-label="Tributary, home"><Logo />Tributary</Link>
        <div className="who" title={`${self.name} (${self.public_id})`}>
          <span className="name">{self.name}</span>
          <span className="muted">{self.kind === "partner" ? "Partner" : self.kind === "account" ? (self.reseller ? `Customer of ${self.reseller}` : "Customer") : "Organization"}</span>
        </div>
      </header>
      <nav id="nav" className={menu ? "open" : ""} aria-label="Views">
        {groups.map(([group, routes]) => (
          <div key={group} className="group">
            <div className="heading">{group}</div>
            {routes.map((one) => (
              <Link key={one.path} href={view(one.path)} aria-current={found === one ? "page" : undefined}><Icon name={one.icon} />{one.title}</Link>
            ))}
          </div>
        ))}
        <div className="foot">
          <button type="button" className="ghost" onClick={() => setTheme(theme === "dark" ? "light" : "dark")}><Icon name={theme === "dark" ? "sun" : "moon"} />{theme === "dark" ? "Light" : "Dark"}</button>
          <button type="button" className="ghost" onClick={onSignOut}><Icon name="out" />Sign out</button>
        </div>
      </nav>
      <main id="main" tabIndex={-1} key={found?.path}>
        {found ? <found.page /> : (
          <div className="page">
            {!home ? <><h1>Nothing to see with these keys</h1><p>Their role allows neither usage nor cost. Somebody who manages access can change that.</p></> : <><h1>{ROUTES.some((one) => one.path === route.path) ? "Not for these keys" : "There is no such view"}</h1>
            <p>{ROUTES.some((one) => one.path === route.path) ? "This view shows something that your keys do not see." : "The address may be mistyped."} <Link href={view(home.path)} className="inline">{home.title}</Link></p></>}
          </div>
        )}
      </main>
    </div>
  );
}
