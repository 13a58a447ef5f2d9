/** The app's picture, as in `icon.svg`; drawn in the page, because a picture of its own is a document of its own. */
export function Logo({ className }: { readonly className: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="8" fill="#0f766e" />
      <path
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M6 13c2.6-2.2 5-1.6 6.500 1 1.500-2.600 3.900-3.200 6.500-1M14 21c2.200-1.900 4.300-1.400 5.600.9 1.300-2.300 3.400-2.800 5.600-.9"
      />
    </svg>
  );
}
