/** By which the API server is known. There is nothing to be trusted in a simulation: it is a blank of the right shape. */
export const ROOT_CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\n-----END CERTIFICATE-----\n`
