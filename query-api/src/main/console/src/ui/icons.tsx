const PATHS = {
  cost: "M3 17l5-6 4 3 6-8M15 6h4v4",
  usage: "M4 19V9M10 19V5M16 19v-7M21 19H2",
  trends: "M3 12h4l3-7 4 14 3-7h4",
  orgs: "M12 4v5M12 9H6v4M12 9h6v4M6 13v6M18 13v6M9 4h6",
  live: "M12 12h.01M8 8a6 6 0 000 8M16 8a6 6 0 010 8M5 5a10 10 0 000 14M19 5a10 10 0 010 14",
  pricing: "M4 12V4h8l8 8-8 8zM8.5 8.5h.01",
  contracts: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5",
  alerts: "M12 4a6 6 0 016 6v4l2 3H4l2-3v-4a6 6 0 016-6zM10 20h4",
  monitors: "M3 5h18v11H3zM8 20h8M7 11l3-3 3 3 4-4",
  shares: "M8 12l8-5M8 12l8 5M6 14a2 2 0 110-4 2 2 0 010 4zM18 8a2 2 0 110-4 2 2 0 010 4zM18 20a2 2 0 110-4 2 2 0 010 4z",
  bill: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  products: "M4 6h16M4 12h16M4 18h16M8 4v16",
  tables: "M4 5h16v14H4zM4 10h16M10 10v9M4 14.5h16",
  plan: "M5 4h14v16H5zM9 9l1.5 1.5L13 8M9 15h6",
  history: "M4 12a8 8 0 108-8 8 8 0 00-6 3M6 3v4h4M12 8v4l3 2",
  notifications: "M4 6h16v12H4zM4 7l8 6 8-6",
  cloud: "M7 18a4 4 0 01-.5-8A6 6 0 0118 11a3.5 3.5 0 010 7z",
  sun: "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19",
  moon: "M20 14A8 8 0 0110 4a8 8 0 1010 10z",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  left: "M14 6l-6 6 6 6",
  right: "M10 6l6 6-6 6",
  down: "M6 10l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M4 20h16",
  out: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  filter: "M4 5h16l-6 8v6l-4-2v-4z",
  search: "M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l5 5",
  warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
  check: "M5 12l5 5 9-10",
  copy: "M8 8h11v12H8zM5 16V4h11",
};

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
