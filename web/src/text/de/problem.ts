import type { problem as source } from '../en/problem.ts';
import type { Same } from '../text.ts';

export const problem = {
  'problem.ambiguous-names':
    'WebTorrent-Programme würden manche dieser Dateinamen (etwa mit Emoji) anders sortieren und können diese .torrent-Datei oder diesen Magnet-Link deshalb nicht öffnen. Der Link funktioniert für alle.',
  'problem.bad-identity':
    'Das ist keine Identität von Flockdrop, oder die Datei ist beschädigt. Wähle die Datei, die ein anderer Browser exportiert hat.',
  'problem.bad-identity.changed':
    'Der Schlüssel in dieser Datei gehört zu einem anderen Namen, als die Datei sagt: Jemand hat sie verändert. Exportiere sie noch einmal.',
  'problem.bad-signature': 'Die Signatur passt nicht zum Schlüssel und zu diesem Server.',
  'problem.copy-incomplete':
    'Dieser Tab wurde geschlossen, bevor alle Dateien aufbewahrt waren. Teile dieselben Dateien noch einmal: Der Link bleibt gleich.',
  'problem.file-changed': 'Die Datei wurde verändert, seit sie geteilt wurde. Teile sie neu.',
  'problem.file-gone': '„{path}“ ist nicht mehr da, wo es war.',
  'problem.file-unreadable':
    '„{path}“ lässt sich nicht mehr lesen. Die Datei wurde verschoben, verändert oder ist nicht erreichbar; füge sie noch einmal hinzu.',
  'problem.hashing-failed': 'Die Dateien ließen sich nicht lesen: {reason}',
  'problem.hello-timeout': 'Die Begrüßung kam nicht rechtzeitig.',
  'problem.identity-failed':
    'Das hat nicht geklappt, und dieser Browser ist, wer er war ({reason}). Prüfe, ob sich die Datei öffnen lässt und der Server erreichbar ist, und versuch es noch einmal.',
  'problem.identity-locked':
    'Der Schlüssel dieses Namens stammt aus einer Zeit, in der man Schlüssel nicht mitnehmen konnte, und der Browser gibt ihn nicht heraus. Einen neuen Namen kannst du exportieren.',
  'problem.in-use':
    'Ein anderer Tab dieses Browsers benutzt diese Freigabe. Entferne sie dort, oder schließ jenen Tab und versuch es noch einmal.',
  'problem.no-path':
    'Andere sind hier, aber beide Netze sind streng und dieser Server hat kein Relay. Es hilft, wenn einer von euch ein anderes Netz benutzt.',
  'problem.no-peers':
    'Gerade ist niemand online, der das hat. Bitte den Absender, die Freigabe wieder zu öffnen; es geht von selbst los, sobald jemand da ist.',
  'problem.no-peers.seed':
    'Gerade ist niemand online, der das hat. Es geht von selbst weiter, sobald jemand da ist.',
  'problem.no-peers.waiting':
    'Gerade ist niemand online, der das hat. Bitte den Absender, die Freigabe wieder zu öffnen. Du kannst schon jetzt auf Herunterladen klicken: Es geht los, sobald jemand da ist.',
  'problem.no-server':
    'Der Vermittlungsserver ist nicht erreichbar, also lässt sich niemand finden. Es wird von selbst weiter versucht.',
  'problem.no-server.seed':
    'Der Vermittlungsserver ist nicht erreichbar, also kann niemand diese Freigabe finden. Es wird von selbst weiter versucht.',
  'problem.nothing-picked': 'Es war keine Datei dabei. Wähle mindestens eine aus.',
  'problem.nothing-selected':
    'Es ist keine Datei ausgewählt, also gibt es nichts herunterzuladen. Wähle unten mindestens eine aus.',
  'problem.peer-udp-blocked':
    'Das Netz der anderen scheint direkte Verbindungen (UDP) zu sperren. Bitte sie, ein anderes Netz zu versuchen oder ein VPN auszuschalten.',
  'problem.permission-denied': 'Der Browser lässt diese Seite „{path}“ nicht lesen.',
  'problem.piece-lost':
    'Ein Teil dieser Freigabe ist hier nicht mehr lesbar. Er wird von anderen, die ihn haben, noch einmal geholt.',
  'problem.piece-lost.preview':
    'Ein Teil dieser Datei ist hier nicht mehr lesbar. Vielleicht ist sie in einem anderen Tab offen: Sieh sie dort an.',
  'problem.piece-lost.save':
    'Ein Teil dieser Datei ging im Speicher dieses Browsers verloren oder wurde beschädigt. Er wird von anderen, die ihn haben, noch einmal geholt: Speichere, sobald die Freigabe vollständig ist.',
  'problem.pieces-missing':
    'Niemand, der hier ist, hat die fehlenden Teile. Sie kommen, sobald jemand, der sie hat, den Link öffnet.',
  'problem.preview-failed':
    'Diese Datei lässt sich gerade nicht zeigen ({reason}). Versuch es noch einmal, oder speichere sie.',
  'problem.rate-limited': 'Zu viele Nachrichten. Warte einen Augenblick.',
  'problem.read-failed':
    'Der Browser konnte einen gespeicherten Teil nicht lesen ({reason}). Er wird von anderen, die ihn haben, noch einmal geholt.',
  'problem.record-damaged':
    'Was dieser Browser sich von einer Freigabe gemerkt hat, ist beschädigt. Entferne sie, um ihren Platz freizugeben, oder öffne ihren Link noch einmal: Was gespeichert ist, wird dann verwendet.',
  'problem.relay-missing':
    'Du möchtest dich nur über ein Relay verbinden, und dieser Server hat keins. Schalte „Nur über ein Relay verbinden“ in den Einstellungen aus, oder benutze einen Server mit Relay.',
  'problem.relay-refused':
    'Das Relay will nicht helfen, und bisher führt kein Weg daran vorbei. Lade die Seite neu; wenn das nicht hilft, sag es denen, die diesen Server betreiben.',
  'problem.relay-unreachable':
    'Das Relay ist aus diesem Netz nicht erreichbar, und bisher führt kein Weg daran vorbei. Es wird von selbst weiter versucht; ein anderes Netz hilft vielleicht.',
  'problem.replaced': 'Ein anderer Tab oder eine andere Seite dieses Browsers hat übernommen.',
  'problem.resting':
    'Nur die neuesten Freigaben laufen von selbst, wenn die Seite geöffnet wird. Setze eine ältere fort, um mit ihr weiterzumachen.',
  'problem.save-blocked':
    'Der Browser hat verhindert, dass diese Freigabe von selbst gespeichert wird. Speichere sie hier; fürs nächste Mal erlaube dieser Seite in den Einstellungen des Browsers automatische Downloads.',
  'problem.save-disk-full':
    'Das Laufwerk dieses Ordners ist voll. Was gespeichert wurde, ist da; schaffe Platz und speichere weiter, oder wähle einen anderen Ordner.',
  'problem.save-elsewhere':
    'Diese Dateien sind in einem anderen Tab dieses Browsers offen und noch nicht kopiert. Speichere sie von dort aus.',
  'problem.save-failed': 'Das Speichern brach ab: {reason}',
  'problem.save-failed.broken-off':
    'Der Browser hat diesen Download vor dem Ende abgebrochen. Speichere noch einmal.',
  'problem.save-failed.changed':
    '„{path}“ wurde beim Speichern von etwas anderem verändert. Speichere noch einmal.',
  'problem.save-failed.folder':
    'Dieser Ordner lässt sich nicht benutzen: {reason} Versuch es noch einmal, oder wähle einen anderen.',
  'problem.save-failed.names':
    'In dem Ordner gibt es zu viele andere Dateien, die wie „{path}“ heißen. Wähle einen anderen.',
  'problem.save-failed.not-started': 'Der Browser hat den Download nicht begonnen. Versuch es noch einmal.',
  'problem.save-failed.write':
    '„{path}“ ließ sich nicht schreiben: {reason} Was gespeichert wurde, ist da; speichere weiter, um es noch einmal zu versuchen.',
  'problem.save-folder-gone':
    'Der Ordner ist nicht mehr da: Er wurde verschoben, umbenannt oder getrennt. Bring ihn zurück und speichere weiter, oder wähle einen anderen Ordner.',
  'problem.save-no-room':
    'Der Browser hat keinen Platz, um diese Datei zusammenzusetzen: Sie braucht noch einmal so viel freien Platz. Schaffe Platz und speichere noch einmal, oder speichere Datei für Datei.',
  'problem.save-permission':
    'Der Browser lässt diese Seite nicht mehr in den Ordner schreiben. Was gespeichert wurde, ist da; speichere weiter, dann fragt dich der Browser.',
  'problem.save-permission.ask':
    'Der Browser braucht dein Wort, bevor diese Seite in „{folder}“ schreiben darf. Speichere weiter und erlaube es, oder wähle einen anderen Ordner.',
  'problem.save-refused':
    'Der Browser lässt diese Seite „{path}“ nicht schreiben. Speichere diese Datei einzeln, als gewöhnlichen Download.',
  'problem.save-running':
    'Ein anderer Tab dieses Browsers speichert diese Freigabe schon in einen Ordner. Sieh dort nach.',
  'problem.save-unsupported':
    'Der Browser lässt diese Seite höchstens 2 GiB auf einmal speichern. Speichere Datei für Datei, oder öffne Flockdrop über https:// und außerhalb privater Fenster.',
  'problem.storage-failed':
    'Der Speicher des Browsers hat versagt ({reason}). Lade die Seite neu, um es noch einmal zu versuchen.',
  'problem.storage-failed.let-go':
    'Der Browser konnte eine Freigabe nicht loslassen ({reason}). Lade die Seite neu; ist die Freigabe dann noch da, entferne sie noch einmal.',
  'problem.storage-failed.next-visit':
    'Der Browser konnte sich das nicht für den nächsten Besuch merken ({reason}).',
  'problem.storage-failed.open':
    'Der Browser konnte diese Freigabe nicht öffnen ({reason}). Lade die Seite neu, um es noch einmal zu versuchen.',
  'problem.storage-failed.piece':
    'Der Browser konnte einen Teil nicht speichern ({reason}). Alles zuvor Gespeicherte bleibt erhalten: Setze fort, um es noch einmal zu versuchen.',
  'problem.storage-failed.remember':
    'Der Browser konnte sich diese Freigabe nicht merken ({reason}). Sie funktioniert, solange dieser Tab offen ist.',
  'problem.storage-full':
    'Der Browser hat keinen Platz mehr für diese Freigabe. Alles bisher Empfangene bleibt erhalten: Schaffe Platz, hier oder auf der Festplatte, und setze dann fort.',
  'problem.swarm-full': 'Bei dieser Freigabe machen zu viele mit. Versuch es später noch einmal.',
  'problem.too-many-shares': 'Diese Verbindung macht bei zu vielen Freigaben mit.',
  'problem.torrent.bad-bencode':
    'Diese .torrent-Datei ist beschädigt oder nicht lesbar. Lass sie dir noch einmal schicken.',
  'problem.torrent.bad-info':
    'Dieser Torrent ist fehlerhaft und lässt sich nicht öffnen. Bitte den Absender um einen neuen.',
  'problem.torrent.bad-layers':
    'In diesem Torrent fehlen Prüfsummen, oder sie passen nicht zu den Dateien. Bitte den Absender um einen neuen.',
  'problem.torrent.bad-link':
    'Das ist kein Link zu einer Freigabe, oder er ist unvollständig. Kopiere den ganzen Link noch einmal.',
  'problem.torrent.cancelled': 'Die Vorbereitung wurde abgebrochen.',
  'problem.torrent.contradiction':
    'Die Angaben in diesem Torrent widersprechen sich. Bitte den Absender um einen neuen.',
  'problem.torrent.empty-share': 'Es gibt nichts zu teilen: Alle Dateien sind leer.',
  'problem.torrent.file-unreadable':
    'Eine der Dateien lässt sich nicht mehr lesen oder wurde gerade verändert. Füge sie noch einmal hinzu.',
  'problem.torrent.too-large':
    'Das ist zu groß für eine Freigabe. Nimm weniger Dateien auf einmal, oder packe sie vorher zusammen.',
  'problem.torrent.unsafe-path':
    'Ein Datei- oder Ordnername darin geht nicht. Benenne um und versuch es noch einmal.',
  'problem.torrent.v1-only':
    'Dieser Torrent hat nur das alte Format v1. Bitte um einen hybriden oder einen v2-Torrent.',
  'problem.udp-blocked':
    'Dein Netz scheint direkte Verbindungen (UDP) zu sperren. Versuch ein anderes Netz, etwa den Hotspot eines Handys, oder schalte ein VPN aus.',
  'problem.unreachable':
    'Andere sind hier, aber noch führt kein Weg zu ihnen: Vielleicht steht eine Firewall oder ein Netz im Weg. Es wird von selbst weiter versucht; ein anderes Netz hilft vielleicht.',
  'problem.waiting-turn':
    'Die anderen sind noch mit jemandem beschäftigt. In spätestens einer Minute bist du dran.',
  'problem.weak-passphrase':
    'Wähle eine Passphrase mit mindestens {length} Zeichen: Nur sie schützt die Datei.',
  'problem.webrtc-blocked':
    'Dieser Browser erlaubt keine direkten Verbindungen (WebRTC). Erlaube sie in seinen Einstellungen oder Erweiterungen, oder nimm einen anderen Browser.',
  'problem.wrong-passphrase':
    'Die Passphrase öffnet diese Datei nicht. Prüfe sie und versuch es noch einmal: Groß- und Kleinschreibung zählt.',
  'problem.wrong-version': 'Diese Seite hat eine andere Version als der Server. Lade sie neu.',
} satisfies Same<typeof source>;
