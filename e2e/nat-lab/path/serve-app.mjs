// The built app on an address: `node serve-app.mjs <host>` says where, and ends when nobody holds its input any more.
import { once } from 'node:events';
import { Server } from '../../support/server.mjs';

const server = await Server.start({ host: process.argv[2] });
console.log(JSON.stringify({ app: server.url }));
await once(process.stdin.resume(), 'end');
await server.down();
process.exit();
