import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { ApiError } from "../api/http";
import { Icon } from "./icons";
import { type Exact } from "../domain/decimal";
import { change, money, moneyExact, usage, usageExact } from "../domain/format";

/** A number for people, with all of its digits for who points at it. */
export function Money({ value, currency }: { value: Exact; currency: string }) {
  return <span className="num" title={moneyExact(value, currency)}>{money(value, currency)}</span>;
}

export function Usage({ value, unit }: { value: Exact; unit: string }) {
  return <span className="num" title={usageExact(value, unit)}>{usage(value, unit)}</span>;
}

/** A change in words and colour; growth of cost is neither good nor bad, only large ones stand out. */
export function Change({ percent, title }: { percent: number | null; title?: string }) {
  const kind = percent === null ? "new" : Math.abs(percent) < 0.05 ? "flat" : percent > 0 ? "up" : "down";
  return <span className={`change ${kind}`} title={title}>{change(percent)}</span>;
}

export function Segmented<T extends string>({ label, value, options, onChange }: {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="sr">{label}</legend>
      {options.map(([key, text]) => (
        <label key={key} className={key === value ? "on" : ""}>
          <input type="radio" name={name} value={key} checked={key === value} onChange={() => onChange(key)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

export function Select<T extends string>({ label, value, options, onChange }: {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  return (
    <label className="select">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value as T)}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </label>
  );
}

export function Card({ title, aside, children, className = "", stale = false }: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  stale?: boolean;
}) {
  return (
    <section className={`card ${className}${stale ? " stale" : ""}`} aria-busy={stale || undefined}>
      {(title || aside) && (
        <header>
          {title && <h2>{title}</h2>}
          {aside && <div className="aside">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** A big number with what it is and what it is compared to. */
export function Figure({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="figure">
      <div className="label">{label}</div>
      <div className="value">{children}</div>
      {note && <div className="note">{note}</div>}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state" role="status">
      <strong>{title}</strong>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Says what went wrong and what can be done; a page is never left turning. */
export function Failed({ error, retry }: { error: ApiError; retry?: () => void }) {
  const title = error.status === 503 || error.status === 0 ? "This cannot be read at this moment"
    : error.status === 429 ? "Too many questions at once"
    : error.status === 403 ? "These keys do not show this"
    : error.status === 400 ? "This cannot be asked so" : "This did not work";
  return (
    <div className="state failed" role="alert">
      <strong><Icon name="warning" /> {title}</strong>
      {error.reasons.map((reason) => <p key={reason}>{reason}</p>)}
      {retry && <button type="button" className="plain" onClick={retry}>Try again</button>}
    </div>
  );
}

/** Where something will be: as tall as it, so that nothing jumps. Says so once it takes long. */
export function Loading({ height = 120 }: { height?: number }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 3000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" style={{ minHeight: height }} role="status">
      <span className={long ? "" : "sr"}>{long ? "Still reading…" : "Loading"}</span>
    </div>
  );
}

/** The content, or the state that stands for it. */
export function When<T>({ answer, height, children }: {
  answer: { data: T | undefined; error: ApiError | undefined; loading: boolean; reload: () => void };
  height?: number;
  children: (data: T) => ReactNode;
}) {
  if (answer.data !== undefined) return <>{children(answer.data)}</>;
  if (answer.error) return <Failed error={answer.error} retry={answer.reload} />;
  return <Loading height={height} />;
}

/** A modal question. Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog ref={ref} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" className="ghost" onClick={onClose} aria-label="Close"><Icon name="close" /></button>
      </header>
      {children}
    </dialog>
  );
}

export function Pill({ kind, children, title }: { kind: string; children: ReactNode; title?: string }) {
  return <span className={`pill ${kind}`} title={title}>{children}</span>;
}
