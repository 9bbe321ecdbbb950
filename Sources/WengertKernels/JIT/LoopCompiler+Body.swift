// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LoopCompiler {
  /// A list for the vectors at rcx, or for the lanes of k7 (or the mask register).
  mutating func compileBody(_ list: ContiguousArray<VectorInstruction>, isMasked: Bool) {
    var registers = VectorRegisters(
      list, registerCount: freeRegisterCount,
      resident: residentConstants.map { list.line(ofConstant: $0) })
    for i in list.indices {
      let line = list[i]
      if line.opcode.hasResult && !registers.isNeeded(Int32(i)) { continue }
      switch line.opcode {
      case .constant: registers.setHome(of: Int32(i), .constant, line.immediate)
      case .load:
        let isUniform = body.inputs[Int(line.immediate)].isUniform
        // Of a row the inputs of the first vector are followed by those of the next.
        let place = line.immediate + line.vector * Int32(body.inputs.count)
        registers.setHome(of: Int32(i), isUniform ? .uniform : .row, place)
      default:
        var emitter = LineEmitter(line: line, index: i, isMasked: isMasked)
        compile(&emitter, &registers)
      }
    }
    slotCount = max(slotCount, Int(registers.slotCount))
  }

  /// What is known while the code of one line is written.
  struct LineEmitter {
    let line: VectorInstruction
    let index: Int
    let isMasked: Bool
    /// The registers that may not be given away yet.
    var pinned: UInt32 = 0
  }

  /// A vector instruction of full length, with the prefix that the processor has.
  mutating func emit(
    _ opcode: Assembler.Opcode, _ target: UInt8, _ second: UInt8, _ place: Assembler.Place,
    mask: UInt8 = 0, isZeroing: Bool = false
  ) {
    if level == .avx512 {
      assembler.evex(
        opcode, length: 2, target, second, place, mask: mask, isZeroing: isZeroing)
    } else {
      assembler.vex(opcode, length: 1, target, second, place)
    }
  }

  func frame(_ byte: Int) -> Assembler.Place { .memory(.rdx, byte, isBroadcast: false) }
  func slot(_ number: Int32) -> Assembler.Place { frame(slotArea + Int(number) * vectorSize) }

  private func constantPlace(_ number: Int32) -> Assembler.Place {
    level == .avx512
      ? .memory(.rsi, Int(number) * elementSize, isBroadcast: true)
      : .memory(.rsi, Int(number) * vectorSize, isBroadcast: false)
  }

  // MARK: Operands

  /// A register for something new: free, or made free.
  mutating func take(_ e: inout LineEmitter, _ registers: inout VectorRegisters) -> UInt8 {
    let register = registers.victim(pinned: e.pinned)
    let value = registers.owner[Int(register)]
    if value >= 0 {
      if registers.home(of: value).kind == .none {
        let slot = registers.takeSlot(for: value)
        emit(opcodes.store, register, 0, self.slot(slot))
      }
      registers.evict(value)
    }
    e.pinned |= 1 << UInt32(register)
    return register
  }

  /// The register of a value, which it is brought into if it is in none.
  mutating func register(
    _ value: Int32, _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) -> UInt8 {
    if let register = registers.register(of: value) {
      e.pinned |= 1 << UInt32(register)
      return register
    }
    let register = take(&e, &registers)
    load(value, into: register, e, registers)
    registers.assign(value, to: register)
    return register
  }

  /// Puts the constants that stay in registers there.
  mutating func loadResidentConstants() {
    for (k, number) in residentConstants.enumerated() {
      loadConstant(number, into: UInt8(freeRegisterCount - residentConstants.count + k))
    }
  }

  private mutating func loadConstant(_ number: Int32, into register: UInt8) {
    if level == .avx512 {
      emit(
        opcodes.broadcast, register, 0, .memory(.rsi, Int(number) * elementSize, isBroadcast: false))
    } else {
      emit(opcodes.load, register, 0, constantPlace(number))
    }
  }

  private mutating func load(
    _ value: Int32, into register: UInt8, _ e: LineEmitter, _ registers: borrowing VectorRegisters
  ) {
    let home = registers.home(of: value)
    switch home.kind {
    case .frame: emit(opcodes.load, register, 0, slot(home.place))
    case .constant: loadConstant(home.place, into: register)
    case .uniform:
      let input = body.inputs[Int(home.place)]
      let base = address(Int(input.base))
      emit(
        opcodes.broadcast, register, 0,
        .memory(base, Int(input.offset) * elementSize, isBroadcast: false))
    case .row:
      let (vector, input) = Int(home.place).quotientAndRemainder(dividingBy: body.inputs.count)
      loadRow(
        Int(body.inputs[input].base), vector, into: register, isMasked: e.isMasked)
    case .none: preconditionFailure("A value was lost while code was written.")
    }
  }

  /// The current vector, or one behind it, of the row at an address; of the rest of a row only its
  /// lanes.
  mutating func loadRow(_ number: Int, _ vector: Int, into register: UInt8, isMasked: Bool) {
    let place = Assembler.Place.row(address(number), vector * vectorSize)
    if !isMasked {
      emit(opcodes.load, register, 0, place)
    } else if level == .avx512 {
      emit(opcodes.load, register, 0, place, mask: 7, isZeroing: true)
    } else {
      emit(opcodes.maskedLoad, register, maskRegister, place)
    }
  }

  /// The bits of one number in all lanes.
  mutating func broadcast(_ bits: UInt64, into register: UInt8) {
    assembler.set(.r11, bits)
    assembler.store(.r11, .rdx, 0)
    emit(opcodes.broadcast, register, 0, frame(0))
  }

  /// Where comparisons leave their result: k1, or the scratch register.
  var comparisonMask: UInt8 { level == .avx512 ? 1 : scratchRegister }

  /// Where the last operand of an instruction can be read: its register, or memory as it stands.
  mutating func place(
    _ value: Int32, _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) -> Assembler.Place {
    isInMemory(value, registers)
      ? memoryPlace(value, registers) : .register(register(value, &e, &registers))
  }

  /// Whether instructions can read a value, which is in no register, where it is.
  func isInMemory(_ value: Int32, _ registers: borrowing VectorRegisters) -> Bool {
    guard registers.register(of: value) == nil else { return false }
    return switch registers.home(of: value).kind {
    case .constant, .frame: true
    case .uniform: level == .avx512
    case .row, .none: false
    }
  }

  private mutating func memoryPlace(
    _ value: Int32, _ registers: borrowing VectorRegisters
  ) -> Assembler.Place {
    let home = registers.home(of: value)
    switch home.kind {
    case .constant: return constantPlace(home.place)
    case .frame: return slot(home.place)
    default:
      let input = body.inputs[Int(home.place)]
      return .memory(address(Int(input.base)), Int(input.offset) * elementSize, isBroadcast: true)
    }
  }

  /// Counts the operands of the line as used.
  func consume(_ e: LineEmitter, _ registers: borrowing VectorRegisters) {
    for k in 0..<e.line.opcode.operandCount {
      registers.use(e.line[operand: k], by: e.index, k)
    }
  }

  /// The register of the result: that of an operand that nothing else needs, or a new one.
  mutating func target(
    _ e: inout LineEmitter, _ registers: inout VectorRegisters
  ) -> UInt8 {
    for k in 0..<e.line.opcode.operandCount {
      let value = e.line[operand: k]
      if !registers.isNeeded(value), let register = registers.register(of: value) { return register }
    }
    return take(&e, &registers)
  }

  /// Ends a line: what is not needed any more goes, and the result takes its register.
  mutating func finish(
    _ target: UInt8, _ e: LineEmitter, _ registers: inout VectorRegisters
  ) {
    for k in 0..<e.line.opcode.operandCount { registers.releaseIfDead(e.line[operand: k]) }
    registers.assign(Int32(e.index), to: target)
  }
}
