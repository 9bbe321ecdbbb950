// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LoopCompiler {
  /// A call that a guard jumps to.
  struct ColdCall {
    /// The jump that leads here, and where to go on.
    var jump: Int
    var back: Int
    var function: Elementwise
    var operand: UInt8
    var result: UInt8
    /// Registers whose values are needed afterwards.
    var live: [UInt8]
    var isMasked: Bool
  }

  /// A call of a C function with operands in registers.
  mutating func call(_ e: inout LineEmitter, _ registers: inout VectorRegisters) {
    for (k, value) in [e.line.x, e.line.y, e.line.z].enumerated() {
      emit(opcodes.store, register(value, &e, &registers), 0, frame(64 * k))
    }
    consume(e, registers)
    for k in 0..<3 { registers.releaseIfDead(e.line[operand: k]) }
    e.pinned = 0
    let result = take(&e, &registers)
    let live = liveRegisters(registers)
    save(live)
    callFunction(code.calls[Int(e.line.immediate)], isMasked: e.isMasked)
    restore(live)
    emit(opcodes.load, result, 0, frame(192))
    registers.assign(Int32(e.index), to: result)
  }

  mutating func guardedCall(_ e: inout LineEmitter, _ registers: inout VectorRegisters) {
    let operand = register(e.line.x, &e, &registers)
    let value = register(e.line.y, &e, &registers)
    let bound = place(e.line.z, &e, &registers)
    // The magnitude of the operand: its bits without the sign.
    let size = level == .avx512 ? take(&e, &registers) : scratchRegister
    broadcast(isDouble ? ~(1 << 63) : UInt64(~(UInt32(1) << 31)), into: size)
    emit(opcodes.and, size, size, .register(operand))
    // Whether it is the bound or more, in any lane; nan is not.
    emit(opcodes.compare, level == .avx512 ? 1 : size, size, bound)
    assembler.immediate(13)
    consume(e, registers)
    let result: UInt8
    if !registers.isNeeded(e.line.y) && e.line.x != e.line.y {
      result = value
    } else {
      result = take(&e, &registers)
      emit(opcodes.move, result, 0, .register(value))
    }
    if level == .avx512 {
      assembler.vex(opcodes.testMask, length: 0, 1, 0, .register(1))
    } else {
      assembler.vex(opcodes.signsOfLanes, length: 1, Register.r11.rawValue, 0, .register(size))
      assembler.test(.r11)
    }
    let jump = assembler.jump(.notEqual)
    for k in 0..<3 { registers.releaseIfDead(e.line[operand: k]) }
    let live = liveRegisters(registers).filter { $0 != result }
    registers.assign(Int32(e.index), to: result)
    coldCalls.append(
      ColdCall(
        jump: jump, back: assembler.count, function: code.calls[Int(e.line.immediate)],
        operand: operand, result: result, live: live, isMasked: e.isMasked))
  }

  /// The code behind the loop that a guard jumps to.
  mutating func compile(_ call: ColdCall) {
    assembler.land(call.jump)
    emit(opcodes.store, call.operand, 0, frame(0))
    save(call.live)
    callFunction(call.function, isMasked: call.isMasked)
    restore(call.live)
    emit(opcodes.load, call.result, 0, frame(192))
    assembler.jump(.always, to: call.back)
  }

  /// The registers whose values must outlive a call.
  private func liveRegisters(_ registers: borrowing VectorRegisters) -> [UInt8] {
    registers.owner.indices.filter { registers.owner[$0] >= 0 }.map { UInt8($0) }
      + accumulators.compactMap { $0.register }
  }

  private mutating func save(_ live: [UInt8]) {
    for register in live {
      emit(opcodes.store, register, 0, frame(saveArea + Int(register) * vectorSize))
    }
  }

  private mutating func restore(_ live: [UInt8]) {
    for register in live {
      emit(opcodes.load, register, 0, frame(saveArea + Int(register) * vectorSize))
    }
  }

  private static var callerSaved: [Register] { [.rax, .rcx, .rdx, .rsi, .rdi, .r8, .r9, .r10] }

  private mutating func callFunction(_ function: Elementwise, isMasked: Bool) {
    assembler.zeroUpperHalves()
    // Eight pushes keep the stack aligned.
    for register in Self.callerSaved { assembler.push(register) }
    assembler.load(.rdi, .rdi, LoopTable.frame)
    assembler.set(.rsi, VectorFunctionCall.number(of: function))
    assembler.set(.rdx, UInt64(vectorSize / elementSize))
    assembler.set(.r11, VectorFunctionCall.address(isDouble: isDouble))
    assembler.call(.r11)
    for register in Self.callerSaved.reversed() { assembler.pop(register) }
    if isMasked { loadMask() }
  }
}
