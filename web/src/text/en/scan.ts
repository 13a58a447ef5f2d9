/** The camera that reads QR codes. */
export const scan = {
  'scan.about': 'Hold the QR code of a share into the picture.',
  'scan.camera-busy': 'The camera gives no picture. Close other programs that use it, then try again.',
  'scan.camera-denied':
    'The browser does not let this page use the camera. Allow it in the site settings beside the address, then try again.',
  'scan.camera-missing': 'No camera was found. Paste the link instead.',
  'scan.other': 'This code holds no share link. Hold the code of a share into the picture.',
  'scan.picture': 'What the camera sees',
  'scan.scanner-missing':
    'What reads the code did not arrive: the server is out of reach. Try again later, or paste the link.',
  'scan.title': 'Scan a share',
} as const;
