export function About() {
  return (
    <section aria-label="About" className="px-1 text-sm text-pretty text-quiet">
      Flockdrop moves files from browser to browser. A small server introduces people to each other; it never
      sees names, contents or links. It is free software under the MIT license.
    </section>
  );
}
