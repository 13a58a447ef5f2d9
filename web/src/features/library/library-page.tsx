import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/index.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { useApp } from '../app/commands.ts';
import { problemWords } from '../app/problem-words.ts';
import { found, ORDERS, type Order } from './share-order.ts';
import { ShareRow } from './share-row.tsx';
import { StorageCard } from './storage-card.tsx';

/** More than these are searched rather than looked through. */
const MANY = 6;

/** Everything this browser holds, and what room it takes. */
export function LibraryPage() {
  const text = useText();
  const shares = useApp((snapshot) => snapshot.shares) ?? [];
  const [words, setWords] = useState('');
  const [order, setOrder] = useState<Order>('newest');
  // Whoever chose an order keeps it when few are left.
  const isMany = shares.length > MANY || order !== 'newest' || words !== '';
  const shown = isMany ? found(shares, words, order) : found(shares, '', 'newest');
  const resting = shares.find(({ diagnosis }) => diagnosis?.code === 'resting')?.diagnosis ?? null;
  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">{text('library.title')}</h1>
      {isMany && (
        <search className="flex flex-wrap gap-2">
          <SearchField
            label={text('library.search')}
            value={words}
            testId="library-search"
            className="bg-card"
            onChange={setWords}
          />
          <select
            aria-label={text('library.sort')}
            value={order}
            onChange={({ currentTarget }) =>
              setOrder(ORDERS.find((one) => one === currentTarget.value) ?? 'newest')
            }
            className="min-h-11 rounded-xl border border-line bg-card px-3"
          >
            {ORDERS.map((one) => (
              <option key={one} value={one}>
                {text(`library.sort.${one}`)}
              </option>
            ))}
          </select>
        </search>
      )}
      {shares.length === 0 && <Empty />}
      {shares.length > 0 && shown.length === 0 && (
        <p role="status" className="text-quiet">
          {text('library.found.none', { words })}
        </p>
      )}
      {shown.length > 0 && (
        <ul className="flex flex-col gap-2">
          {shown.map((share) => (
            <ShareRow key={share.key} share={share} />
          ))}
        </ul>
      )}
      {resting !== null && <p className="text-sm text-pretty text-quiet">{problemWords(text, resting)}</p>}
      <StorageCard />
    </div>
  );
}

function Empty() {
  const text = useText();
  return (
    <div className="flex flex-col items-center gap-4 rounded-3xl border border-line bg-card px-6 py-12 text-center">
      <FolderOpen aria-hidden className="size-10 text-quiet" strokeWidth={1.5} />
      <p className="max-w-sm text-pretty text-quiet">{text('library.empty')}</p>
      <a href="#/" className="font-medium text-accent underline underline-offset-4">
        {text('library.empty.go')}
      </a>
    </div>
  );
}
