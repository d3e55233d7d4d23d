import type { EChartsType } from "echarts/core";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useTheme } from "../app/theme";

export interface Series {
  name: string;
  values: (number | null)[];
  /** Which of the colours; those of a theme are told apart by people who see few colours too. */
  colour?: number;
  type?: "bar" | "line" | "area";
  dashed?: boolean;
  muted?: boolean;
  /** Single points, without a line between them. */
  points?: boolean;
}

export interface Band {
  name: string;
  low: (number | null)[];
  high: (number | null)[];
}

interface Props {
  /** What a screen reader says of it. */
  label: string;
  labels: string[];
  series: Series[];
  bands?: Band[];
  format: (value: number) => string;
  /** What the pointer shows of a point; the axis' format where it is absent. */
  exact?: (series: number, index: number) => string | null;
  height?: number;
  stack?: boolean;
  axisLabel?: (label: string) => string;
  /** A mark on the axis of time, such as today. */
  mark?: { at: number; text: string };
  onSelect?: (series: number, index: number) => void;
  compact?: boolean;
}

export const COLOURS = 10;

function css(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function colour(index: number): string {
  return css(`--s${(index % COLOURS) + 1}`);
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A chart's canvas, drawn anew when what it shows, its size or the theme changes. */
function useCanvas(option: () => Record<string, unknown>, dependencies: unknown[], onClick?: (event: { seriesIndex?: number; dataIndex?: number; data?: unknown }) => void) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [ready, setReady] = useState(false);
  const theme = useTheme();
  const click = useRef(onClick);
  click.current = onClick;

  useEffect(() => {
    let gone = false;
    let sizes: ResizeObserver | undefined;
    void import("./echarts").then(({ init }) => {
      if (gone || !box.current) return;
      chart.current = init(box.current, undefined, { renderer: "canvas" });
      chart.current.on("click", (event) => click.current?.(event as never));
      sizes = new ResizeObserver(() => chart.current?.resize());
      sizes.observe(box.current);
      setReady(true);
    });
    return () => {
      gone = true;
      sizes?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option(), { notMerge: true });
    // The option is made of exactly what is named here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ready, theme, ...dependencies]);
  return { box, ready };
}

export function Chart(props: Props) {
  const { label, labels, series, bands = [], format, exact, height = 280, stack = false, axisLabel, mark, onSelect, compact = false } = props;
  const id = useId();
  const option = () => {
    const text = css("--muted");
    const grid = css("--line");
    const bandSeries = bands.flatMap((band, i) => [
      { type: "line", name: `${band.name} low`, data: band.low, stack: `band${i}`, lineStyle: { opacity: 0 }, symbol: "none", silent: true, stackStrategy: "all" },
      {
        type: "line", name: band.name, data: band.high.map((high, at) => (high === null || band.low[at] === null ? null : high - band.low[at]!)),
        stack: `band${i}`, lineStyle: { opacity: 0 }, symbol: "none", silent: true, stackStrategy: "all",
        areaStyle: { color: colour(0), opacity: i === 0 ? 0.1 : 0.16 },
      },
    ]);
    return {
      animation: false,
      textStyle: { fontFamily: "inherit" },
      grid: { left: 4, right: 12, top: compact ? 8 : 14, bottom: 2, containLabel: true },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: series.some((one) => one.type === "bar") ? "shadow" : "line", lineStyle: { color: text }, shadowStyle: { color: css("--hover"), opacity: 0.6 } },
        className: "tip",
        confine: true,
        transitionDuration: 0,
        formatter: (points: { dataIndex: number }[]) => tip(points[0]!.dataIndex),
      },
      xAxis: {
        type: "category", data: labels, boundaryGap: series.some((one) => one.type === "bar"),
        axisLine: { lineStyle: { color: grid } }, axisTick: { show: false },
        axisLabel: { color: text, fontSize: 11, formatter: axisLabel, hideOverlap: true, margin: 8 },
      },
      yAxis: {
        type: "value", splitNumber: compact ? 2 : 4,
        axisLabel: { color: text, fontSize: 11, formatter: format }, splitLine: { lineStyle: { color: grid } },
      },
      series: [
        ...bandSeries,
        ...series.map((one, at) => {
          const ink = one.muted ? text : colour(one.colour ?? at);
          const line = one.type !== "bar";
          return {
            type: line ? "line" : "bar", name: one.name, data: one.values, stack: stack && !one.dashed && !one.muted && !one.points ? "all" : undefined,
            symbol: one.points ? "circle" : "none", symbolSize: 9, showSymbol: one.points ?? false, z: one.points ? 5 : 2, color: ink, cursor: onSelect ? "pointer" : "default",
            lineStyle: line ? { opacity: one.points ? 0 : 1, width: one.type === "area" && stack ? 1 : 2, type: one.dashed ? [5, 4] : "solid", color: ink } : undefined,
            areaStyle: one.type === "area" ? { color: ink, opacity: stack ? 0.55 : 0.12 } : undefined,
            itemStyle: { color: ink, borderRadius: 1 }, barMaxWidth: 26, barCategoryGap: "22%",
            emphasis: { disabled: true },
            markLine: mark && at === 0 ? {
              symbol: "none", silent: true, animation: false, data: [{ xAxis: mark.at }],
              lineStyle: { color: text, type: "dotted", width: 1 }, label: { formatter: mark.text, color: text, fontSize: 11, position: "insideEndTop" },
            } : undefined,
          };
        }),
      ],
    };
  };

  function tip(index: number): HTMLElement {
    const box = element("div", "tipbox");
    box.append(element("div", "when", labels[index] ?? ""));
    const shown = series.map((one, at) => ({ one, at, value: one.values[index] }))
      .filter((each) => each.value !== null && each.value !== undefined)
      .sort((a, b) => Math.abs(b.value!) - Math.abs(a.value!));
    for (const { one, at, value } of shown.slice(0, 12)) {
      const line = element("div", "line");
      const swatch = element("span", "swatch");
      swatch.style.background = one.muted ? css("--muted") : colour(one.colour ?? at);
      line.append(swatch, element("span", "name", one.name), element("span", "num", exact?.(at, index) ?? format(value!)));
      box.append(line);
    }
    for (const band of bands) {
      const low = band.low[index];
      const high = band.high[index];
      if (low !== null && low !== undefined && high !== null && high !== undefined) {
        const line = element("div", "line");
        line.append(element("span", "swatch band"), element("span", "name", band.name), element("span", "num", `${format(low)} – ${format(high)}`));
        box.append(line);
      }
    }
    if (shown.length > 12) box.append(element("div", "when", `and ${shown.length - 12} more`));
    return box;
  }

  const { box, ready } = useCanvas(option, [labels, series, bands, stack, mark?.at, compact], (event) =>
    event.seriesIndex !== undefined && event.dataIndex !== undefined && onSelect?.(event.seriesIndex - bands.length * 2, event.dataIndex));
  const last = useMemo(() => series.map((one) => {
    const at = one.values.findLastIndex((value) => value !== null);
    return at < 0 ? `${one.name}: none` : `${one.name}: ${exact?.(series.indexOf(one), at) ?? format(one.values[at]!)} (${labels[at]})`;
  }).slice(0, 12).join("; "), [series, labels, exact, format]);
  return (
    <figure className="chart" role="img" aria-label={label} aria-describedby={id} data-ready={ready || undefined}>
      <div ref={box} style={{ height }} />
      <figcaption id={id} className="sr">{last}</figcaption>
    </figure>
  );
}

export function Legend({ series, onSelect }: { series: { name: string; colour?: number; dashed?: boolean; muted?: boolean }[]; onSelect?: (index: number) => void }) {
  const theme = useTheme();
  return (
    <ul className="legend" data-theme-of={theme}>
      {series.map((one, at) => {
        const body = <><span className={`swatch${one.dashed ? " dashed" : ""}`} style={{ color: one.muted ? css("--muted") : colour(one.colour ?? at) }} />{one.name}</>;
        return <li key={one.name}>{onSelect ? <button type="button" onClick={() => onSelect(at)}>{body}</button> : body}</li>;
      })}
    </ul>
  );
}

export interface Node {
  name: string;
  value: number;
  text: string;
  id?: string;
  children?: Node[];
}

export function Treemap({ label, nodes, onSelect, height = 340 }: { label: string; nodes: Node[]; onSelect?: (id: string) => void; height?: number }) {
  const option = () => ({
    animation: false,
    tooltip: {
      className: "tip", confine: true, transitionDuration: 0,
      formatter: (point: { data: Node & { text?: string }; name: string }) => {
        const box = element("div", "tipbox");
        const line = element("div", "line");
        line.append(element("span", "name", point.name), element("span", "num", point.data?.text ?? ""));
        box.append(line);
        return box;
      },
    },
    series: [{
      type: "treemap", data: nodes.map((node, i) => ({ ...node, itemStyle: { color: colour(i) } })), roam: false, nodeClick: false,
      breadcrumb: { show: false }, left: 0, right: 0, top: 0, bottom: 0, visibleMin: 60, cursor: onSelect ? "pointer" : "default",
      label: { color: "#fff", fontSize: 11, overflow: "truncate", formatter: (point: { name: string; data: Node }) => `${point.name}\n${point.data.text ?? ""}` },
      upperLabel: { show: true, height: 20, color: "#fff", fontSize: 11, fontWeight: 600 },
      itemStyle: { borderColor: css("--surface"), borderWidth: 1, gapWidth: 1 },
      levels: [
        { itemStyle: { borderWidth: 0, gapWidth: 3 }, upperLabel: { show: false } },
        { itemStyle: { borderWidth: 2, gapWidth: 1, borderColorSaturation: 0.5 } },
        { colorSaturation: [0.3, 0.55], itemStyle: { borderWidth: 1, gapWidth: 1, borderColorSaturation: 0.45 } },
        { colorSaturation: [0.3, 0.6], itemStyle: { gapWidth: 1, borderColorSaturation: 0.5 } },
      ],
    }],
  });
  const { box, ready } = useCanvas(option, [nodes], (event) => {
    const id = (event.data as Node | undefined)?.id;
    if (id) onSelect?.(id);
  });
  return (
    <figure className="chart" role="img" aria-label={label} data-ready={ready || undefined}>
      <div ref={box} style={{ height }} />
    </figure>
  );
}

/** A line as tall as a word. */
export function Spark({ values, bars = false, width = 110, height = 26, label }: { values: (number | null)[]; bars?: boolean; width?: number; height?: number; label?: string }) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2 && !bars) return <span className="muted">–</span>;
  const most = Math.max(...known, 0);
  const least = Math.min(...known, 0);
  const y = (value: number) => height - 1 - ((value - least) / (most - least || 1)) * (height - 2);
  const step = width / Math.max(1, bars ? values.length : values.length - 1);
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role={label ? "img" : undefined} aria-label={label} aria-hidden={label ? undefined : true} preserveAspectRatio="none">
      {bars
        ? values.map((value, i) => value !== null && <rect key={i} x={i * step + 0.5} width={Math.max(1, step - 1)} y={Math.min(y(value), y(0) - 0.5)} height={Math.max(0.5, Math.abs(y(0) - y(value)))} />)
        : <polyline points={values.map((value, i) => (value === null ? null : `${(i * step).toFixed(1)},${y(value).toFixed(1)}`)).filter(Boolean).join(" ")} />}
    </svg>
  );
}
