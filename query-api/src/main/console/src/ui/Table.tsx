import { type FocusEvent, type ReactNode, Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { csv, download } from "../domain/csv";
import { Icon } from "./icons";
import { Empty } from "./basics";

/**
 * @param text what a file has of it: exact, and without signs for people
 * @param order what rows are sorted by; without it a column cannot be sorted
 */
export interface Column<R> {
  key: string;
  title: string;
  numeric?: boolean;
  hint?: string;
  cell: (row: R) => ReactNode;
  text: (row: R) => string;
  order?: (row: R) => bigint | number | string;
  /** Not shown on narrow screens. */
  wide?: boolean;
}

export interface Sort {
  key: string;
  descending: boolean;
}

/** How tall a row is, until one is there to be measured. */
const ROW = 37;
/** Longer tables draw only what is seen of them. */
const MOST_DRAWN = 60;
/** Rows above and below: what the keyboard reaches next is there. */
const AROUND = 12;

export function sorted<R>(rows: R[], columns: Column<R>[], sort: Sort | null): R[] {
  const order = sort && columns.find((column) => column.key === sort.key)?.order;
  if (!order) return rows;
  const keyed = rows.map((row) => [order(row), row] as const);
  keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (sort.descending ? -1 : 1));
  return keyed.map(([, row]) => row);
}

export interface Window {
  /** Rows that are drawn, in their order. */
  drawn: number[];
  count: number;
  /** Of a row, in pixels. */
  height: number;
}

/**
 * Of many rows, all equally tall, those that are seen, some around them, and the one that has the keyboard's focus: a row that went
 * away would take the focus along. The others are gaps of their height, so that the scroll bar stands where it should.
 *
 * @param height of what scrolls, in pixels
 */
export function useWindow(count: number, height = 560) {
  const [top, setTop] = useState(0);
  const [focused, setFocused] = useState(-1);
  const [row, setRow] = useState(ROW);
  const box = useRef<HTMLDivElement>(null);
  const long = count > MOST_DRAWN;
  const start = long ? Math.max(0, Math.min(Math.floor(top / row) - AROUND, count - 1)) : 0;
  const end = long ? Math.min(count, start + Math.ceil(height / row) + 2 * AROUND) : count;
  const drawn = Array.from({ length: end - start }, (_, i) => start + i);
  if (long && focused >= 0 && focused < start) drawn.unshift(focused);
  if (long && focused >= end && focused < count) drawn.push(focused);
  useLayoutEffect(() => {
    const first = long && box.current?.querySelector("tr[aria-rowindex]");
    if (first) setRow(first.getBoundingClientRect().height || ROW);
  }, [long, count]);
  const window: Window = { drawn, count, height: row };
  return {
    window,
    toTop: () => {
      if (box.current) box.current.scrollTop = 0;
      setTop(0);
    },
    /** Of the element that scrolls. */
    box: {
      ref: box, className: `table${long ? " long" : ""}`, style: long ? { maxHeight: height } : undefined, tabIndex: 0, role: "region",
      onScroll: long ? () => setTop(box.current!.scrollTop) : undefined,
      onFocus: long ? (event: FocusEvent) => setFocused(Number(event.target.closest("tr")?.getAttribute("aria-rowindex") ?? 0) - 2) : undefined,
      onBlur: long ? () => setFocused(-1) : undefined,
    },
  };
}

/** The rows that are drawn, with gaps for those that are not. */
export function Rows({ window: { drawn, count, height }, width, row }: { window: Window; width: number; row: (index: number) => ReactNode }) {
  const gap = (from: number, to: number) => to > from && <tr key={`gap ${to}`} aria-hidden="true" style={{ height: (to - from) * height }}><td colSpan={width} /></tr>;
  return <>{drawn.flatMap((index, at) => [gap(at === 0 ? 0 : drawn[at - 1]! + 1, index), row(index)])}{gap((drawn.at(-1) ?? count - 1) + 1, count)}</>;
}

/** A table that sorts, opens rows, and stays quick with thousands of them. */
export function Table<R>({ label, columns, rows, id, sort: first = null, detail, footer, empty, height = 560 }: {
  label: string;
  columns: Column<R>[];
  rows: R[];
  id: (row: R) => string;
  sort?: Sort | null;
  detail?: (row: R) => ReactNode;
  footer?: ReactNode;
  empty?: string;
  height?: number;
}) {
  const [sort, setSort] = useState(first);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const all = useMemo(() => sorted(rows, columns, sort), [rows, columns, sort]);
  const { window, box, toTop } = useWindow(all.length, height);

  useEffect(toTop, [label]);

  if (rows.length === 0) return <Empty title={empty ?? "Nothing here"} />;
  const width = columns.length + (detail ? 1 : 0);
  const toggle = (key: string) => setOpen((was) => {
    const next = new Set(was);
    if (!next.delete(key)) next.add(key);
    return next;
  });
  return (
    <div {...box} aria-label={label}>
      <table aria-rowcount={all.length + 1}>
        <thead>
          <tr>
            {detail && <th className="opener"><span className="sr">Details</span></th>}
            {columns.map((column) => (
              <th key={column.key} scope="col" title={column.hint} className={`${column.numeric ? "right" : ""}${column.wide ? " wide" : ""}`}
                aria-sort={sort?.key === column.key ? (sort.descending ? "descending" : "ascending") : undefined}>
                {column.order ? (
                  <button type="button" onClick={() => setSort({ key: column.key, descending: sort?.key === column.key ? !sort.descending : !!column.numeric })}>
                    {column.title}
                    <span className={`arrow${sort?.key === column.key ? " on" : ""}`} aria-hidden="true">{sort?.key === column.key && !sort.descending ? "↑" : "↓"}</span>
                  </button>
                ) : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Rows window={window} width={width} row={(index) => {
            const row = all[index]!;
            const key = id(row);
            return (
              <Fragment key={key}>
                <tr aria-rowindex={index + 2}>
                  {detail && (
                    <td className="opener">
                      <button type="button" className="ghost" aria-expanded={open.has(key)} aria-label={`Details of ${columns[0]!.text(row)}`} onClick={() => toggle(key)}>
                        <Icon name={open.has(key) ? "down" : "right"} size={14} />
                      </button>
                    </td>
                  )}
                  {columns.map((column, at) => {
                    const names = `${column.numeric ? "right" : ""}${column.wide ? " wide" : ""}`;
                    return at === 0
                      ? <th key={column.key} scope="row" className={names}>{column.cell(row)}</th>
                      : <td key={column.key} className={names}>{column.cell(row)}</td>;
                  })}
                </tr>
                {detail && open.has(key) && <tr className="detail"><td colSpan={width}>{detail(row)}</td></tr>}
              </Fragment>
            );
          }} />
        </tbody>
        {footer && <tfoot>{footer}</tfoot>}
      </table>
    </div>
  );
}

/** Saves what a table shows: the same rows and columns, numbers with all of their digits. */
export function CsvButton<R>({ name, columns, rows }: { name: string; columns: Column<R>[]; rows: R[] }) {
  return (
    <button type="button" className="plain" disabled={rows.length === 0}
      onClick={() => download(`${name}.csv`, csv(columns.map((column) => column.title), rows.map((row) => columns.map((column) => column.text(row)))))}>
      <Icon name="download" /> CSV
    </button>
  );
}
