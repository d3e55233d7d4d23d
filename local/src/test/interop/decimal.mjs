import avsc from 'avsc';

const TEXT = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Avro's decimals as text, such as "-12.5": exact, where a JavaScript number is not. */
export class Decimal extends avsc.types.LogicalType {
  constructor(schema, options) {
    super(schema, options);
    this.scale = schema.scale ?? 0;
  }

  _fromValue(bytes) {
    return text(bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt('0x' + bytes.toString('hex'))), this.scale);
  }

  /** Undefined is how avsc is told that a value is no decimal of this scale. */
  _toValue(value) {
    const number = typeof value === 'string' ? units(value, this.scale) : undefined;
    return number === undefined ? undefined : twosComplement(number);
  }

  _resolve(type) {
    return type instanceof Decimal && type.scale === this.scale ? value => value : undefined;
  }
}

/** "12.5" in units of 10^-scale, a bigint; undefined when the text is no number, or has more decimals. */
export function units(value, scale) {
  const found = TEXT.exec(value);
  const fraction = found?.[3] ?? '';
  return found && fraction.length <= scale ? BigInt(found[1] + found[2] + fraction.padEnd(scale, '0')) : undefined;
}

/** The opposite, without zeros at the end. */
export function text(units, scale) {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return (units < 0n ? '-' : '') + digits.slice(0, digits.length - scale) + (fraction && '.' + fraction);
}

/** What a number that is not negative is when it is divided: rounded half to even, as Tributary does. */
export function divided(number, divisor) {
  const [whole, rest] = [number / divisor, 2n * (number % divisor)];
  return rest > divisor || (rest === divisor && whole % 2n === 1n) ? whole + 1n : whole;
}

/** As few bytes as hold it, the first one first: how Java's BigInteger is written. */
function twosComplement(number) {
  let length = 1;
  while (BigInt.asIntN(8 * length, number) !== number) {
    length++;
  }
  return Buffer.from(BigInt.asUintN(8 * length, number).toString(16).padStart(2 * length, '0'), 'hex');
}
