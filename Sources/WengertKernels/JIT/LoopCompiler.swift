// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Writes the machine code of a fused loop.
///
/// The code is a C function of one argument, the table that ``LoopTable`` describes. It goes over
/// rows, and within a row over whole vectors and then the rest, under a mask:
///
///     for each row { start accumulators; for each two vectors { body of both, interleaved };
///       for what is left { masked body }; finish accumulators }
///
/// A body whose values of two vectors have no room in registers is for one; a long one is written
/// once only, under a mask that is full but for the rest.
///
/// Registers: rdi the table, rsi constants, rdx the frame, rcx the place in the row in bytes, rax the
/// bytes of whole vectors, r11 an address that has no register; the other addresses stay in the rest.
struct LoopCompiler: ~Copyable {
  static let addressRegisters: [Register] = [.r8, .r9, .r10, .rbx, .rbp, .r12, .r13, .r14, .r15]
  private static let savedRegisters: [Register] = [.rbx, .rbp, .r12, .r13, .r14, .r15]

  let body: LoopBody
  let level: VectorLevel
  let code: VectorBuilder
  var assembler: Assembler
  let opcodes: VectorOpcodes
  let accumulators: [Accumulator]

  /// The body for whole vectors, and how many an iteration has.
  private var wholeList: ContiguousArray<VectorInstruction> = []
  private var vectorCount = 1

  /// The constants (by number) that stay in registers while the loop runs: what is read from memory in
  /// every iteration keeps the processor's two loads a cycle busy before its arithmetic is.
  private(set) var residentConstants: [Int32] = []

  /// The greatest number of frame slots that a body needed.
  var slotCount = 0

  /// Code for what rarely happens, behind the loop.
  var coldCalls: [ColdCall] = []

  /// An output that collects the values of a row.
  struct Accumulator {
    var output: Int
    var reduction: Reduction
    /// Its register, nil where it lives in the frame.
    var register: UInt8?
  }

  var isDouble: Bool { body.dtype == .float64 }
  var elementSize: Int { isDouble ? 8 : 4 }
  var vectorSize: Int { level.byteCount }

  init(_ body: LoopBody, level: VectorLevel) {
    self.body = body
    self.level = level
    code = VectorBuilder(
      level: level, isDouble: body.dtype == .float64,
      capacity: body.inputs.count + body.constants.count + body.steps.count + body.outputs.count)
    opcodes = VectorOpcodes(level: level, isDouble: body.dtype == .float64)
    assembler = Assembler(capacity: 4096 + 64 * body.steps.count)
    var accumulators: [Accumulator] = []
    for (number, output) in body.outputs.enumerated() {
      guard case .reduceRow(let reduction) = output.destination else { continue }
      let isKept = accumulators.count < (level == .avx2 ? 3 : 8)
      accumulators.append(
        Accumulator(
          output: number, reduction: reduction,
          register: isKept ? UInt8(level.registerCount - 1 - accumulators.count) : nil))
    }
    self.accumulators = accumulators
    record()
    wholeList = code.instructions
    if !isWrittenOnce { planRegisters() }
  }

  /// Whether the body is too long to be written twice.
  private var isWrittenOnce: Bool { code.instructions.count > 256 }

  /// Decides how many vectors an iteration has and which constants stay in registers.
  private mutating func planRegisters() {
    var useCounts = wholeList.useCounts
    var pressure = wholeList.pressure(useCounts)
    let room = freeRegisterCount - ContiguousArray<VectorInstruction>.temporaryCount
    // Instructions wait for each other's results; those of another vector do not.
    if code.instructions.count <= 128 {
      let both = wholeList.interleaved(2) {
        $0.opcode == .constant || $0.opcode == .load && body.inputs[Int($0.immediate)].isUniform
      }
      let counts = both.useCounts
      let needed = both.pressure(counts)
      if needed <= room {
        (wholeList, vectorCount, useCounts, pressure) = (both, 2, counts, needed)
      }
    }
    residentConstants = wholeList.mostUsedConstants(useCounts, room - pressure)
  }

