/** How much of something is there, for the eye alone: a number beside it says the same to everybody. */
export function Bar({ value }: { readonly value: number }) {
  return (
    <span aria-hidden className="block h-1.5 min-w-8 grow overflow-hidden rounded-full bg-sunken">
      <span className="block h-full rounded-full bg-accent" style={{ inlineSize: `${value * 100}%` }} />
    </span>
  );
}
