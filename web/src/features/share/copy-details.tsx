import { useText } from '../../text/index.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useCommands } from '../app/commands.ts';

/** Facts about connections for whoever is asked for help: no addresses, names or links are among them. */
export function CopyDetails({ shareKey }: { readonly shareKey: string }) {
  const commands = useCommands();
  const text = useText();
  return (
    <CopyButton
      look="quiet"
      size="small"
      data-testid="copy-details"
      title={text('share.copy-details.about')}
      text={() => commands.connectionReport(shareKey)}
      label={text('share.copy-details')}
    />
  );
}
