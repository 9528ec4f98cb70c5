// The logo: a tick, and a second one for the countersignature.
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <rect width="20" height="20" rx="5" fill="var(--mantine-color-accent-6)" />
      <path d="M4.2 10.4 7 13.2l5.4-6.4" stroke="#fff" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" />
      <path
        d="m10.3 13.2 5.5-6.4"
        stroke="#fff"
        strokeOpacity=".62"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
