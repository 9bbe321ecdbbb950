// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The solution of an ordinary differential equation at given times, as a differentiable function of
/// its initial value, its parameters and the times: `dy/dt = f(t, y, p)`, `y(t₀) = y₀`.
///
/// ```swift
/// // A pendulum with friction.
/// let y = odeSolve(from: [1, 0], times: t, parameters: k) { _, y, k in
///   [y[1], -sin(y[0]) - k * y[1]] as Tensor
/// }                                                        // [times, 2]
/// ```
///
/// Dormand and Prince's method chooses its steps so that the estimated error of each is within the
/// tolerances; what lies between its steps is taken from its polynomial. Derivatives are those of the
/// steps that were taken, their lengths held fixed: exact to rounding for these steps, in both modes
/// alike, and about as accurate as the solution. Reverse mode runs backward from states that it has
/// kept: one for each time, and a few between two of them, however many steps there are. Every order
/// and batches work; what the function captures is differentiated.
///
/// Where no step is short enough the solution is nan.
///
/// - Parameters:
///   - start: The state at the first time.
///   - times: A vector of times, ascending or descending; the first is `t₀`.
///   - parameters: What the equation depends on.
///   - relativeTolerance: The error of a step that is accepted, relative to the state: 1e-8, or 1e-5
///     for float32, if it is nil.
///   - absoluteTolerance: What is added to that: a hundredth of the same number if it is nil.
///   - maximumCount: After how many steps between two times the program stops with a message.
///   - derivative: The derivative of the state, of the form of the state.
/// - Returns: The states at all times, along a new first axis of every leaf.
public func odeSolve<Y: ParameterTree, P: ParameterTree, E: Error>(
  from start: Y, times: Tensor, parameters: P, relativeTolerance: Double? = nil,
  absoluteTolerance: Double? = nil, maximumCount: Int = 100_000,
  _ derivative: (Tensor, Y, P) throws(E) -> Y
) throws(E) -> Y {
  precondition(
    times.rank == 1 && times.count > 0,
    "odeSolve: the times are a vector with one element at least; found the shape \(times.shape).")
  let leaves = start.leaves.map { $0.number == nil ? $0 : Tensor($0.materialized) }
  let raveling = Raveling(leaves, start.paths, "odeSolve")
  let dtype = raveling.type.dtype
  let given = parameters.leaves.map { $0.number == nil ? $0 : Tensor($0.materialized) }
  let (program, captures) = try TensorProgram.recorded(
    [ArrayType([], dtype), raveling.type] + given.types
  ) { (inputs) throws(E) in
    let slope = try derivative(
      inputs[0], start.replacingLeaves(raveling.leaves(inputs[1])),
      parameters.replacingLeaves(Array(inputs.dropFirst(2))))
    return [raveling.vector(slope.leaves, "odeSolve")]
  }
  let function = program.simplified()
  let relative = relativeTolerance ?? (dtype == .float32 ? 1e-5 : 1e-8)
  let solver = OdeSolver(
    f: { t, y in function([t, y] + given + captures)[0] }, relativeTolerance: Tensor(relative),
    absoluteTolerance: Tensor(absoluteTolerance ?? relative / 100),
    limits: LoopLimits(name: "odeSolve", maximumCount: maximumCount))
  let states = solver.states(
    from: raveling.vector(leaves, "odeSolve"), at: times.converted(to: dtype))
  return start.replacingLeaves(raveling.rows(states))
}

/// An initial value problem for a vector.
private struct OdeSolver {
  let f: (Tensor, Tensor) -> Tensor
  let relativeTolerance: Tensor
  let absoluteTolerance: Tensor
  let limits: LoopLimits

  /// Where the solver stands: behind its last step.
  struct State: ParameterTree {
    /// The time, the state, and its derivative.
    var time: Tensor
    var value: Tensor
    var slope: Tensor
    /// How long the next step is to be; negative backward in time.
    var step: Tensor
    /// Where the last step began, how long it was, and its polynomial.
    var lastTime: Tensor
    var lastStep: Tensor
    var coefficients: Tensor

