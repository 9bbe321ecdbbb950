// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LoopCompiler {
  /// Delivers a value to an output.
  mutating func store(_ e: inout LineEmitter, _ registers: inout VectorRegisters) {
    let number = Int(e.line.immediate)
    var value = register(e.line.x, &e, &registers)
    consume(e, registers)
    switch body.outputs[number].destination {
    case .store: store(value, at: number, e)
    case .combine(let reduction):
      let present = take(&e, &registers)
      loadRow(
        body.baseCount + number, Int(e.line.vector), into: present, isMasked: e.isMasked)
      combine(reduction, present, with: value)
      store(present, at: number, e)
    case .reduceRow(let reduction):
      guard let index = accumulators.firstIndex(where: { $0.output == number }) else { return }
      if e.isMasked { value = onlyLanesOfRest(value, reduction, &e, &registers) }
      if let accumulator = accumulators[index].register {
        combine(reduction, accumulator, with: value)
      } else {
        let accumulator = take(&e, &registers)
        let place = frame(accumulatorArea + index * vectorSize)
        emit(opcodes.load, accumulator, 0, place)
        combine(reduction, accumulator, with: value)
        emit(opcodes.store, accumulator, 0, place)
      }
    }
    registers.releaseIfDead(e.line.x)
  }

  private mutating func store(_ value: UInt8, at output: Int, _ e: LineEmitter) {
    let place = Assembler.Place.row(
      address(body.baseCount + output), Int(e.line.vector) * vectorSize)
    if !e.isMasked {
      emit(opcodes.store, value, 0, place)
    } else if level == .avx512 {
      emit(opcodes.store, value, 0, place, mask: 7)
    } else {
      emit(opcodes.maskedStore, value, maskRegister, place)
    }
  }

  /// `accumulator ← accumulator ∘ value`; nan once met stays.
  private mutating func combine(
    _ reduction: Reduction, _ accumulator: UInt8, with value: UInt8
  ) {
    switch reduction {
    case .sum, .product:
      emit(opcodes.combine(reduction), accumulator, accumulator, .register(value))
    case .maximum, .minimum:
      // Of two of which one is nan, the instruction gives the last: that of the accumulator stays.
      emit(opcodes.combine(reduction), accumulator, value, .register(accumulator))
      emit(opcodes.compare, comparisonMask, value, .register(value))
      assembler.immediate(UInt8(VectorOpcode.Comparison.unordered.rawValue))
      blend(accumulator, accumulator, .register(value))
    }
  }

  /// The value in the lanes of the rest of a row, and in the others what changes nothing.
  private mutating func onlyLanesOfRest(
    _ value: UInt8, _ reduction: Reduction, _ e: inout LineEmitter,
    _ registers: inout VectorRegisters
  ) -> UInt8 {
    let result = take(&e, &registers)
    loadIdentity(reduction, into: result)
    if level == .avx512 {
      emit(opcodes.move, result, 0, .register(value), mask: 7)
    } else {
      emit(opcodes.blend, result, result, .register(value))
      assembler.immediate(maskRegister << 4)
    }
    return result
  }

  private mutating func loadIdentity(_ reduction: Reduction, into register: UInt8) {
    let value = reduction.identity
    broadcast(isDouble ? value.bitPattern : UInt64(Float(value).bitPattern), into: register)
  }

  /// Sets an accumulator at the start of a row.
  mutating func start(_ accumulator: Accumulator) {
    let register = accumulator.register ?? 0
    loadIdentity(accumulator.reduction, into: register)
    guard accumulator.register == nil else { return }
    emit(opcodes.store, register, 0, accumulatorPlace(accumulator))
  }

  private func accumulatorPlace(_ accumulator: Accumulator) -> Assembler.Place {
    let index = accumulators.firstIndex { $0.output == accumulator.output } ?? 0
    return frame(accumulatorArea + index * vectorSize)
  }

  /// Combines the lanes of an accumulator, halves first, and stores the number.
  mutating func finish(_ accumulator: Accumulator) {
    // At the end of a row the registers of the body are free.
    let value: UInt8 = 0
    let other: UInt8 = 1
    if let register = accumulator.register {
      emit(opcodes.move, value, 0, .register(register))
    } else {
      emit(opcodes.load, value, 0, accumulatorPlace(accumulator))
    }
    let reduction = accumulator.reduction
    if level == .avx512 {
      assembler.evex(opcodes.upperHalf, length: 2, value, 0, .register(other))
      assembler.immediate(1)
      fold(reduction, value, other, length: 1)
    }
    extract(opcodes.upperQuarter, length: 1, value, other, 1)
    fold(reduction, value, other, length: 0)
    if !isDouble {
      permute(value, other, 0b00_00_11_10)
      fold(reduction, value, other, length: 0)
    }
    permute(value, other, 1)
    fold(reduction, value, other, length: 0)
    let base = address(body.baseCount + accumulator.output)
    let place = Assembler.Place.memory(base, 0, isBroadcast: false)
    short(opcodes.storeLowest, length: 0, value, 0, place)
  }

  private mutating func short(
    _ opcode: Assembler.Opcode, length: UInt8, _ target: UInt8, _ second: UInt8,
    _ place: Assembler.Place, mask: UInt8 = 0
  ) {
    if level == .avx512 {
      assembler.evex(opcode, length: length, target, second, place, mask: mask)
    } else {
      assembler.vex(opcode, length: length, target, second, place)
    }
  }

  private mutating func extract(
    _ opcode: Assembler.Opcode, length: UInt8, _ source: UInt8, _ target: UInt8, _ part: UInt8
  ) {
    short(opcode, length: length, source, 0, .register(target))
    assembler.immediate(part)
  }

  private mutating func permute(_ source: UInt8, _ target: UInt8, _ order: UInt8) {
    short(opcodes.permute, length: 0, target, 0, .register(source))
    assembler.immediate(order)
  }

  /// `value ← value ∘ other` in the lower lanes.
  private mutating func fold(
    _ reduction: Reduction, _ value: UInt8, _ other: UInt8, length: UInt8
  ) {
    short(opcodes.combine(reduction), length: length, value, other, .register(value))
    guard reduction == .maximum || reduction == .minimum else { return }
    short(opcodes.compare, length: length, comparisonMask, other, .register(other))
    assembler.immediate(UInt8(VectorOpcode.Comparison.unordered.rawValue))
    short(
      opcodes.blend, length: length, value, value, .register(other),
      mask: level == .avx512 ? 1 : 0)
    if level == .avx2 { assembler.immediate(scratchRegister << 4) }
  }
}
