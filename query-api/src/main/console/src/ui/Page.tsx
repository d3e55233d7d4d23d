import { type ReactNode, useEffect, useState } from "react";
import { age, moment } from "../domain/time";

export function Page({ title, crumb, aside, children }: { title: string; crumb?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="page">
      <div className="pagehead">
        <div>
          {crumb && <div className="crumb">{crumb}</div>}
          <h1>{title}</h1>
        </div>
        <div className="aside">{aside}</div>
      </div>
      {children}
    </div>
  );
}

/** How fresh the numbers are; says so louder when they could not be renewed. */
export function AsOf({ asOf, stale = false }: { asOf: string | null | undefined; stale?: boolean }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!asOf) return null;
  return (
    <span className={`asof${stale ? " late" : ""}`} title={`Complete up to ${moment(asOf)}`} role={stale ? "status" : undefined}>
      <span className="dot" aria-hidden="true" />
      {stale ? "stale, " : ""}{age(now - Date.parse(asOf))} old
    </span>
  );
}
