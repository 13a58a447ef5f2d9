/** What can go wrong once the app runs, by code. The same sentences stand where the problems arise. */
export const problem = {
  'problem.ambiguous-names':
    'WebTorrent apps would sort some of these file names (emoji, for example) in another way, so they cannot open this .torrent or magnet. The link works for everyone.',
  'problem.bad-identity':
    'This is no identity of Flockdrop, or the file is damaged. Choose the file that another browser exported.',
  'problem.bad-identity.changed':
    'The key in this file belongs to another name than the file says: somebody changed it. Export it again.',
  'problem.bad-signature': 'The signature does not fit the key and this server.',
  'problem.copy-incomplete':
    'This tab was closed before all of the files were kept. Share the same files again: the link stays the same.',
  'problem.file-changed': 'The file was changed since it was shared. Share it anew.',
  'problem.file-gone': '“{path}” is no longer where it was.',
  'problem.file-unreadable':
    '“{path}” cannot be read any more. It was moved, changed or is out of reach; add it again.',
  'problem.hashing-failed': 'The files could not be read: {reason}',
  'problem.hello-timeout': 'No hello in time.',
  'problem.identity-failed':
    'That did not work, and this browser is who it was ({reason}). Check that the file opens and that the server can be reached, then try again.',
  'problem.identity-locked':
    'The key of this name was made when keys could not be taken along, and the browser gives it to nobody. A new name can be exported.',
  'problem.in-use':
    'Another tab of this browser uses this share. Remove it there, or close that tab and try again.',
  'problem.no-path':
    'Others are here, but both networks are strict and this server has no relay. One of you using another network helps.',
  'problem.no-peers':
    'Nobody who has this is online right now. Ask the sender to open the share again; it starts by itself as soon as someone is here.',
  'problem.no-peers.seed':
    'Nobody who has this is online right now. It goes on by itself as soon as someone is here.',
  'problem.no-peers.waiting':
    'Nobody who has this is online right now. Ask the sender to open the share again. You may click Download already: it starts as soon as someone is here.',
  'problem.no-server':
    'The meeting server cannot be reached, so nobody can be found. Trying again by itself.',
  'problem.no-server.seed':
    'The meeting server cannot be reached, so nobody can find this share. Trying again by itself.',
  'problem.nothing-picked': 'There is no file in what you dropped. Choose at least one file.',
  'problem.nothing-selected':
    'No file is selected, so there is nothing to download. Select at least one file below.',
  'problem.peer-udp-blocked':
    'The others’ network seems to block direct connections (UDP). Ask them to try another network, or to switch a VPN off.',
  'problem.permission-denied': 'The browser does not let this page read “{path}”.',
  'problem.piece-lost':
    'Part of this share is no longer readable here. It will be fetched again from others who have it.',
  'problem.piece-lost.preview':
    'Part of this file is not readable here any more. It may be open in another tab: look at it there.',
  'problem.piece-lost.save':
    'Part of this file was lost or damaged in this browser’s storage. It is fetched again from others who have it: save once the share is complete.',
  'problem.pieces-missing':
    'Nobody who is here has the missing parts. They arrive as soon as someone who has them opens the link.',
  'problem.preview-failed': 'This file cannot be shown now ({reason}). Try again, or save it.',
  'problem.rate-limited': 'Too many messages. Wait a little.',
  'problem.read-failed':
    'The browser could not read a stored piece ({reason}). It will be fetched again from others who have it.',
  'problem.record-damaged':
    'What this browser remembered of a share is damaged. Remove it to free its space, or open its link again: what is stored is used then.',
  'problem.relay-missing':
    'You chose to connect through a relay only, and this server has none. Turn “relay only” off in the settings, or use a server with a relay.',
  'problem.relay-refused':
    'The relay refuses to help, and there is no way around it so far. Reload the page; if that does not help, tell whoever runs this server.',
  'problem.relay-unreachable':
    'The relay cannot be reached from this network, and there is no way around it so far. Trying again by itself; another network may help.',
  'problem.replaced': 'Another tab or page of this browser took part instead.',
  'problem.resting':
    'Only the newest shares run by themselves when the page opens. Resume an older one to go on with it.',
  'problem.save-blocked':
    'The browser stopped this share from being saved by itself. Save it here; for the next time, allow automatic downloads for this page in the browser’s settings.',
  'problem.save-disk-full':
    'The disk of that folder is full. What was saved is there; free some space and go on saving, or choose another folder.',
  'problem.save-elsewhere':
    'These files are open in another tab of this browser and not copied yet. Save them from that tab.',
  'problem.save-failed': 'Saving stopped: {reason}',
  'problem.save-failed.broken-off': 'The browser stopped this download before its end. Save again.',
  'problem.save-failed.changed': '“{path}” was changed by something else while it was saved. Save again.',
  'problem.save-failed.folder': 'This folder cannot be used: {reason} Try again, or choose another one.',
  'problem.save-failed.names':
    'There are too many other files named like “{path}” in the folder. Choose another one.',
  'problem.save-failed.not-started': 'The browser did not start the download. Try again.',
  'problem.save-failed.write':
    '“{path}” could not be written: {reason} What was saved is there; go on saving to try again.',
  'problem.save-folder-gone':
    'The folder is not there any more: it was moved, renamed or unplugged. Bring it back and go on saving, or choose another folder.',
  'problem.save-no-room':
    'The browser has no room to put this file together: it needs as much free space again. Free some and save again, or save file by file.',
  'problem.save-permission':
    'The browser does not let this page write into the folder any more. What was saved is there; go on saving, and the browser asks you.',
  'problem.save-permission.ask':
    'The browser wants your word before this page may write into “{folder}”. Go on saving and allow it, or choose another folder.',
  'problem.save-refused':
    'The browser does not let this page write “{path}”. Save that file by itself, as an ordinary download.',
  'problem.save-running':
    'Another tab of this browser is saving this share into a folder already. Watch it there.',
  'problem.save-unsupported':
    'The browser lets this page save at most 2 GiB at a time. Save file by file, or open Flockdrop over https:// and outside of private windows.',
  'problem.storage-failed': 'The browser’s storage failed ({reason}). Reload the page to try again.',
  'problem.storage-failed.let-go':
    'The browser could not let go of a share ({reason}). Reload the page; if the share is still there, remove it again.',
  'problem.storage-failed.next-visit': 'The browser could not remember this for the next visit ({reason}).',
  'problem.storage-failed.open':
    'The browser could not open this share ({reason}). Reload the page to try again.',
  'problem.storage-failed.piece':
    'The browser could not store a piece ({reason}). Everything stored before is kept: resume to try again.',
  'problem.storage-failed.remember':
    'The browser could not remember this share ({reason}). It works while this tab is open.',
  'problem.storage-full':
    'The browser has no more room for this share. Everything received so far is kept: free some space (other shares here, or the disk), then resume.',
  'problem.swarm-full': 'Too many take part in this share. Try again later.',
  'problem.too-many-shares': 'This connection takes part in too many shares.',
  'problem.torrent.bad-bencode': '{reason}',
  'problem.torrent.bad-info': '{reason}',
  'problem.torrent.bad-layers': '{reason}',
  'problem.torrent.bad-link': '{reason}',
  'problem.torrent.cancelled': '{reason}',
  'problem.torrent.contradiction': '{reason}',
  'problem.torrent.empty-share': '{reason}',
  'problem.torrent.file-unreadable': '{reason}',
  'problem.torrent.too-large': '{reason}',
  'problem.torrent.unsafe-path': '{reason}',
  'problem.torrent.v1-only': '{reason}',
  'problem.udp-blocked':
    'Your network seems to block direct connections (UDP). Try another network, a phone’s hotspot for example, or switch a VPN off.',
  'problem.unreachable':
    'Others are here, but there is no path to them yet: a firewall or network may be in the way. Trying again by itself; another network may help.',
  'problem.waiting-turn': 'The others are busy serving someone else. Your turn comes within a minute.',
  'problem.weak-passphrase':
    'Choose a passphrase of at least {length} characters: it is all that protects the file.',
  'problem.webrtc-blocked':
    'This browser does not allow direct connections (WebRTC). Allow them in its settings or extensions, or use another browser.',
  'problem.wrong-passphrase':
    'The passphrase does not open this file. Check it and try again: small and capital letters differ.',
  'problem.wrong-version': 'This page is of another version than the server. Reload it.',
} as const;
