// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension VectorBuilder {
  /// An elementwise function in vector operations; conditions are numbers, 0 for false.
  ///
  /// What has no vector code is called lane by lane.
  func apply(
    _ function: Elementwise, _ x: VectorValue, _ y: VectorValue, _ z: VectorValue
  ) -> VectorValue {
    var zero: VectorValue { constant(0) }
    var one: VectorValue { constant(1) }
    switch function {
    case .contribution: return x.applying(.contribution, y)
    case .less: return x.selecting(.less, y, one, else: zero)
    case .lessOrEqual: return x.selecting(.lessOrEqual, y, one, else: zero)
    case .equal: return x.selecting(.equal, y, one, else: zero)
    case .and: return x * y
    case .or: return x.applying(.maximum, y)
    case .exclusiveOr: return x.selecting(.equal, y, zero, else: one)
    case .not: return one - x
    case .select: return x.selecting(.equal, zero, z, else: y)
    case .convert: return x
    case .function(let function, let parameter): return apply(function, parameter, x, y, z)
    }
  }

  private func apply(
    _ function: ElementaryFunction, _ parameter: Int32, _ x: VectorValue, _ y: VectorValue,
    _ z: VectorValue
  ) -> VectorValue {
    var zero: VectorValue { constant(0) }
    var one: VectorValue { constant(1) }
    switch function {
    case .add: return x + y
    case .subtract: return x - y
    case .multiply: return x * y
    case .divide: return x / y
    case .ratio: return x.selecting(.equal, zero, x, else: x / y)
    case .negate: return -x
    case .reciprocal: return one / x
    case .square: return x * x
    case .oneMinusSquare: return (one - x) * (one + x)
    case .absoluteValue: return x.magnitude
    case .sign:
      return zero.selecting(.less, x, one, else: x.selecting(.less, zero, constant(-1), else: x))
    case .squareRoot: return x.squareRoot
    case .integerPower:
      switch parameter {
      case 0: return one
      case 1: return x
      case 2: return x * x
      case 3: return x * x * x
      case -1: return one / x
      default: return power(x, Int(parameter))
      }
    case .exp: return exponential(x)
    case .exp2: return exponential2(x)
    case .exp10: return exponential10(x)
    case .expMinusOne: return exponentialMinusOne(x)
    case .log: return logarithm(x)
    case .log2: return logarithm2(x)
    case .log10: return logarithm10(x)
    case .logOnePlus: return logarithmOnePlus(x)
    case .power: return power(x, y)
    case .sine: return sine(x)
    case .cosine: return cosine(x)
    case .tangent: return tangent(x)
    case .arcSine: return arcSine(x)
    case .arcCosine: return arcCosine(x)
    case .arcTangent: return arcTangent(x)
    case .arcTangent2: return arcTangent2(x, y)
    case .cubeRoot: return cubeRoot(x)
    case .arcHyperbolicSine: return arcHyperbolicSine(x)
    case .arcHyperbolicCosine: return arcHyperbolicCosine(x)
    case .arcHyperbolicTangent: return arcHyperbolicTangent(x)
    case .hyperbolicSine: return hyperbolicSine(x)
    case .hyperbolicCosine: return hyperbolicCosine(x)
    case .hyperbolicTangent: return hyperbolicTangent(x)
    case .errorFunction: return errorFunction(x)
    case .complementaryErrorFunction: return complementaryErrorFunction(x)
    case .sigmoid: return sigmoid(x)
    case .softplus: return softplus(x)
    case .rectifier: return x.selecting(.lessOrEqual, zero, zero, else: x)
    case .xLogY:
      let product = x * logarithm(y)
      return x.selecting(.equal, zero, y.selecting(.unordered, y, product, else: zero), else: product)
    case .logAddExp:
      let rest = logarithmOnePlusFraction(exponential(-(x - y).magnitude))
      let greater = y.selecting(.less, x, x, else: y) + rest
      return x.selecting(.equal, y, x + 0.6931471805599453, else: greater)
    case .maximum: return extreme(x, y, .maximum, x & y)
    case .minimum: return extreme(x, y, .minimum, x | y)
    case .copySign: return (x.magnitude) | y.sign
    case .floor: return x.rounded(.down)
    case .ceiling: return x.rounded(.up)
    case .round: return x.rounded(.nearest)
    case .truncate: return x.rounded(.towardZero)
    case .less: return x.selecting(.less, y, one, else: zero)
    case .lessOrEqual: return x.selecting(.lessOrEqual, y, one, else: zero)
    case .equal: return x.selecting(.equal, y, one, else: zero)
    case .precedes:
      return x.selecting(.less, y, one, else: x.selecting(.equal, y, constant(0.5), else: zero))
    case .select: return x.selecting(.equal, zero, z, else: y)
    case .root, .hypotenuse, .gamma, .logGamma, .digamma, .polygamma, .sphericalBessel, .modulo:
      break
    }
    return call(.function(function, parameter: parameter), x, y, z)
  }

  /// The greater or lesser of two numbers; nan if one is nan, and of equal ones `bits`, which
  /// decides between zeros.
  private func extreme(
    _ x: VectorValue, _ y: VectorValue, _ opcode: VectorOpcode, _ bits: VectorValue
  ) -> VectorValue {
    let number = x.selecting(.equal, y, bits, else: x.applying(opcode, y))
    return x.selecting(.unordered, y, x + y, else: number)
  }
}
