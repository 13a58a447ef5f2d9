/** Looking at files, and what stands in its way. */
export const preview = {
  'preview.again': 'Try again',
  'preview.cut': 'Only the first 1 MiB is shown. Save the file to see all of it.',
  'preview.next': 'Next file',
  'preview.no-pdf-viewer': 'This browser shows no PDF inside of this page. Save the file to read it.',
  'preview.play': 'Play {path}',
  'preview.player': 'Player of {name}',
  'preview.position': '{position, number} of {count, number}',
  'preview.previous': 'Previous file',
  'preview.resume': 'Resume the download',
  'preview.show': 'Preview {path}',
  'preview.waiting.nobody':
    'Nobody who is connected has this part right now. It goes on by itself as soon as somebody brings it.',
  'preview.waiting.paused': 'The download is paused, and this part is not here yet.',
  'preview.waiting.pieces': 'Waiting for pieces…',
  'problem.codec-unsupported': 'This browser cannot play this file. Save it and open it with another player.',
  'problem.image-unreadable': 'This browser cannot read this picture. Save it and open it with another app.',
  'problem.preview-elsewhere':
    'Another tab of this browser fetches this file. Look at it there, or wait until it is complete.',
  'problem.preview-empty': 'This file is empty.',
  'problem.preview-mismatch':
    'This file is not what its name says, so it is not shown. Be careful with it: open it only if you trust who sent it.',
  'problem.preview-no-text':
    'This file has the name of a text, and is none. Save it to look at it with another app.',
  'problem.preview-resting': 'This share rests in this browser. Resume it to look at its files.',
  'problem.preview-too-large':
    'On this page the browser cannot show a file of more than 512 MiB. Save it to look at it.',
  'problem.preview-unknown':
    'There is no preview for this kind of file. Save it and open it with an app that knows it.',
  'problem.stream-broken': 'The player lost touch with the file. What is here is still here: try again.',
  'problem.stream-unsupported':
    'On this page the browser cannot play a file before it is complete: that takes https, and a window that is not private. Wait until it is here.',
} as const;
