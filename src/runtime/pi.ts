/** The first `digits` digits of pi, rounded, as Perl's bignum prints them: `3.14159`. Machin's formula on whole numbers. */
export function piDigits(digits: number): string {
  const guard = 10
  const one = 10n ** BigInt(digits + guard)
  const arctan = (inverse: bigint): bigint => {
    let power = one / inverse
    let sum = power
    for (let n = 3n, sign = -1n; power > 0n; n += 2n, sign = -sign) {
      power /= inverse * inverse
      sum += (sign * power) / n
    }
    return sum
  }
  const pi = 4n * (4n * arctan(5n) - arctan(239n))
  const cut = 10n ** BigInt(guard + 1)
  const text = String((pi + cut / 2n) / cut)
  return digits <= 1 ? text : `${text[0]}.${text.slice(1)}`
}
