const paths = {
  today: <><rect x="2" y="3" width="12" height="11" rx="1.5" /><path d="M2 6.5h12M5 1.5v3M11 1.5v3" /></>,
  board: <path d="M2 13.500h12M2.500 3c1.800 6 5 8.600 11 9" />,
  plan: <path d="M2 4h7M5 8h8M8 12h6" />,
  orders: <path d="M4 1.500h8v13H4zM6.500 5h3M6.500 8h3M6.500 11h2" />,
  production: <path d="M6 1.500v4L2.500 13c-.3.8.2 1.500 1 1.500h9c.8 0 1.300-.7 1-1.500L10 5.500v-4M5 1.500h6M4.500 10h7" />,
  logistics: <><path d="M1.500 4h8v7h-8zM9.500 6.500h3l2 2.500v2h-5" /><circle cx="4.500" cy="12" r="1.400" /><circle cx="11.500" cy="12" r="1.400" /></>,
  hotlab: <path d="M10.500 1.500l4 4M12.500 3.500 6 10l-3.500 1L3.500 7.500 10 1M2 14h6" />,
  doses: <><circle cx="8" cy="5" r="3" /><path d="M2.500 14.500c.5-3.500 3-5 5.500-5s5 1.500 5.500 5" /></>,
  slots: <path d="M2 4h5v3H2zM9 4h5v3H9zM5 10h6v3H5z" />,
  waste: <path d="M3 4.500h10l-1 10H4zM2 4.500h12M6 4.500V2h4v2.500" />,
  protection: <path d="M8 1.500 14 4v4c0 3.500-2.500 5.500-6 6.500C4.500 13.500 2 11.500 2 8V4zM5.500 8l2 2 3.500-4" />,
  lineage: <><circle cx="3" cy="8" r="1.700" /><circle cx="12.500" cy="3.500" r="1.700" /><circle cx="12.500" cy="12.500" r="1.700" /><path d="M4.700 8C8 8 7.500 3.500 10.800 3.500M4.700 8c3.300 0 2.800 4.500 6.100 4.500" /></>,
  vigilance: <path d="M8 1.500 15 14H1zM8 6v4M8 12v.2" />,
  licences: <><rect x="2" y="2" width="12" height="9" rx="1" /><path d="M5 5h6M5 8h3M10 9.500v5l1.700-1 1.700 1v-5" /></>,
  documents: <path d="M3.500 1.500h6l3 3v10h-9zM9.500 1.500v3h3M5.500 8h5M5.500 11h5" />,
  oversight: <><path d="M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8z" /><circle cx="8" cy="8" r="2" /></>,
  audit: <path d="M5.500 6.500h-2a2.500 2.500 0 0 1 0-5h3a2.500 2.500 0 0 1 2.500 2.500M10.500 9.500h2a2.500 2.500 0 0 1 0 5h-3a2.500 2.500 0 0 1-2.500-2.500M5.500 4.500 10.500 11.500" />,
  physics: <><circle cx="8" cy="8" r="1.300" fill="currentColor" /><ellipse cx="8" cy="8" rx="6.500" ry="2.600" transform="rotate(30 8 8)" /><ellipse cx="8" cy="8" rx="6.500" ry="2.600" transform="rotate(-30 8 8)" /></>,
  sites: <><circle cx="8" cy="3.500" r="2" /><circle cx="3" cy="12.500" r="2" /><circle cx="13" cy="12.500" r="2" /><path d="M7 5.300 4 10.700M9 5.300l3 5.400" /></>,
  search: <><circle cx="7" cy="7" r="4.500" /><path d="M10.500 10.500 14 14" /></>,
  more: <path d="M2 4h12M2 8h12M2 12h12" />,
  play: <path d="M4 2.500 13 8l-9 5.500z" fill="currentColor" />,
  pause: <path d="M4.500 3v10M11.500 3v10" strokeWidth="3" />,
  step: <path d="M3 3l6 5-6 5zM12.500 3v10" fill="currentColor" />,
};

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {paths[name]}
    </svg>
  );
}

// The falling curve and the point on it: an activity and the instant at which it is meant.
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <path d="M3 3c1.500 9.500 5.500 14.500 16 15.500" fill="none" stroke="#6FB1FF" strokeWidth="2.400" strokeLinecap="round" />
      <circle cx="6.300" cy="11.300" r="2.600" fill="#FFFFFF" />
    </svg>
  );
}
