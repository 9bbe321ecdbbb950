// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LoopCompiler {
  /// The code of one line.
  mutating func compile(_ e: inout LineEmitter, _ registers: inout VectorRegisters) {
    switch e.line.opcode {
    case .constant, .load: break
    case .add: binary(opcodes.add, &e, &registers)
    case .subtract: binary(opcodes.subtract, &e, &registers)
    case .multiply: binary(opcodes.multiply, &e, &registers)
    case .divide: binary(opcodes.divide, &e, &registers)
    case .minimum: binary(opcodes.minimum, &e, &registers)
    case .maximum: binary(opcodes.maximum, &e, &registers)
    case .and: binary(opcodes.and, &e, &registers)
    case .or: binary(opcodes.or, &e, &registers)
    case .exclusiveOr: binary(opcodes.exclusiveOr, &e, &registers)
    case .andNot: binary(opcodes.andNot, &e, &registers)
    case .scale: binary(opcodes.scale, &e, &registers)
    case .squareRoot: unary(opcodes.squareRoot, nil, &e, &registers)
    case .round: unary(opcodes.round, UInt8(e.line.immediate), &e, &registers)
    case .exponent: unary(opcodes.exponent, nil, &e, &registers)
    // Into [¾, 1½); nan for negative numbers.
    case .significand: unary(opcodes.significand, 0b1011, &e, &registers)
    case .shiftLeft: shift(VectorOpcodes.shiftLeft, &e, &registers)
    case .shiftRight: shift(VectorOpcodes.shiftRight, &e, &registers)
    case .multiplyAdd: multiplyAdd(.add, &e, &registers)
    case .multiplySubtract: multiplyAdd(.subtract, &e, &registers)
    case .negativeMultiplyAdd: multiplyAdd(.negated, &e, &registers)
    case .selectWhere: selectWhere(&e, &registers)
    case .selectWhereNegative: selectWhereNegative(&e, &registers)
    case .contribution: contribution(&e, &registers)
    case .call: call(&e, &registers)
    case .guardedCall: guardedCall(&e, &registers)
    case .store: store(&e, &registers)
    }
  }

  private mutating func binary(
    _ opcode: Assembler.Opcode, _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) {
    var (x, y) = (e.line.x, e.line.y)
    // Memory can only be the last operand.
    if e.line.opcode.isCommutative, isInMemory(x, registers), !isInMemory(y, registers) {
      swap(&x, &y)
    }
    let first = register(x, &e, &registers)
    let last = place(y, &e, &registers)
    consume(e, registers)
    let result = target(&e, &registers)
    emit(opcode, result, first, last)
    finish(result, e, &registers)
  }

  private mutating func unary(
    _ opcode: Assembler.Opcode, _ immediate: UInt8?, _ e: inout LineEmitter,
    _ registers: inout VectorRegisters
  ) {
    let operand = place(e.line.x, &e, &registers)
    consume(e, registers)
    let result = target(&e, &registers)
    emit(opcode, result, 0, operand)
    if let immediate { assembler.immediate(immediate) }
    finish(result, e, &registers)
  }

  private mutating func shift(
    _ kind: UInt8, _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) {
    let operand = register(e.line.x, &e, &registers)
    consume(e, registers)
    let result = target(&e, &registers)
    // The first source names the result, the register field the kind of shift.
    emit(opcodes.shift, kind, result, .register(operand))
    assembler.immediate(UInt8(e.line.immediate))
    finish(result, e, &registers)
  }

  /// `x y + z` overwrites one of its operands: 132 is `t ← t · last + s`, 213 `t ← s · t + last`, 231
  /// `t ← s · last + t`.
  private mutating func multiplyAdd(
    _ kind: VectorOpcodes.MultiplyAdd, _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) {
    var (x, y) = (e.line.x, e.line.y)
    let z = e.line.z
    if isInMemory(x, registers), !isInMemory(y, registers) { swap(&x, &y) }
    let xRegister = register(x, &e, &registers)
    let isSumInMemory = isInMemory(z, registers)
    let yPlace: Assembler.Place
    if isSumInMemory {
      yPlace = .register(register(y, &e, &registers))
    } else {
      yPlace = place(y, &e, &registers)
    }
    let zPlace = isSumInMemory ? place(z, &e, &registers) : .register(register(z, &e, &registers))
    consume(e, registers)
    func isFree(_ value: Int32) -> Bool {
      !registers.isNeeded(value) && registers.register(of: value) != nil
    }
    let result: UInt8
    if isSumInMemory {
      guard case .register(let yRegister) = yPlace else { return }
      if isFree(x) {
        result = xRegister
        emit(opcodes.multiplyAdd(213, kind), result, yRegister, zPlace)
      } else if isFree(y) {
        result = yRegister
        emit(opcodes.multiplyAdd(213, kind), result, xRegister, zPlace)
      } else {
        result = take(&e, &registers)
        emit(opcodes.move, result, 0, .register(xRegister))
        emit(opcodes.multiplyAdd(213, kind), result, yRegister, zPlace)
      }
    } else {
      guard case .register(let zRegister) = zPlace else { return }
      if isFree(z) {
        result = zRegister
        emit(opcodes.multiplyAdd(231, kind), result, xRegister, yPlace)
      } else if isFree(x) {
        result = xRegister
        emit(opcodes.multiplyAdd(132, kind), result, zRegister, yPlace)
      } else {
        result = take(&e, &registers)
        emit(opcodes.move, result, 0, .register(zRegister))
        emit(opcodes.multiplyAdd(231, kind), result, xRegister, yPlace)
      }
    }
    finish(result, e, &registers)
  }

  private mutating func selectWhere(_ e: inout LineEmitter, _ registers: inout VectorRegisters) {
    let first = register(e.line.x, &e, &registers)
    let second = place(e.line.y, &e, &registers)
    let otherwise = register(e.line.w, &e, &registers)
    let chosen = place(e.line.z, &e, &registers)
    consume(e, registers)
    emit(opcodes.compare, comparisonMask, first, second)
    assembler.immediate(UInt8(e.line.immediate))
    let result = target(&e, &registers)
    blend(result, otherwise, chosen)
    finish(result, e, &registers)
  }

  private mutating func selectWhereNegative(
    _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) {
    let signs = register(e.line.x, &e, &registers)
    let otherwise = register(e.line.z, &e, &registers)
    let chosen = place(e.line.y, &e, &registers)
    consume(e, registers)
    if level == .avx512 {
      emit(opcodes.maskOfSigns, 1, 0, .register(signs))
    } else {
      emit(opcodes.move, scratchRegister, 0, .register(signs))
    }
    let result = target(&e, &registers)
    blend(result, otherwise, chosen)
    finish(result, e, &registers)
  }

  /// `chosen` where k1 (or the scratch register) says so, else `otherwise`.
  mutating func blend(_ result: UInt8, _ otherwise: UInt8, _ chosen: Assembler.Place) {
    emit(opcodes.blend, result, otherwise, chosen, mask: level == .avx512 ? 1 : 0)
    if level == .avx2 { assembler.immediate(scratchRegister << 4) }
  }

  private mutating func contribution(
    _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) {
    let x = register(e.line.x, &e, &registers)
    let y = register(e.line.y, &e, &registers)
    let zero = take(&e, &registers)
    let notEqual = UInt8(VectorOpcode.Comparison.notEqual.rawValue)
    emit(opcodes.exclusiveOr, zero, zero, .register(zero))
    consume(e, registers)
    if level == .avx512 {
      emit(opcodes.compare, 1, x, .register(zero))
      assembler.immediate(notEqual)
      emit(opcodes.compare, 1, y, .register(zero), mask: 1)
      assembler.immediate(notEqual)
      emit(opcodes.multiply, zero, x, .register(y), mask: 1, isZeroing: true)
    } else {
      emit(opcodes.compare, scratchRegister, x, .register(zero))
      assembler.immediate(notEqual)
      emit(opcodes.compare, zero, y, .register(zero))
      assembler.immediate(notEqual)
      emit(opcodes.and, scratchRegister, scratchRegister, .register(zero))
      emit(opcodes.multiply, zero, x, .register(y))
      emit(opcodes.and, zero, zero, .register(scratchRegister))
    }
    finish(zero, e, &registers)
  }
}
