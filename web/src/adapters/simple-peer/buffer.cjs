/** simple-peer wraps what a channel receives, before the transport has taken that over. */
module.exports = { Buffer: { from: (data) => new Uint8Array(data) } };