  /// How many registers the values of the body have: not the accumulators', and of AVX2's not the
  /// last two below them, for masks.
  var freeRegisterCount: Int {
    level.registerCount - accumulators.count { $0.register != nil } - (level == .avx2 ? 2 : 0)
  }

  /// AVX2: the register of the mask of the rest of a row, and one for comparisons.
  var maskRegister: UInt8 { UInt8(freeRegisterCount) }
  var scratchRegister: UInt8 { UInt8(freeRegisterCount + 1) }

  // The frame: calls' operands and result, saved registers, accumulators, slots.
  var saveArea: Int { 256 }
  var accumulatorArea: Int { saveArea + level.registerCount * vectorSize }
  var slotArea: Int { accumulatorArea + accumulators.count * vectorSize }
  var frameByteCount: Int { slotArea + slotCount * vectorSize }

  /// When, in the order of the code, each input is read last and each output is stored.
  private(set) var lastReads: [Int] = []
  private(set) var stores: [Int] = []

  private mutating func noteOrder(_ inputLines: [Int32]) {
    lastReads = [Int](repeating: -1, count: inputLines.count)
    stores = [Int](repeating: -1, count: body.outputs.count)
    var inputs = [Int](repeating: -1, count: Int(inputLines.last ?? -1) + 1)
    for (input, line) in inputLines.enumerated() { inputs[Int(line)] = input }
    for (i, line) in code.instructions.enumerated() {
      for k in 0..<line.opcode.operandCount {
        let operand = Int(line[operand: k])
        if inputs.indices.contains(operand), inputs[operand] >= 0 { lastReads[inputs[operand]] = i }
      }
      if line.opcode == .store { stores[Int(line.immediate)] = i }
    }
  }

  /// The body in vector operations.
  private mutating func record() {
    var values: [VectorValue] = []
    values.reserveCapacity(body.inputs.count + body.constants.count + body.steps.count)
    var outputs = [[Int]](
      repeating: [], count: body.inputs.count + body.constants.count + body.steps.count)
    for (number, output) in body.outputs.enumerated() { outputs[Int(output.value)].append(number) }
    func store() {
      for output in outputs[values.count - 1] { code.store(values[values.count - 1], output) }
    }
    for input in body.inputs.indices {
      values.append(code.load(input))
      store()
    }
    for bits in body.constants {
      values.append(code.constant(bits: bits))
      store()
    }
    for step in body.steps {
      let x = values[Int(step.x)]
      values.append(
        code.apply(
          step.function, x, step.y < 0 ? x : values[Int(step.y)],
          step.z < 0 ? x : values[Int(step.z)]))
      store()
    }
    noteOrder(body.inputs.indices.map { values[$0].line })
  }

  /// The whole function.
  mutating func compile() {
    for register in Self.savedRegisters { assembler.push(register) }
    assembler.add(.rsp, -8)
    assembler.load(.rsi, .rdi, LoopTable.constants)
    assembler.load(.rdx, .rdi, LoopTable.frame)
    for (number, register) in Self.addressRegisters.enumerated() where number < body.addressCount {
      assembler.load(register, .rdi, LoopTable.address(number))
    }
    loadResidentConstants()
    let row = assembler.count
    for accumulator in accumulators { start(accumulator) }
    compileRow()
    for accumulator in accumulators { finish(accumulator) }
    nextRow(from: row)
    assembler.zeroUpperHalves()
    assembler.add(.rsp, 8)
    for register in Self.savedRegisters.reversed() { assembler.pop(register) }
    assembler.return()
    for call in coldCalls { compile(call) }
  }