    mutating func visitChildren(_ visit: inout ParameterVisitor) {
      visit("time", &time)
      visit("value", &value)
      visit("slope", &slope)
      visit("step", &step)
      visit("lastTime", &lastTime)
      visit("lastStep", &lastStep)
      visit("coefficients", &coefficients)
    }
  }

  /// The states at `times`, one to a row.
  func states(from start: Tensor, at times: Tensor) -> Tensor {
    let (first, last) = (times[0], times[-1])
    let direction = Tensor.select(last .>= first, 1, -1).converted(to: start.dtype)
    let results = scan(
      over: times[1...], from: initial(first, start, direction)
    ) { state, time in
      let reached = loop(from: state, limits) { state in
        isBefore(state.time, time, direction) .&& (state.time + state.step .!= state.time)
      } body: {
        next(after: $0, upTo: last, direction)
      }
      let value = DormandPrince.value(
        reached.coefficients, at: (time - reached.lastTime) / reached.lastStep)
      let isThere = !isBefore(reached.time, time, direction)
      return (reached, Tensor.select(isThere, value, Tensor(.nan)))
    }.results
    return concatenate([start.addingAxis(0), results])
  }

  private func isBefore(_ t: Tensor, _ time: Tensor, _ direction: Tensor) -> Tensor {
    (time - t) * direction .> 0
  }

  /// Before the first step, the polynomial is the initial value.
  private func initial(_ t: Tensor, _ y: Tensor, _ direction: Tensor) -> State {
    let slope = f(t, y)
    let (size, speed) = (norm(y, y), norm(slope, y))
    let isTiny = Tensor.minimum(size, speed) .< 1e-5
    let step = Tensor.select(isTiny, 1e-6, 0.01 * size / speed) * direction
    let zero = Tensor(zeros: y.type)
    return State(
      time: t, value: y, slope: slope, step: step.withoutDerivative, lastTime: t,
      lastStep: Tensor(ones: [], dtype: y.dtype), coefficients: stack([y, zero, zero, zero, zero]))
  }

  /// One step, which is taken if its error is small enough, and the length of the next.
  private func next(after state: State, upTo last: Tensor, _ direction: Tensor) -> State {
    let rest: Tensor = Tensor.abs(last - state.time)
    let length = Tensor.minimum(Tensor.abs(state.step), rest)
    let h = (length * direction).withoutDerivative
    let step = DormandPrince(f, at: state.time, state.value, slope: state.slope, step: h)
    let error = norm(step.error, maximum(.abs(state.value), .abs(step.end)))
    let isAccepted = error .<= 1
    let wanted = 0.9 * Tensor.power(error, -0.2)
    let most = Tensor.select(isAccepted, 10, 1).converted(to: h.dtype)
    let factor = Tensor.select(
      wanted.isNaN, 0.2, .minimum(maximum(wanted, 0.2), most))
    let taken = State(
      time: state.time + h, value: step.end, slope: step.slope, step: state.step,
      lastTime: state.time, lastStep: h, coefficients: step.coefficients)
    var result = taken.replacingLeaves(
      zip(taken.leaves, state.leaves).map { .select(isAccepted, $0, $1) })
    result.step = (h * factor).withoutDerivative
    return result
  }

  /// The size of an error (or a state) in units of what is accepted at a state: a mean square.
  private func norm(_ error: Tensor, _ state: Tensor) -> Tensor {
    if error.count == 0 { return Tensor(zeros: [], dtype: error.dtype) }
    let accepted = absoluteTolerance + relativeTolerance * Tensor.abs(state)
    let ratio = (error / accepted).withoutDerivative
    return Tensor.sqrt((ratio * ratio).sum() / Tensor(Double(error.count)))
  }
}
