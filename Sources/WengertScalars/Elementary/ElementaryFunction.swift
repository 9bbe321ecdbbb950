// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The closed set of functions that everything is made of.
///
/// Each case stands for one row (`ElementaryFunction.Sine`, …), which holds everything known of
/// the function. To add one, write its row in the file of its family and give it a case here: the
/// compiler then points at ``accept(_:)``, and a test at the call that is missing from ``Scalar``.
public enum ElementaryFunction: UInt8, CaseIterable, Sendable {
  case add, subtract, multiply, divide, ratio, negate, reciprocal, square, oneMinusSquare,
    absoluteValue, sign
  case exp, exp2, exp10, expMinusOne, log, log2, log10, logOnePlus
  case power, integerPower, squareRoot, cubeRoot, root, hypotenuse
  case sine, cosine, tangent, arcSine, arcCosine, arcTangent, arcTangent2
  case hyperbolicSine, hyperbolicCosine, hyperbolicTangent, arcHyperbolicSine,
    arcHyperbolicCosine, arcHyperbolicTangent
  case errorFunction, complementaryErrorFunction, gamma, logGamma, digamma, polygamma,
    sphericalBessel
  case sigmoid, softplus, rectifier, xLogY, logAddExp
  case maximum, minimum, copySign, modulo, floor, ceiling, round, truncate, less, lessOrEqual,
    equal, precedes
  case select
}

/// Something to do with a row, whatever its kind.
public protocol RowVisitor {
  associatedtype Output
  func visit<F: UnaryFunction>(_ row: F.Type) -> Output
  func visit<F: BinaryFunction>(_ row: F.Type) -> Output
  func visit<F: IndexedFunction>(_ row: F.Type) -> Output
  func visitSelect() -> Output
}

extension ElementaryFunction {
  /// Calls `visitor` with the row of this function: the one place where cases meet rows.
  @inlinable
  public func accept<V: RowVisitor>(_ visitor: V) -> V.Output {
    switch self {
    case .add: visitor.visit(Add.self)
    case .subtract: visitor.visit(Subtract.self)
    case .multiply: visitor.visit(Multiply.self)
    case .divide: visitor.visit(Divide.self)
    case .ratio: visitor.visit(Ratio.self)
    case .negate: visitor.visit(Negate.self)
    case .reciprocal: visitor.visit(Reciprocal.self)
    case .square: visitor.visit(Square.self)
    case .oneMinusSquare: visitor.visit(OneMinusSquare.self)
    case .absoluteValue: visitor.visit(AbsoluteValue.self)
    case .sign: visitor.visit(Sign.self)
    case .exp: visitor.visit(Exp.self)
    case .exp2: visitor.visit(Exp2.self)
    case .exp10: visitor.visit(Exp10.self)
    case .expMinusOne: visitor.visit(ExpMinusOne.self)
    case .log: visitor.visit(Log.self)
    case .log2: visitor.visit(Log2.self)
    case .log10: visitor.visit(Log10.self)
    case .logOnePlus: visitor.visit(LogOnePlus.self)
    case .power: visitor.visit(Power.self)
    case .integerPower: visitor.visit(IntegerPower.self)
    case .squareRoot: visitor.visit(SquareRoot.self)
    case .cubeRoot: visitor.visit(CubeRoot.self)
    case .root: visitor.visit(Root.self)
    case .hypotenuse: visitor.visit(Hypotenuse.self)
    case .sine: visitor.visit(Sine.self)
    case .cosine: visitor.visit(Cosine.self)
    case .tangent: visitor.visit(Tangent.self)
    case .arcSine: visitor.visit(ArcSine.self)
    case .arcCosine: visitor.visit(ArcCosine.self)
    case .arcTangent: visitor.visit(ArcTangent.self)
    case .arcTangent2: visitor.visit(ArcTangent2.self)
    case .hyperbolicSine: visitor.visit(HyperbolicSine.self)
    case .hyperbolicCosine: visitor.visit(HyperbolicCosine.self)
    case .hyperbolicTangent: visitor.visit(HyperbolicTangent.self)
    case .arcHyperbolicSine: visitor.visit(ArcHyperbolicSine.self)
    case .arcHyperbolicCosine: visitor.visit(ArcHyperbolicCosine.self)
    case .arcHyperbolicTangent: visitor.visit(ArcHyperbolicTangent.self)
    case .errorFunction: visitor.visit(ErrorFunction.self)
    case .complementaryErrorFunction: visitor.visit(ComplementaryErrorFunction.self)
    case .gamma: visitor.visit(Gamma.self)
    case .logGamma: visitor.visit(LogGamma.self)
    case .digamma: visitor.visit(Digamma.self)
    case .polygamma: visitor.visit(Polygamma.self)
    case .sphericalBessel: visitor.visit(SphericalBessel.self)
    case .sigmoid: visitor.visit(Sigmoid.self)
    case .softplus: visitor.visit(Softplus.self)
    case .rectifier: visitor.visit(Rectifier.self)
    case .xLogY: visitor.visit(XLogY.self)
    case .logAddExp: visitor.visit(LogAddExp.self)
    case .maximum: visitor.visit(Maximum.self)
    case .minimum: visitor.visit(Minimum.self)
    case .copySign: visitor.visit(CopySign.self)
    case .modulo: visitor.visit(Modulo.self)
    case .floor: visitor.visit(Floor.self)
    case .ceiling: visitor.visit(Ceiling.self)
    case .round: visitor.visit(Round.self)
    case .truncate: visitor.visit(Truncate.self)
    case .less: visitor.visit(Less.self)
    case .lessOrEqual: visitor.visit(LessOrEqual.self)
    case .equal: visitor.visit(Equal.self)
    case .precedes: visitor.visit(Precedes.self)
    case .select: visitor.visitSelect()
    }
  }
}
