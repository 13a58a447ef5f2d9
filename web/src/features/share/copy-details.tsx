import { CopyButton } from '../../ui/copy-button.tsx';
import { useCommands } from '../app/commands.ts';

/** Facts about connections for whoever is asked for help: no addresses, names or links are among them. */
export function CopyDetails({ shareKey }: { readonly shareKey: string }) {
  const commands = useCommands();
  return (
    <CopyButton
      look="quiet"
      size="small"
      data-testid="copy-details"
      title="Facts about these connections, for a bug report: no addresses, no names, no links"
      text={() => commands.connectionReport(shareKey)}
      label="Copy details"
    />
  );
}