  /// A row: whole vectors as many at once as an iteration has, then those left over and the rest.
  private mutating func compileRow() {
    assembler.clear(.rcx)
    if !isWrittenOnce {
      assembler.load(.rax, .rdi, LoopTable.wholeBytes)
      let size = vectorCount * vectorSize
      assembler.and(.rax, -size)
      let none = assembler.jump(.equal)
      let loop = assembler.count
      compileBody(wholeList, isMasked: false)
      assembler.add(.rcx, size)
      assembler.compare(.rcx, .rax)
      assembler.jump(.below, to: loop)
      assembler.land(none)
    }
    assembler.load(.rax, .rdi, LoopTable.wholeBytes)
    useMask(LoopTable.fullMask)
    assembler.compare(.rcx, .rax)
    let isLeft = assembler.jump(.below)
    let rest = assembler.count
    assembler.load(.r11, .rdi, LoopTable.restMask)
    assembler.test(.r11)
    let end = assembler.jump(.equal)
    useMask(LoopTable.restMask)
    assembler.land(isLeft)
    let loop = assembler.count
    compileBody(code.instructions, isMasked: true)
    assembler.add(.rcx, vectorSize)
    assembler.compare(.rcx, .rax)
    assembler.jump(.below, to: loop)
    // Where whole vectors end, the rest begins; behind it nothing does.
    assembler.jump(.equal, to: rest)
    assembler.land(end)
  }

  private mutating func nextRow(from start: Int) {
    for number in 0..<body.addressCount {
      assembler.load(.rax, .rdi, LoopTable.stride(number, addressCount: body.addressCount))
      if number < Self.addressRegisters.count {
        assembler.add(Self.addressRegisters[number], .rax)
      } else {
        assembler.load(.r11, .rdi, LoopTable.address(number))
        assembler.add(.r11, .rax)
        assembler.store(.r11, .rdi, LoopTable.address(number))
      }
    }
    assembler.load(.rax, .rdi, LoopTable.rows)
    assembler.add(.rax, -1)
    assembler.store(.rax, .rdi, LoopTable.rows)
    assembler.test(.rax)
    assembler.jump(.notEqual, to: start)
  }

  /// The register that holds address `number` now.
  mutating func address(_ number: Int) -> Register {
    if number < Self.addressRegisters.count { return Self.addressRegisters[number] }
    assembler.load(.r11, .rdi, LoopTable.address(number))
    return .r11
  }

  /// Makes a mask of the table the current one.
  private mutating func useMask(_ entry: Int) {
    assembler.load(.r11, .rdi, entry)
    assembler.store(.r11, .rdi, LoopTable.currentMask)
    loadMask()
  }

  /// Loads the current mask: k7, or a vector whose signs say which lanes it has.
  mutating func loadMask() {
    if level == .avx512 {
      assembler.vex(
        opcodes.loadMask, length: 0, 7, 0,
        .memory(.rdi, LoopTable.currentMask, isBroadcast: false))
    } else {
      assembler.load(.r11, .rdi, LoopTable.currentMask)
      assembler.vex(opcodes.load, length: 1, maskRegister, 0, .memory(.r11, 0, isBroadcast: false))
    }
  }
}

/// The table that a compiled loop is called with: 8 bytes for each entry.
enum LoopTable {
  static let rows = 0
  /// The bytes of a row that whole vectors make up.
  static let wholeBytes = 8
  /// Masks, as bits of lanes (AVX-512) or the address of a vector (AVX2): of the rest of a row, 0 if
  /// there is none; of all lanes; the one in use.
  static let restMask = 16
  static let fullMask = 24
  static let currentMask = 32
  static let constants = 40
  static let frame = 48
  static func address(_ number: Int) -> Int { 56 + 8 * number }
  /// How far apart, in bytes, rows are.
  static func stride(_ number: Int, addressCount: Int) -> Int { 56 + 8 * (addressCount + number) }
  static func wordCount(addressCount: Int) -> Int { 7 + 2 * addressCount }
}
