/** simple-peer's log, which nobody reads. */
module.exports = () => () => undefined;
